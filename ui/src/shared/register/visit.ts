// What a register's screen showed when it was left, of the last place only (a park, a driver of it): coming back finds
// the same register, still being collected or whole, the same selection, opened row and scroll.
import { host, type ViewColumn } from '$host';
import { RowSelection } from '$shared/grid/selection.svelte';
import type { RegisterFilters } from './filters.svelte';
import type { KeptRegister } from './openRegister.svelte';
import type { RegisterKind } from './source';

export class Visit<K extends RegisterKind, F extends RegisterFilters<K> = RegisterFilters<K>> {
  #register: KeptRegister | null = null;
  #over = false;
  readonly selection = new RowSelection();
  drawer: K['row'] | null = null;
  /** Of the current row. */
  index = 0;
  /** Rows above the first one in view, when a row was opened. */
  top: number | null = null;
  /** A row to be opened as soon as the list is there, by its id. */
  wanted: string | null = null;
  /** The filters were set by another screen, for this visit: the view that the screen opens with does not undo them. */
  given = false;
  /** How the table is laid out; null before the first visit. */
  columns: ViewColumn[] | null = null;
  group: string | null = null;
  stack: string | null = null;

  constructor(
    readonly place: string,
    readonly filters: F,
  ) {}

  leave(register: KeptRegister | null): void {
    this.#register = register;
    if (this.#over) this.end();
  }

  /** A register was left here and waits to be taken up. */
  get waits(): boolean {
    return this.#register !== null;
  }

  /** Hands out the register that was left, once. */
  take(): KeptRegister | null {
    const register = this.#register;
    this.#register = null;
    return register;
  }

  /** The screen of another place may be there before this one is gone: then what is left later is let go too. */
  end(): void {
    this.#over = true;
    const register = this.take();
    if (register) forgetRegister(register.handle);
  }
}

/** The last visit of one screen; that to another place ends with its register. The columns of a table that has no
 *  saved views stay as they are from one place to the next. */
export class LastVisit<K extends RegisterKind, F extends RegisterFilters<K>> {
  #last: Visit<K, F> | null = null;

  to(place: string, filters: () => F): Visit<K, F> {
    const former = this.#last;
    if (former?.place === place) return former;
    this.end();
    const next = new Visit<K, F>(place, filters());
    if (next.filters.only) next.columns = former?.columns ?? null;
    return (this.#last = next);
  }

  end(): void {
    this.#last?.end();
    this.#last = null;
  }
}

export function forgetRegister(handle: string): void {
  // Nothing is lost when it was closed already.
  host.closeRegister(handle).catch(() => undefined);
}
