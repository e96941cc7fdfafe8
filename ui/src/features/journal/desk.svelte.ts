// The journal's list on its screen: windows of it come from Rust as the table asks, events renew it, one operation may
// stand open beside it.
import { host, subscribe, type JournalWindow, type OperationId, type OperationView } from '$host';
import { SvelteSet } from 'svelte/reactivity';
import { session } from '$app/session.svelte';
import { RowSelection } from '$shared/grid/selection.svelte';
import { ALL, filtersOf, type JournalFilters, type Tab } from './filters.svelte';
import { listed } from './states';

/** As many as the table asks for at once. */
const FIRST = 100;
/** Ids for the papers of a dispute are read in such parts. */
const PART = 1000;
const EVENTS_MS = 150;
const TYPING_MS = 200;

export class JournalDesk {
  readonly filters: JournalFilters;
  readonly selection = new RowSelection();
  window = $state.raw<JournalWindow | null>(null);
  failure = $state.raw<unknown>(null);
  /** Changes with every reading of the list. */
  version = $state(0);
  reading = $state(false);
  /** The operation that stands open. */
  open = $state<OperationId | null>(null);
  /** Where the open operation stands in the list; null when the filters leave it out. */
  position = $state<number | null>(null);
  /** Rows that came and that the damaged journal cannot vouch for. */
  readonly doubtful = new SvelteSet<OperationId>();
  #turn = 0;
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly connection: string) {
    this.filters = filtersOf(connection);
    this.selection.exact = true;
  }

  get total(): number {
    return this.window?.total ?? 0;
  }

  /** The journal is damaged: neither the rows nor their sums can be relied upon. */
  get damaged(): boolean {
    return Array.isArray(this.window?.doubtful);
  }

  get argument() {
    return this.filters.toArgument();
  }

  /** How many operations a tab has; null while it is not known. */
  count(tab: Tab): number | null {
    if (!this.window) return null;
    const { by_state } = this.window;
    if (tab === ALL) return by_state.reduce((sum, one) => sum + one.count, 0);
    return by_state.find((one) => one.state === tab)?.count ?? 0;
  }

  /** The states that have operations, and those one always looks for. */
  get tabs(): Tab[] {
    const always: Tab[] = [ALL, 'unknown', 'accepted', 'rejected', this.filters.tab];
    const all: Tab[] = [ALL, ...listed];
    return all.filter((tab) => always.includes(tab) || (this.count(tab) ?? 0) > 0);
  }

  /** Follows events until the answer is called. */
  follow(): () => void {
    const stops = [
      subscribe('operationChanged', (operation) => {
        if (this.#isOurs(operation)) this.later(EVENTS_MS);
      }),
      // The whole journal may be another: set aside, opened again.
      subscribe('journalChanged', () => this.later(EVENTS_MS)),
    ];
    return () => {
      stops.forEach((stop) => stop());
      clearTimeout(this.#soon);
      this.#turn++;
    };
  }

  /** Operations of the demo park stand in a journal of their own. */
  #isOurs({ connection }: OperationView): boolean {
    const demo = (id: string) => session.parks.find((park) => park.id === id)?.demo ?? false;
    return demo(connection) === demo(this.connection);
  }

  /** Reads the list soon: what comes at once is read at once. */
  later(ms = TYPING_MS): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      void this.load();
    }, ms);
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    this.reading = true;
    try {
      const came = await host.journalWindow(this.connection, this.argument, 0, FIRST);
      if (turn !== this.#turn) return;
      [this.window, this.failure] = [came, null];
      this.doubtful.clear();
      this.#doubt(came);
      this.version++;
    } catch (thrown) {
      if (turn === this.#turn) this.failure = thrown;
    } finally {
      if (turn === this.#turn) this.reading = false;
    }
  }

  #doubt({ doubtful }: JournalWindow): void {
    for (const id of doubtful ?? []) this.doubtful.add(id);
  }

  /** Ready-made periods are days of today: they are asked for anew, then the list is read. */
  async refresh(): Promise<void> {
    const { preset } = this.filters;
    if (preset !== null) {
      const presets = await host.periodPresets().catch(() => []);
      const fresh = presets.find(({ code }) => code === preset);
      if (fresh && this.filters.preset === preset) this.filters.period = fresh.period;
    }
    await this.load();
  }

  /** A part of the list, for the table. */
  rows = async (from: number, to: number): Promise<readonly OperationView[]> => {
    const first = this.window;
    if (first && to <= first.rows.length) return first.rows.slice(from, to);
    const came = await host.journalWindow(this.connection, this.argument, from, to - from);
    if (first === this.window && first && came.total !== first.total) this.later(EVENTS_MS);
    this.#doubt(came);
    return came.rows;
  };

  async goTo(position: number): Promise<void> {
    const [row] = await this.rows(position, position + 1);
    if (row) [this.open, this.position] = [row.id, position];
  }

  /** Every selected operation. */
  async chosen(): Promise<OperationId[]> {
    const wanted = this.selection.toArgument();
    if (!wanted.all) return wanted.ids;
    const ids: OperationId[] = [];
    for (let from = 0; from < this.total; from += PART) {
      const { rows } = await host.journalWindow(this.connection, this.argument, from, PART);
      ids.push(...rows.map(({ id }) => id).filter((id) => !wanted.except.includes(id)));
    }
    return ids;
  }
}
