// A register that is open: asked for by filter, collected in Rust, followed by events. Rows, order and totals live in
// Rust; here is its last state, and the sums of the whole filter and of the selection.
import {
  asFailure,
  host,
  type Narrowing,
  type RegisterPhase,
  type RegisterState,
  type RegisterTotals,
  type Selection,
} from '$host';
import type { RegisterFilters } from './filters.svelte';
import { OneAtATime } from './oneAtATime';
import { isSameOrder, type Order, type RegisterKind, type RegisterSource } from './source';
import { forgetRegister } from './visit';

/** A register that stays open in Rust while its screen is away, with what was asked for and how it is shown. */
export interface KeptRegister {
  handle: string;
  asked: string;
  order: Order;
  narrowing: string;
}

const NO_NARROWING = JSON.stringify({ find: '', values: [], days: null } satisfies Narrowing);

const running: readonly RegisterPhase[] = ['collecting', 'waiting'];

export class OpenRegister<K extends RegisterKind> {
  state = $state.raw<RegisterState | null>(null);
  /** Why there is no register. */
  failure = $state.raw<unknown>(null);
  totals = $state.raw<{ of: string; sums: RegisterTotals } | null>(null);
  /** Sums of the selection; null while they are not known. */
  chosen = $state.raw<RegisterTotals | null>(null);
  totalsFailure = $state.raw<unknown>(null);
  #narrowings = $state(0);

  readonly handle = $derived(this.state?.handle ?? null);
  readonly revision = $derived(this.state?.revision ?? 0);
  readonly shown = $derived(this.state?.shown ?? 0);
  readonly received = $derived(this.state?.received ?? 0);
  readonly isRunning = $derived(this.state !== null && running.includes(this.state.phase));
  readonly isComplete = $derived(this.state?.phase === 'complete');
  /** There is something to look at: rows, an answer without rows, a failure. */
  readonly hasContent = $derived(
    this.failure !== null || (this.state !== null && (this.state.received > 0 || !this.isRunning)),
  );
  /** What the sums depend on: not the order of the rows. */
  readonly #rowsNow = $derived(`${this.received} ${this.shown} ${this.#narrowings} ${this.state?.phase}`);
  /** Sums that are those of the rows on the screen; while rows still come, the last ones known. */
  readonly sums = $derived(
    this.totals && (this.isRunning || this.totals.of === this.#rowsNow) ? this.totals.sums : null,
  );

  /** Counts openings: an answer for a former one is dropped. */
  #turn = 0;
  #events = 0;
  /** Events that came before the answer that names their register. */
  #early: RegisterState[] = [];
  #asked = '';
  #order: Order;
  #narrowing = NO_NARROWING;
  #chosenOf: Selection | null = null;
  #totalling = new OneAtATime();
  #choosing = new OneAtATime();
  #narrowingDown = new OneAtATime();
  readonly #source: RegisterSource<K>;

  constructor(source: RegisterSource<K>) {
    this.#source = source;
    this.#order = source.usualOrder;
  }

  /** Hears an event: its own, or one of a register whose name is not known yet. */
  hear(told: RegisterState): void {
    if (this.state === null) this.#early.push(told);
    if (told.handle !== this.state?.handle) return;
    this.#events++;
    if (told.revision >= this.state.revision) this.#take(told);
  }

  /** Opens the register of these filters in place of the one before; a kept one that was asked the same is taken up
   *  again, and the answer is true then. Never throws. */
  async open(
    connection: string,
    filters: RegisterFilters<K>,
    kept: KeptRegister | null = null,
  ): Promise<boolean> {
    this.close();
    const turn = this.#turn;
    try {
      const argument = await filters.toArgument();
      this.#asked = JSON.stringify(argument);
      const known = kept && (await this.#takeUp(kept));
      if (turn !== this.#turn) {
        if (known) forgetRegister(known.handle);
        return false;
      }
      const opened = known ?? (await this.#source.open(connection, argument));
      if (turn !== this.#turn) {
        forgetRegister(opened.handle);
        return false;
      }
      const early = this.#early.filter((told) => told.handle === opened.handle).at(-1);
      this.#early = [];
      this.#take(early && early.revision >= opened.revision ? early : opened);
      [this.#order, this.#narrowing] = known
        ? [kept!.order, kept!.narrowing]
        : [this.#source.usualOrder, NO_NARROWING];
      if (!isSameOrder(filters.order, this.#order)) await this.order(filters.order);
      await this.narrow(filters.toNarrowing());
      return known !== null;
    } catch (thrown) {
      if (turn === this.#turn) this.failure = thrown;
      return false;
    }
  }

  /** Null when it was asked for something else, has nothing to show, or is gone. */
  async #takeUp({ handle, asked }: KeptRegister): Promise<RegisterState | null> {
    if (asked === this.#asked) {
      const state = await host.registerState(handle).catch(() => null);
      if (state && (state.phase !== 'failed' || state.received > 0)) return state;
    }
    forgetRegister(handle);
    return null;
  }

  /** Lets go of the register without closing it in Rust. */
  keep(): KeptRegister | null {
    const [order, narrowing] = [this.#order, this.#narrowing];
    const kept = this.handle === null ? null : { handle: this.handle, asked: this.#asked, order, narrowing };
    this.state = null;
    this.close();
    return kept;
  }

  /** Forgets the register, here and in Rust. */
  close(): void {
    this.#turn++;
    if (this.state) forgetRegister(this.state.handle);
    this.#early = [];
    this.state = this.failure = this.totals = this.chosen = this.totalsFailure = null;
  }

  order = (order: Order<K['column']>) => {
    this.#order = order;
    return this.#command((handle) => host.orderRegister(handle, order));
  };
  stop = () => this.#command((handle) => host.stopRegister(handle));
  resume = () => this.#command((handle) => host.resumeRegister(handle));

  /** Shows the rows of this narrowing: asked at once, one question at a time, of those that wait the newest. */
  narrow(narrowing: Narrowing): Promise<void> {
    const wanted = JSON.stringify(narrowing);
    if (this.state === null || wanted === this.#narrowing) return Promise.resolve();
    this.#narrowing = wanted;
    return this.#narrowingDown.ask(async () => {
      this.#narrowings++;
      await this.#command((handle) => host.narrowRegister(handle, narrowing));
    });
  }

  /** Rows by index, for the grid. */
  async rows(from: number, to: number): Promise<K['row'][]> {
    const handle = this.handle;
    return handle === null ? [] : (await this.#source.window(handle, from, to - from)).rows;
  }

  /** Counts the sums of a selection; null forgets them. Another selection never shows the sums of the former one. */
  sumUp(selection: Selection | null): void {
    const handle = this.handle;
    if (selection !== this.#chosenOf) this.chosen = null;
    this.#chosenOf = selection;
    void this.#choosing.ask(async () => {
      if (selection === null || handle === null) this.chosen = null;
      else
        await this.#count(handle, selection, (sums) => {
          if (selection === this.#chosenOf) this.chosen = sums;
        });
    });
  }

  async #command(call: (handle: string) => Promise<RegisterState>): Promise<void> {
    const before = this.state;
    if (before === null) return;
    const events = this.#events;
    try {
      const answer = await call(before.handle);
      if (answer.handle !== this.state?.handle) return;
      // An event of the same revision that came meanwhile is the newer news.
      const newer = answer.revision - this.state.revision;
      if (newer > 0 || (newer === 0 && events === this.#events)) this.#take(answer);
    } catch (thrown) {
      if (before.handle !== this.state?.handle) return;
      if (asFailure(thrown).code !== 'no_register') throw thrown;
      this.close();
      this.failure = thrown;
    }
  }

  #take(state: RegisterState): void {
    this.state = state;
    // Another order has the same sums.
    if (this.totals?.of === this.#rowsNow) return;
    void this.#totalling.ask(async () => {
      const of = this.#rowsNow;
      await this.#count(state.handle, null, (sums) => (this.totals = { of, sums }));
    });
  }

  async #count(handle: string, of: Selection | null, put: (sums: RegisterTotals) => void): Promise<void> {
    try {
      const sums = await host.registerTotals(handle, of);
      if (handle !== this.handle) return;
      put(sums);
      this.totalsFailure = null;
    } catch (thrown) {
      if (handle === this.handle) this.totalsFailure = thrown;
    }
  }
}
