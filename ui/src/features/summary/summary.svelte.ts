// What the summary shows, of the current park only: figures out of two registers, applications that wait, licences that
// end. It outlives the screen, so that a visit to another one finds the figures there; another park ends it.
import {
  host,
  subscribe,
  type ExpiringLicence,
  type PaymentsSummary,
  type RegisterState,
  type StatusCount,
} from '$host';
import { putMark } from '$app/marks';
import { session } from '$app/session.svelte';
import { OneAtATime } from '$shared/register/oneAtATime';
import { markOf, wholePark } from '../applications/list/mark';
import { monthsNow, RegisterPair } from './pair.svelte';

/** While payments come, the figures follow them at most that often. */
const PAUSE_MS = 1000;
/** Figures older than this are asked for anew by a visit. */
const FRESH_MS = 10 * 60_000;
export const NOT_PROCESSED = 'not_processed';

/** An answer, the reason why there is none, or neither yet. */
export interface Told<T> {
  value: T | null;
  failure: unknown;
}
const untold = { value: null, failure: null };

export class ParkSummary {
  pair = $state.raw() as RegisterPair;
  /** The same asked for anew: it takes the place of the present one when it has ended. */
  next = $state.raw<RegisterPair | null>(null);
  figures = $state.raw<PaymentsSummary | null>(null);
  figuresFailure = $state.raw<unknown>(null);
  /** Why the figures could not be asked for anew; those on the screen are the former ones. */
  stale = $state.raw<unknown>(null);
  waitingApplications = $state.raw<Told<number>>(untold);
  licences = $state.raw<Told<ExpiringLicence[]>>(untold);

  #shown = false;
  #opened = false;
  #openedAt = 0;
  #countedAt = -PAUSE_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #counting = new OneAtATime();
  readonly #unsubscribe: () => void;

  constructor(readonly connection: string) {
    this.pair = this.#newPair();
    this.#unsubscribe = subscribe('registerChanged', (told: RegisterState) => {
      this.pair.hear(told);
      this.next?.hear(told);
    });
  }

  // Getters, not $derived: those would die with the screen that first made this object.
  /** Nothing can be shown: the reason takes the place of the figures. */
  get failure(): unknown {
    return this.pair.nothing ?? (this.figures === null ? this.figuresFailure : null);
  }

  get loaded(): boolean {
    return this.failure !== null || this.figures !== null;
  }

  get isEmpty(): boolean {
    return this.figures !== null && this.pair.isComplete && this.pair.received === 0;
  }

  get readAt(): string | null {
    return this.figures === null ? null : (this.pair.states.month?.started_at ?? null);
  }

  get isRefreshing(): boolean {
    return this.next !== null || (this.#opened && this.pair.isRunning);
  }

  /** The pair that is being collected, if any. */
  get underWay(): RegisterPair | null {
    return this.next ?? (this.pair.isRunning ? this.pair : null);
  }

  /** When the screen is there. */
  wake(): void {
    this.#shown = true;
    if (!this.#opened || this.failure !== null) this.#begin();
    else {
      this.#count(true);
      if (!this.isRefreshing) void this.#refreshWhenOld();
    }
    void this.#askAround();
  }

  sleep(): void {
    this.#shown = false;
    clearTimeout(this.#timer);
  }

  /** F5: the figures stay until the new ones are whole, or until it is known that they do not come. */
  refresh(): void {
    void this.#askAround();
    if (this.failure !== null || this.figures === null) return this.#begin();
    if (this.isRefreshing) return;
    this.stale = null;
    this.#openedAt = performance.now();
    const fresh = this.#newPair();
    this.next = fresh;
    void fresh.open(this.connection);
  }

  /** What came of the first reading stays; a reading anew is dropped, as the former figures are whole. */
  stop(): void {
    if (this.next === null) void this.pair.stop();
    else this.#dropNext();
  }

  end(): void {
    this.sleep();
    this.#unsubscribe();
    this.#dropNext();
    this.pair.close();
  }

  #begin(): void {
    this.#dropNext();
    this.pair.close();
    this.figures = this.figuresFailure = this.stale = null;
    this.#opened = true;
    this.#openedAt = performance.now();
    this.pair = this.#newPair();
    void this.pair.open(this.connection);
  }

  #newPair(): RegisterPair {
    const pair: RegisterPair = new RegisterPair((ended) => {
      if (pair === this.next) this.#takeNext();
      else if (pair === this.pair) this.#count(ended);
    });
    return pair;
  }

  #takeNext(): void {
    const { next } = this;
    if (next === null || next.isRunning) return;
    this.next = null;
    this.stale = next.nothing;
    if (this.stale !== null) return next.close();
    this.pair.close();
    this.pair = next;
    this.#count(true);
  }

  #dropNext(): void {
    this.next?.close();
    this.next = null;
  }

  async #refreshWhenOld(): Promise<void> {
    const months = await monthsNow().catch(() => this.pair.months);
    const another = JSON.stringify(months) !== JSON.stringify(this.pair.months);
    if (another || performance.now() - this.#openedAt > FRESH_MS) this.refresh();
  }

  #count(now: boolean): void {
    clearTimeout(this.#timer);
    const { pair } = this;
    // Zeros before the first row, or instead of it, would look like an answer.
    const isReady = pair.all.length === 2 && (pair.received > 0 || !pair.isRunning);
    if (!this.#shown || !isReady || pair.nothing !== null) return;
    const wait = now ? 0 : this.#countedAt + PAUSE_MS - performance.now();
    if (wait > 0) this.#timer = setTimeout(() => this.#count(true), wait);
    else {
      this.#countedAt = performance.now();
      this.#counting.ask(() => this.#ask());
    }
  }

  async #ask(): Promise<void> {
    const { pair } = this;
    const { month, before } = pair.states;
    if (month === null || before === null) return;
    try {
      const figures = await host.paymentsSummary(month.handle, before.handle);
      if (pair !== this.pair) return;
      this.figures = figures;
      this.figuresFailure = null;
    } catch (thrown) {
      if (pair === this.pair) this.figuresFailure = thrown;
    }
  }

  async #askAround(): Promise<void> {
    const { connection } = this;
    const count = async () => {
      const counts = await host.jumpCountApplications(connection, wholePark);
      putMark(connection, 'applications', markOf(counts));
      return waitingOf(counts);
    };
    await Promise.all([
      told(count, (answer) => (this.waitingApplications = answer)),
      told(
        () => host.expiringLicences(connection),
        (answer) => (this.licences = answer),
      ),
    ]);
  }
}

const waitingOf = (counts: StatusCount[]) => counts.find((one) => one.status === NOT_PROCESSED)?.count ?? 0;

async function told<T>(ask: () => Promise<T>, put: (answer: Told<T>) => void): Promise<void> {
  try {
    put({ value: await ask(), failure: null });
  } catch (failure) {
    put({ value: null, failure });
  }
}

let current: ParkSummary | null = null;
let unwatch: () => void = () => undefined;

/** The summary of the current park; it ends when another park becomes the current one. */
export function summaryOf(connection: string): ParkSummary {
  if (current?.connection === connection) return current;
  forgetSummary();
  current = new ParkSummary(connection);
  unwatch = $effect.root(() => {
    $effect(() => {
      if (session.currentId !== connection) queueMicrotask(() => forgetOther(connection));
    });
  });
  return current;
}

function forgetOther(connection: string): void {
  if (current?.connection === connection && session.currentId !== connection) forgetSummary();
}

export function forgetSummary(): void {
  unwatch();
  unwatch = () => undefined;
  current?.end();
  current = null;
}
