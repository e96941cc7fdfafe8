// The reconciliation of a park: what is asked, the answer and how it is looked at. It outlives the tab, so that whoever
// follows a link and comes back need not wait for minutes again; a reading under way does not: leaving stops it.
import {
  asFailure,
  host,
  subscribe,
  type Period,
  type Reconciliation,
  type ReconciliationProgress,
  type ReconciliationRow,
} from '$host';
import type { Sort } from '$shared/grid/columns';
import { RowSelection } from '$shared/grid/selection.svelte';
import type { ChosenDriver } from '$shared/register/filters.svelte';
import { excessOf, type Excess } from './limits';
import { ALL, type VerdictTab } from './verdicts';

/** What a result was asked by. */
interface Asked {
  period: Period;
  driver: ChosenDriver | null;
}

const newestFirst: Sort = { column: 'jump_at', descending: true };
const PRESET = 'month';

export class ReconciliationDesk {
  period = $state.raw<Period | null>(null);
  /** Code of a ready-made period: its days are asked for anew with every reconciliation. */
  preset = $state<string | null>(PRESET);
  /** Of Yandex Fleet; null: the whole park. */
  driver = $state.raw<ChosenDriver | null>(null);

  result = $state.raw<Reconciliation | null>(null);
  asked = $state.raw<Asked | null>(null);
  failure = $state.raw<unknown>(null);
  /** By the page's clock; null when nothing is being read. */
  startedAt = $state<number | null>(null);
  /** Of the reading under way; null before it told anything. */
  progress = $state.raw<ReconciliationProgress | null>(null);

  verdict = $state<VerdictTab>(ALL);
  search = $state('');
  sort = $state.raw<Sort>(newestFirst);
  readonly selection = new RowSelection();
  /** Number of the row that stands open. */
  open = $state<number | null>(null);
  #turn = 0;
  /** Of Yandex, as its access names it; null while that is not known. */
  #park: string | null = null;

  constructor(readonly connection: string) {
    this.selection.exact = true;
  }

  get running(): boolean {
    return this.startedAt !== null;
  }

  /** The chips say something else than what the rows were asked by. */
  get isStale(): boolean {
    const { asked, period, driver } = this;
    if (asked === null || period === null) return false;
    return (
      asked.period.from !== period.from || asked.period.to !== period.to || asked.driver?.id !== driver?.id
    );
  }

  /** More days than are read at once; told before anything is asked. */
  get excess(): Excess | null {
    return this.period && excessOf(this.period, this.driver !== null);
  }

  /** The days of the ready-made period. */
  async comeIn(): Promise<void> {
    try {
      await this.#renewPeriod();
    } catch (thrown) {
      if (this.period === null) this.failure = thrown;
    }
  }

  /** The access may have been changed since: rows and drivers of another park are no longer of this one. */
  belongTo(park: string): void {
    const former = this.#park;
    this.#park = park;
    if (former === null || former === park) return;
    this.leave();
    this.result = this.asked = this.failure = this.driver = null;
    this.selection.clear();
    this.open = null;
  }

  /** What is under way is stopped: nobody waits for its answer any more. */
  leave(): void {
    const reading = this.#turn++;
    if (!this.running) return;
    this.startedAt = null;
    // Rust tells nobody of a reading that is over already.
    host.cancelReconciliation(this.connection, reading).catch(() => undefined);
  }

  choosePeriod(period: Period, preset: string | null): void {
    [this.period, this.preset] = [period, preset];
  }

  /** Reads both services and the journal. Never throws. */
  async run(): Promise<void> {
    if (this.running || this.excess) return;
    const turn = ++this.#turn;
    this.startedAt = Date.now();
    this.failure = this.progress = null;
    const stop = this.#hear(turn);
    try {
      await this.#renewPeriod();
      const { period, driver } = this;
      if (turn !== this.#turn || period === null || this.excess) return;
      const ask = { period, driver_id: driver?.id ?? null, reading: turn };
      const came = await host.reconcileFleet(this.connection, ask);
      if (turn === this.#turn) this.#take(came, { period, driver });
    } catch (thrown) {
      // Stopped from elsewhere: that is no failure.
      if (turn === this.#turn && asFailure(thrown).code !== 'cancelled') this.failure = thrown;
    } finally {
      stop();
      if (turn === this.#turn) this.startedAt = null;
    }
  }

  #hear(turn: number): () => void {
    return subscribe('reconciliationAdvanced', (told) => {
      if (told.connection === this.connection && told.reading === turn) this.progress = told;
    });
  }

  #take(result: Reconciliation, asked: Asked): void {
    [this.result, this.asked] = [result, asked];
    this.selection.clear();
    this.open = null;
    // The tab that was chosen may have no rows now.
    if (!result.rows.some(({ verdict }) => verdict === this.verdict)) this.verdict = ALL;
  }

  async #renewPeriod(): Promise<void> {
    const { preset } = this;
    if (preset === null) return;
    const presets = await host.periodPresets();
    const fresh = presets.find(({ code }) => code === preset);
    if (fresh && this.preset === preset) this.period = fresh.period;
  }

  /** What the rows are narrowed to, not what is asked. */
  clear(): void {
    this.verdict = ALL;
    this.search = '';
  }

  /** The selected ones of these rows; all of them when none is selected. */
  chosen(rows: readonly ReconciliationRow[]): readonly ReconciliationRow[] {
    const selected = rows.filter(({ number }) => this.selection.has(String(number)));
    return selected.length > 0 ? selected : rows;
  }
}

// What is kept here is state by itself; that there is another does not matter to anyone who looks.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const kept = new Map<string, ReconciliationDesk>();

export function deskOf(connection: string): ReconciliationDesk {
  const known = kept.get(connection);
  if (known) return known;
  const desk = new ReconciliationDesk(connection);
  kept.set(connection, desk);
  return desk;
}

/** Sets the tab to one driver, for a link from another screen; nothing is read by that. */
export function askForReconciliation(
  connection: string,
  ask: { driver: ChosenDriver | null; period?: Period },
): void {
  const desk = deskOf(connection);
  desk.driver = ask.driver;
  if (ask.period) desk.choosePeriod(ask.period, null);
}

/** When the park's access is gone; and for tests. */
export function forgetReconciliations(connection?: string): void {
  if (connection === undefined) kept.clear();
  else kept.delete(connection);
}
