// Texts by key: `t('shell.park.drivers', { n: 412 })`. Numbers are written with groups, `n` chooses the plural form.
// The language is state, so a component that calls `t` in its markup follows a switch by itself.
import { count } from '../format';
import { en } from './en';
import type { Message, Params } from './messages';
import { ru } from './ru';

export type MessageKey = keyof typeof ru;
export type Language = 'ru' | 'en';
export type { Params } from './messages';

const catalogues: Record<Language, Record<MessageKey, Message>> = { ru, en };
const rules: Record<Language, Intl.PluralRules> = {
  ru: new Intl.PluralRules('ru'),
  en: new Intl.PluralRules('en'),
};

let current = $state<Language>('ru');

export const language = () => current;

export function setLanguage(next: Language): void {
  current = next;
  document.documentElement.lang = next;
}

export function t(key: MessageKey, params: Params = {}): string {
  return fill(choose(catalogues[current][key], params, current), params);
}

/** A text by a key that comes from data (a field's code); null when the catalogue has none. */
export function textOf(key: string, params: Params = {}): string | null {
  return Object.hasOwn(catalogues[current], key) ? t(key as MessageKey, params) : null;
}

function choose(message: Message, params: Params, where: Language): string {
  if (typeof message === 'string') return message;
  const form = rules[where].select(Number(params['n'] ?? 0));
  return (form !== 'zero' && form !== 'two' && message[form]) || message.other;
}

function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = params[name];
    if (value === undefined) return placeholder;
    return typeof value === 'number' && Number.isInteger(value) ? count(value) : String(value);
  });
}
