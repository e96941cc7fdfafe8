// What a register's screen does, whichever rows it shows: opens and reopens, refreshes behind the rows that are there,
// narrows, sorts, selects, copies, opens a row beside the table, and leaves everything to be found again. Made while a
// component is; its effects and keys live as long as that component.
import { onMount, tick, untrack } from 'svelte';
import { DeskFailure, host, subscribe, type RegisterName, type ValueFilter, type ViewContent } from '$host';
import { describeError } from '$shared/errors';
import { isTextField, keysOf, pushLayer } from '$shared/shortcuts';
import { time } from '$shared/format';
import { toast } from '$shared/toasts.svelte';
import { RegisterViews } from './board/views.svelte';
import { copyRows } from './copy';
import { TableLayout } from './layout.svelte';
import { OpenRegister } from './openRegister.svelte';
import { periodText } from './period';
import { isSameOrder, type CellsOf, type Order, type RegisterKind, type RegisterSource } from './source';
import type { RegisterFilters } from './filters.svelte';
import { forgetRegister, type Visit } from './visit';

interface Setup<K extends RegisterKind, F extends RegisterFilters<K>> {
  source: RegisterSource<K>;
  /** Null: there is no park. */
  connection: string | null;
  visit: Visit<K, F>;
  /** In the present language. */
  columns: () => CellsOf<K>[];
  /** Enter on the row that is open already. */
  onagain?: (row: K['row']) => void;
  /** Where a row opens as a screen of its own: instead of the drawer beside the table. */
  onopen?: (row: K['row'], index: number) => void;
  /** A plain press opens the row too, not only Enter and a double click. */
  pressOpens?: boolean;
  /** The selected rows are acted upon, not only summed and copied: no row that a narrowing has put out of sight stays
   *  selected, and a new reading of the same list keeps the selection. */
  acts?: boolean;
  /** False while the keys belong to what stands beside the list. */
  isMine?: () => boolean;
}

export class RegisterDesk<K extends RegisterKind, F extends RegisterFilters<K> = RegisterFilters<K>> {
  readonly connection: string | null;
  readonly name: RegisterName;
  readonly filters: F;
  readonly visit: Visit<K, F>;
  readonly layout: TableLayout<K>;
  /** The saved views; a driver's card has none. */
  readonly views: RegisterViews;
  readonly hasViews: boolean;

  register = $state.raw() as OpenRegister<K>;
  /** The same list asked for anew: it takes the place of the present one as soon as it has something to show. */
  next = $state.raw<OpenRegister<K> | null>(null);
  /** Why the list could not be asked for anew; the rows on the screen are the former ones. */
  stale = $state.raw<unknown>(null);
  /** The row that is open beside the table. */
  drawer = $state.raw<K['row'] | null>(null);
  /** The column that the rows are put together by; null: the rows themselves are shown. */
  group = $state<string | null>(null);
  /** The column that the chart stacks. */
  stack = $state<string | null>(null);
  copying = $state(false);
  grid = $state<{
    focus: () => void;
    reveal: (index: number, top?: number | null) => void;
    place: () => number;
  }>();
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
  readonly #onopen: Setup<K, F>['onopen'];
  readonly #pressOpens: boolean;
  readonly #acts: boolean;
  readonly #isMine: () => boolean;
  #gone = false;
  /** The table had the focus when its list was asked for anew: it gets it back. */
  #keepFocus = false;

  constructor(setup: Setup<K, F>) {
    const { source, connection, visit, columns, onagain } = setup;
    [this.#onopen, this.#pressOpens] = [setup.onopen, setup.pressOpens ?? setup.onopen === undefined];
    [this.#acts, this.#isMine] = [setup.acts ?? false, setup.isMine ?? (() => true)];
    [this.#source, this.connection, this.visit] = [source, connection, visit];
    [this.name, this.filters] = [source.name, visit.filters];
    this.#onagain = onagain;
    [this.group, this.stack] = [visit.group, visit.stack];
    this.hasViews = this.filters.only === null;
    this.layout = new TableLayout<K>(columns, (laid) => {
      if (this.hasViews) void this.views.keepColumns(laid);
    });
    if (visit.columns) this.layout.take(visit.columns);
    this.filters.columnTitle = (column) => this.layout.all.find(({ id }) => id === column)?.title ?? column;
    this.views = new RegisterViews(this);
    this.register = new OpenRegister(source);
    if (this.#acts) visit.selection.exact = true;
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
          { keys: 'Shift+F4', run: () => this.clear() },
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
      this.#gone = true;
      this.next?.close();
      this.layout.flush();
      const { drawer, group, stack } = this;
      Object.assign(this.visit, { drawer, group, stack, columns: this.layout.toContent() });
      this.visit.leave(this.register.keep());
    };
  }

  /** Where the last visit ended, as long as the same is asked for. */
  async #comeBack(): Promise<void> {
    const { index, drawer, top } = this.visit;
    this.visit.top = null;
    const kept = this.visit.take();
    await this.#takeUsualView();
    if (this.#gone) {
      if (kept) forgetRegister(kept.handle);
      return;
    }
    if (this.connection === null || kept === null) return this.reopen();
    if (!(await this.register.open(this.connection, this.filters, kept))) {
      this.visit.selection.clear();
      return;
    }
    this.drawer = drawer;
    await tick();
    this.grid?.reveal(index, top);
  }

  /** The view that the register opens with, before anything is asked of the service. */
  async #takeUsualView(): Promise<void> {
    const { given } = this.visit;
    this.visit.given = false;
    if (!this.hasViews || this.connection === null) return;
    const content = await this.views.begin();
    if (content === null || this.#gone) return;
    if (given) this.layout.take(content.columns ?? []);
    else this.#take(content);
  }

  #take(content: ViewContent): void {
    this.layout.take(content.columns ?? []);
    const columns = this.layout.all.map(({ id }) => id as string);
    const known = (column: string | null | undefined) => (column && columns.includes(column) ? column : null);
    this.filters.take(content, columns);
    [this.group, this.stack] = [known(content.group), known(content.stack)];
  }

  #takeNext(): void {
    if (!this.next?.hasContent) return;
    const fresh = this.next;
    // Until the row at the cursor has come, the list would only jump away from it.
    if (fresh.isRunning && fresh.shown <= this.visit.index) return;
    const nothing = fresh.failure ?? (fresh.received === 0 ? fresh.state?.error : null);
    untrack(() => {
      this.next = null;
      this.stale = nothing ?? null;
      if (nothing) return fresh.close();
      this.#forgetSelection();
      this.drawer = null;
      this.register.close();
      this.register = fresh;
    });
  }

  /** Another reading of the same list is there. "All" of some rows would silently mean others. */
  #forgetSelection(): void {
    const { selection } = this.visit;
    if (!this.#acts || (selection.isWhole && this.filters.isNarrowed)) selection.clear();
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

  /** Takes every filter away; the service is asked only when it was asked for less than all. */
  clear(): void {
    const asked = this.#askedOf();
    const narrowed = this.filters.isNarrowed;
    this.filters.clear();
    if (asked !== this.#askedOf() || !narrowed) this.reopen();
    else this.narrow(() => undefined);
  }

  find(text: string): void {
    this.narrow(() => (this.filters.find = text));
  }

  /** Shows other rows of those that came; the service is not asked. */
  narrow(change: () => void): void {
    const { selection } = this.visit;
    change();
    // "All" were those that the former words had found.
    if (selection.isWhole || this.#acts) selection.clear();
    this.register.narrow(this.filters.toNarrowing()).catch((thrown: unknown) => {
      const { title, text } = describeError(thrown);
      toast({ title, text, tone: 'warn' });
    });
  }

  addValue(filter: ValueFilter): void {
    this.narrow(() => this.filters.addValue(filter));
  }

  /** The value that a row has in a column; null when it is not known (any more). */
  async valueOf(row: K['row'], column: string): Promise<ValueFilter | null> {
    const { handle } = this.register;
    if (handle === null) return null;
    const value = await host.registerValue(handle, row.id, column).catch(() => null);
    if (value === null || value.title || value.key === '') return value;
    // A reference without a title is told as the cell tells it.
    return { ...value, title: this.textOf(row, column) ?? '' };
  }

  /** Only the rows with this row's value in the column, or all but those. */
  async narrowTo(row: K['row'], column: string, excluded: boolean): Promise<void> {
    const value = await this.valueOf(row, column);
    if (value) this.addValue({ ...value, excluded });
  }

  /** Where the next row is whose cell begins with the text; null: there is none. */
  async seek(column: string, text: string, from: number): Promise<number | null> {
    const { handle } = this.register;
    return handle === null ? null : host.registerSeek(handle, column, text, from).catch(() => null);
  }

  /** What a saved view keeps of the screen. */
  content(): ViewContent {
    const { group, stack } = this;
    return { ...this.filters.toContent(), columns: this.layout.toContent(), group, stack };
  }

  /** Puts the screen to what a view says; the service is asked only for what it was not asked for. */
  apply(content: ViewContent): void {
    const [asked, order] = [this.#askedOf(), this.filters.order];
    this.#take(content);
    if (asked !== this.#askedOf() || this.register.handle === null) return this.reopen();
    this.narrow(() => undefined);
    if (!isSameOrder(order, this.filters.order)) this.sort(this.filters.order);
  }

  #askedOf(): string {
    const { preset, period, lists, drivers, search } = this.filters.toContent();
    return JSON.stringify([preset, period, lists, drivers, search]);
  }

  sort(order: Order): void {
    this.filters.order = order as Order<K['column']>;
    void this.register.order(this.filters.order);
  }

  #escape(event: KeyboardEvent): boolean {
    const { selection } = this.visit;
    if (!this.#isMine()) return false;
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
    const columns = this.layout.shown.map(({ id, title }) => ({ column: id as string, title }));
    await copyRows(() => host.copyRegister(handle, chosen, columns), isComplete);
    this.copying = false;
  }

  /** Text that the user has marked is copied by the browser. */
  #copyByKey(): boolean {
    if (!this.#isMine() || this.visit.selection.isEmpty || getSelection()?.isCollapsed === false)
      return false;
    void this.copy();
    return true;
  }

  /** Enter, or a double click. */
  open(row: K['row'], index = this.visit.index): void {
    this.visit.index = index;
    if (!this.#onopen) {
      this.drawer = row;
      return;
    }
    this.visit.top = this.grid?.place() ?? null;
    this.#onopen(row, index);
  }

  /** A plain press on a row. */
  press(row: K['row'], index: number): void {
    if (this.#pressOpens) this.open(row, index);
  }

  /** Enter opens the row, then what it belongs to. */
  rowKey(event: KeyboardEvent, row: K['row'] | undefined): boolean {
    const ctrl = event.ctrlKey || event.metaKey;
    if (row === undefined || event.altKey || event.shiftKey) return false;
    if (ctrl && event.code === 'KeyC') {
      if (!event.repeat) void this.copy(row);
      return true;
    }
    // A row that opens as a screen is opened by the table itself.
    if (ctrl || this.#onopen || (event.code !== 'Enter' && event.code !== 'NumpadEnter')) return false;
    if (!event.repeat) {
      if (this.drawer?.id === row.id) this.#onagain?.(row);
      else this.drawer = row;
    }
    return true;
  }

  /** Keys of a cell: Alt+Enter keeps only its value, Alt+Del drops it. */
  cellKey(event: KeyboardEvent, row: K['row'], column: string): boolean {
    const keys = keysOf(event);
    if (keys !== 'Alt+Enter' && keys !== 'Alt+Delete') return false;
    if (!event.repeat) void this.narrowTo(row, column, keys === 'Alt+Delete');
    return true;
  }

  /** Ids of a range of rows. */
  readonly ids = async (from: number, count: number): Promise<string[]> => {
    const { handle } = this.register;
    return handle === null ? [] : host.registerIds(handle, from, count);
  };

  /** What a plain cell shows; undefined for one that is drawn. */
  textOf(row: K['row'], column: string): string | undefined {
    return this.layout.all.find(({ id }) => id === column)?.text?.(row);
  }

  async #showWanted(): Promise<void> {
    const { wanted } = this.visit;
    const { handle } = this.register;
    this.visit.wanted = null;
    if (wanted === null || handle === null) return;
    // Not in the list, or the list is gone: what there is, is on the screen.
    const position = await host.registerPosition(handle, wanted).catch(() => null);
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
