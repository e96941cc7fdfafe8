import type { Message } from '../messages';

export const requisites = {} as const satisfies Record<string, Message>;
