import type { Same } from '../messages';
import type { applications as source } from '../ru/applications';

export const applications: Same<typeof source> = {};
