import type { Message } from '../messages';

export const connections = {} as const satisfies Record<string, Message>;
