// Dictionaries as filters and drawers use them: remembered while the park is the same, an id that they do not have
// is shown as such.
import { count } from '$shared/format';
import { forget, remember, type DictionaryItem } from '$host';
import { t } from '$shared/i18n/i18n.svelte';

export type LoadDictionary = (connection: string) => Promise<DictionaryItem[]>;

/** Filters of one name ask for the same dictionary, whichever the register. */
const memory = (connection: string, list: string) => `${connection}/dictionary/${list}`;

export const dictionaryOf = (connection: string, list: string, load: LoadDictionary) =>
  remember(memory(connection, list), () => load(connection));

export const forgetDictionary = (connection: string, list: string) => forget(memory(connection, list));

/** `No. 123 (not in the dictionary)`. */
export const unknownId = (id: string) => t('register.unknownId', { id: count(id) });
