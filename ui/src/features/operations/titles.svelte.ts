// Titles of types and integrations that came as a bare id: looked up in the dictionary, which is read when the first
// of them is met. One that the dictionary does not have is shown as such.
import type { DictionaryItem } from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import { dictionaryOf, unknownId } from '$shared/register/dictionaries';
import { dictionaries, type ListFilter } from './filters.svelte';

export class Titles {
  #known = $state.raw<Partial<Record<ListFilter, DictionaryItem[]>>>({});
  #asked: ListFilter[] = [];

  constructor(readonly connection: string) {}

  /** Empty when there is neither a title nor an id. */
  of(list: ListFilter, id: string | null | undefined, title: string | null | undefined): string {
    if (title || !id) return title ?? '';
    const items = this.#known[list];
    if (items) return items.find(({ code }) => code === id)?.title ?? unknownId(id);
    void this.#ask(list);
    return t('register.filter.code', { code: id });
  }

  /** The dictionaries are read anew: the next look asks for them. */
  forget(): void {
    this.#known = {};
    this.#asked = [];
  }

  async #ask(list: ListFilter): Promise<void> {
    if (this.#asked.includes(list)) return;
    this.#asked.push(list);
    // Without the dictionary the id stands as it is; the next visit asks again.
    const items = await dictionaryOf(this.connection, list, dictionaries[list]).catch(() => null);
    if (items) this.#known = { ...this.#known, [list]: items };
  }
}
