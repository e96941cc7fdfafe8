// The shape of a message: plain text with {placeholders}, or plural forms chosen by the parameter `n`.
export type Message = string | PluralMessage;
export type PluralMessage = { other: string } & Partial<Record<'one' | 'few' | 'many', string>>;
export type Params = Record<string, string | number>;
/** A catalogue in another language: exactly the keys of the Russian one. */
export type Same<T> = Record<keyof T, Message>;
