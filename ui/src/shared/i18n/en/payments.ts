import type { Same } from '../messages';
import type { payments as source } from '../ru/payments';

export const payments: Same<typeof source> = {};
