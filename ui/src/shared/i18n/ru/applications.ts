import type { Message } from '../messages';

export const applications = {} as const satisfies Record<string, Message>;
