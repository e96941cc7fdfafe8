// Which rows are selected, by id, so that sorting and refetching keep it. "All" means all rows of the filter, also
// those never loaded: it is kept as everything except some ids and handed to Rust in that form. A range that is being
// drawn (Shift) lies over what was selected before, so that it can shrink again.
/* eslint-disable svelte/prefer-svelte-reactivity -- one signal for all rows: a range may have a million ids */
import type { Selection } from '$host';

export class RowSelection {
  #all = false;
  /** The selected ids, or with #all the ones left out. */
  #ids = new Set<string>();
  #range: ReadonlySet<string> | 'all' | null = null;
  /** Changes with every change of the selection. */
  #version = $state(0);

  has(id: string): boolean {
    void this.#version;
    return this.#inRange(id) || this.#ids.has(id) !== this.#all;
  }

  #inRange(id: string): boolean {
    return this.#range === 'all' || this.#range?.has(id) === true;
  }

  set(id: string, on: boolean): void {
    this.setMany([id], on);
  }

  toggle(id: string): void {
    this.set(id, !this.has(id));
  }

  setMany(ids: Iterable<string>, on: boolean): void {
    this.endRange();
    for (const id of ids) {
      if (on === this.#all) this.#ids.delete(id);
      else this.#ids.add(id);
    }
    this.#version++;
  }

  /** A range is exactly its rows, also where it covers all of them: for rows that are acted upon. */
  exact = false;

  /** These, besides what was selected before the range began, in the place of the range so far. */
  setRange(ids: Iterable<string> | 'all'): void {
    this.#range = typeof ids === 'string' ? 'all' : new Set(ids);
    this.#version++;
  }

  /** What the range has selected stays selected. */
  endRange(): void {
    const range = this.#range;
    if (range === null) return;
    this.#range = null;
    if (range === 'all') this.selectAll();
    else this.setMany(range, true);
  }

  selectAll(): void {
    this.#ids.clear();
    this.#range = null;
    this.#all = true;
    this.#version++;
  }

  clear(): void {
    if (this.isEmpty) return;
    this.#ids.clear();
    this.#range = null;
    this.#all = false;
    this.#version++;
  }

  /** How many are selected in a filter of `total` rows. */
  count(total: number): number {
    void this.#version;
    if (this.#range === 'all') return total;
    let more = 0;
    for (const id of this.#range ?? []) if (this.#ids.has(id) === this.#all) more++;
    return more + (this.#all ? Math.max(0, total - this.#ids.size) : this.#ids.size);
  }

  get isEmpty(): boolean {
    void this.#version;
    return (
      !this.#all &&
      this.#ids.size === 0 &&
      (this.#range === null || (this.#range !== 'all' && this.#range.size === 0))
    );
  }

  /** It is told as all rows of the filter but some. */
  get isWhole(): boolean {
    void this.#version;
    return this.#all || this.#range === 'all';
  }

  state(total: number): 'none' | 'some' | 'all' {
    const selected = this.count(total);
    return selected === 0 ? 'none' : selected >= total ? 'all' : 'some';
  }

  /** What a command takes. */
  toArgument(): Selection {
    void this.#version;
    const range = this.#range;
    if (range === 'all') return { all: true, except: [], ids: [] };
    if (this.#all) return { all: true, except: [...this.#ids].filter((id) => !range?.has(id)), ids: [] };
    return { all: false, except: [], ids: [...new Set([...this.#ids, ...(range ?? [])])] };
  }
}
