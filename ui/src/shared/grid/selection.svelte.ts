// Which rows are selected, by id, so that sorting and refetching keep it. "All" means all rows of the filter, also
// those never loaded: it is kept as everything except some ids and handed to Rust in that form.
import { SvelteSet } from 'svelte/reactivity';
import type { Selection } from '$host';

export class RowSelection {
  #all = $state(false);
  /** The selected ids, or with #all the ones left out. */
  #ids = new SvelteSet<string>();

  has(id: string): boolean {
    return this.#ids.has(id) !== this.#all;
  }

  set(id: string, on: boolean): void {
    if (on === this.#all) this.#ids.delete(id);
    else this.#ids.add(id);
  }

  toggle(id: string): void {
    this.set(id, !this.has(id));
  }

  setMany(ids: Iterable<string>, on: boolean): void {
    for (const id of ids) this.set(id, on);
  }

  selectAll(): void {
    this.#ids.clear();
    this.#all = true;
  }

  clear(): void {
    this.#ids.clear();
    this.#all = false;
  }

  /** How many are selected in a filter of `total` rows. */
  count(total: number): number {
    return this.#all ? Math.max(0, total - this.#ids.size) : this.#ids.size;
  }

  get isEmpty(): boolean {
    return !this.#all && this.#ids.size === 0;
  }

  state(total: number): 'none' | 'some' | 'all' {
    const selected = this.count(total);
    return selected === 0 ? 'none' : selected >= total ? 'all' : 'some';
  }

  /** What a command takes. */
  toArgument(): Selection {
    const ids = [...this.#ids];
    return this.#all ? { all: true, except: ids, ids: [] } : { all: false, except: [], ids };
  }
}
