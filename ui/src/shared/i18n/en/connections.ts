import type { Same } from '../messages';
import type { connections as source } from '../ru/connections';

export const connections: Same<typeof source> = {};
