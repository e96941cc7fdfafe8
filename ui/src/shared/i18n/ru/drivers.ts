import type { Message } from '../messages';

export const drivers = {} as const satisfies Record<string, Message>;
