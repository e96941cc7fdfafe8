import type { Same } from '../messages';
import type { requisites as source } from '../ru/requisites';

export const requisites: Same<typeof source> = {};
