import type { Same } from '../messages';
import type { drivers as source } from '../ru/drivers';

export const drivers: Same<typeof source> = {};
