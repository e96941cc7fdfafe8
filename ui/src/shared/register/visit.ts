// What a register's screen showed when it was left, of the last place only (a park, a driver of it): coming back finds
// the same register, still being collected or whole, the same selection, opened row and scroll.
import { host } from '$host';
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
  /** A row to be opened as soon as the list is there, by its id. */
  wanted: string | null = null;

  constructor(
    readonly place: string,
    readonly filters: F,
  ) {}

  leave(register: KeptRegister | null): void {
    this.#register = register;
    if (this.#over) this.end();
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

/** The last visit of one screen; that to another place ends with its register. */
export class LastVisit<K extends RegisterKind, F extends RegisterFilters<K>> {
  #last: Visit<K, F> | null = null;

  to(place: string, filters: () => F): Visit<K, F> {
    if (this.#last?.place === place) return this.#last;
    this.end();
    return (this.#last = new Visit(place, filters()));
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
