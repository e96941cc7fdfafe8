import type { Same } from '../messages';
import type { settings as source } from '../ru/settings';

export const settings: Same<typeof source> = {};
