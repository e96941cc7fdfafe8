import type { Message } from '../messages';

export const payments = {} as const satisfies Record<string, Message>;
