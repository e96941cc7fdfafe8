// What a register's screen does, whichever rows it shows: opens and reopens, refreshes behind the rows that are there,
// finds, sorts, selects, copies, opens a row beside the table, and leaves everything to be found again. Made while a
// component is; its effects and keys live as long as that component.
import { onMount, tick, untrack } from 'svelte';
import { DeskFailure, subscribe } from '$host';
import { isTextField, pushLayer } from '$shared/shortcuts';
import { time } from '$shared/format';
import { copyRows } from './copy';
import { OpenRegister } from './openRegister.svelte';
import { periodText } from './period';
import type { CellsOf, Order, RegisterKind, RegisterSource } from './source';
import type { RegisterFilters } from './filters.svelte';
import type { Visit } from './visit';

const FIND_PAUSE_MS = 120;

interface Setup<K extends RegisterKind, F extends RegisterFilters<K>> {
  source: RegisterSource<K>;
  /** Null: there is no park. */
  connection: string | null;
  visit: Visit<K, F>;
  /** In the present language. */
  columns: () => CellsOf<K>[];
  /** Enter on the row that is open already. */
  onagain?: (row: K['row']) => void;
}

export class RegisterDesk<K extends RegisterKind, F extends RegisterFilters<K> = RegisterFilters<K>> {
  readonly connection: string | null;
  readonly filters: F;
  readonly visit: Visit<K, F>;
  readonly columns: () => CellsOf<K>[];

  register = $state.raw() as OpenRegister<K>;
  /** The same list asked for anew: it takes the place of the present one as soon as it has something to show. */
  next = $state.raw<OpenRegister<K> | null>(null);
  /** Why the list could not be asked for anew; the rows on the screen are the former ones. */
  stale = $state.raw<unknown>(null);
  /** The row that is open beside the table. */
  drawer = $state.raw<K['row'] | null>(null);
  copying = $state(false);
  grid = $state<{ focus: () => void; reveal: (index: number) => void }>();
  field = $state<HTMLInputElement>();

  readonly chosenCount = $derived.by(() => this.visit.selection.count(this.register.shown));
  readonly period = $derived.by(() => (this.filters.period ? periodText(this.filters.period) : undefined));
  /** Nothing came: the failure takes the whole work area. */
  readonly failure = $derived.by(() => {
    const { failure, state, received } = this.register;
    return failure ?? (state?.phase === 'failed' && received === 0 ? state.error : null);
  });
  readonly isPartial = $derived.by(() => {
    const { state, isRunning, isComplete } = this.register;
    return state !== null && !isRunning && !isComplete && this.failure === null;
  });
  readonly refreshing = $derived.by(() => this.register.isRunning || this.next !== null);
  readonly readAt = $derived.by(() =>
    this.register.state ? time(this.register.state.started_at) : undefined,
  );
  /** A new function per register, so that the grid forgets the rows of the former one. */
  readonly rows = $derived.by(() => {
    const { register } = this;
    void register.handle;
    return (from: number, to: number) => register.rows(from, to);
  });
  /** The same object until another row is chosen. */
  readonly #chosen = $derived.by(() =>
    this.visit.selection.isEmpty ? null : this.visit.selection.toArgument(),
  );

  readonly #source: RegisterSource<K>;
  readonly #onagain: Setup<K, F>['onagain'];
  #findTimer: ReturnType<typeof setTimeout> | undefined;
  /** The table had the focus when its list was asked for anew: it gets it back. */
  #keepFocus = false;

  constructor({ source, connection, visit, columns, onagain }: Setup<K, F>) {
    [this.#source, this.connection, this.visit] = [source, connection, visit];
    [this.filters, this.columns, this.#onagain] = [visit.filters, columns, onagain];
    this.register = new OpenRegister(source);
    onMount(() => this.#live());
    $effect(() => {
      const [register, chosen] = [this.register, this.#chosen];
      void register.revision;
      void register.handle;
      untrack(() => register.sumUp(chosen));
    });
    $effect(() => {
      if (!this.grid || !this.#keepFocus) return;
      this.#keepFocus = false;
      if (document.activeElement === document.body) this.grid.focus();
    });
    $effect(() => this.#takeNext());
    $effect(() => {
      if (this.register.handle !== null && !this.register.isRunning) untrack(() => void this.#showWanted());
    });
    $effect(() =>
      pushLayer({
        bindings: [
          { keys: 'Ctrl+F', run: () => this.#toField() },
          { keys: 'Shift+F4', run: () => this.change(() => this.filters.clear()) },
          { keys: 'Ctrl+C', run: () => this.#copyByKey(), outsideText: true },
          { keys: 'Escape', run: (event) => this.#escape(event) },
        ],
      }),
    );
  }

  #live(): () => void {
    const stop = subscribe('registerChanged', (told) => {
      this.register.hear(told);
      this.next?.hear(told);
    });
    void this.#comeBack();
    return () => {
      stop();
      this.next?.close();
      clearTimeout(this.#findTimer);
      this.visit.drawer = this.drawer;
      this.visit.leave(this.register.keep());
    };
  }

  /** Where the last visit ended, as long as the same is asked for. */
  async #comeBack(): Promise<void> {
    const { index, drawer } = this.visit;
    const kept = this.visit.take();
    if (this.connection === null || kept === null) return this.reopen();
    if (!(await this.register.open(this.connection, this.filters, kept))) {
      this.visit.selection.clear();
      return;
    }
    this.drawer = drawer;
    await tick();
    this.grid?.reveal(index);
  }

  #takeNext(): void {
    if (!this.next?.hasContent) return;
    const fresh = this.next;
    const nothing = fresh.failure ?? (fresh.received === 0 ? fresh.state?.error : null);
    untrack(() => {
      this.next = null;
      this.stale = nothing ?? null;
      if (nothing) return fresh.close();
      this.visit.selection.clear();
      this.drawer = null;
      this.register.close();
      this.register = fresh;
    });
  }

  #toField(): boolean {
    this.field?.focus();
    this.field?.select();
    return this.field !== undefined;
  }

  /** F5: the rows stay until the new ones are there, or until it is known that they do not come. */
  refresh(): void {
    if (this.connection === null || this.register.received === 0 || this.register.isRunning)
      return this.reopen();
    this.next?.close();
    this.next = new OpenRegister(this.#source);
    void this.next.open(this.connection, this.filters);
  }

  /** Asks for the list of the present filters. */
  reopen(): void {
    this.next?.close();
    this.next = this.stale = null;
    this.#keepFocus = document.activeElement?.getAttribute('role') === 'grid';
    clearTimeout(this.#findTimer);
    this.visit.selection.clear();
    this.drawer = null;
    this.visit.index = 0;
    if (this.connection === null) this.register.failure = new DeskFailure({ code: 'no_connection' });
    else void this.register.open(this.connection, this.filters);
  }

  change(filter: () => void): void {
    filter();
    this.reopen();
  }

  find(text: string): void {
    const { selection } = this.visit;
    this.filters.find = text;
    // "All" were those that the former words had found.
    if (selection.toArgument().all) selection.clear();
    clearTimeout(this.#findTimer);
    this.#findTimer = setTimeout(() => void this.register.find(text.trim()), FIND_PAUSE_MS);
  }

  sort(order: Order): void {
    this.filters.order = order as Order<K['column']>;
    void this.register.order(this.filters.order);
  }

  #escape(event: KeyboardEvent): boolean {
    const { selection } = this.visit;
    if (this.register.isRunning) void this.register.stop();
    else if (!selection.isEmpty && !isTextField(event.target)) selection.clear();
    else return false;
    return true;
  }

  /** The selection, or this row when nothing is selected. */
  async copy(row?: K['row']): Promise<void> {
    const { selection } = this.visit;
    const { handle, isComplete } = this.register;
    if (handle === null || this.copying) return;
    const chosen = selection.isEmpty
      ? { all: false, except: [], ids: row ? [row.id] : [] }
      : selection.toArgument();
    if (!chosen.all && chosen.ids.length === 0) return;
    this.copying = true;
    const columns = this.columns().map(({ id, title }) => ({ column: id, title }));
    await copyRows(() => this.#source.copy(handle, chosen, columns), isComplete);
    this.copying = false;
  }

  /** Text that the user has marked is copied by the browser. */
  #copyByKey(): boolean {
    if (this.visit.selection.isEmpty || getSelection()?.isCollapsed === false) return false;
    void this.copy();
    return true;
  }

  /** Enter opens the row, then what it belongs to. */
  rowKey(event: KeyboardEvent, row: K['row'] | undefined): boolean {
    const ctrl = event.ctrlKey || event.metaKey;
    if (row === undefined || event.altKey || event.shiftKey) return false;
    if (ctrl && event.code === 'KeyC') {
      if (!event.repeat) void this.copy(row);
      return true;
    }
    if (ctrl || (event.code !== 'Enter' && event.code !== 'NumpadEnter')) return false;
    if (!event.repeat) {
      if (this.drawer?.id === row.id) this.#onagain?.(row);
      else this.drawer = row;
    }
    return true;
  }

  async #showWanted(): Promise<void> {
    const { wanted } = this.visit;
    const { handle } = this.register;
    this.visit.wanted = null;
    if (wanted === null || handle === null) return;
    // Not in the list, or the list is gone: what there is, is on the screen.
    const position = await this.#source.position(handle, wanted).catch(() => null);
    if (position === null || handle !== this.register.handle) return;
    [this.drawer = null] = await this.register.rows(position, position + 1);
    this.grid?.reveal(position);
  }

  /** The cursor of the table came to a row: what is open follows it. */
  passed(row: K['row'], index: number): void {
    this.visit.index = index;
    if (this.drawer) this.drawer = row;
  }

  /** Goes to the row at this place of the list. */
  async go(index: number): Promise<void> {
    const [row] = await this.register.rows(index, index + 1);
    if (!row || !this.drawer) return;
    this.drawer = row;
    this.grid?.reveal(index);
  }

  closeDrawer(): void {
    this.drawer = null;
    this.grid?.focus();
  }
}
