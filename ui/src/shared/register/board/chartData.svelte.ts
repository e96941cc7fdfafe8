// The numbers of the chart, counted in Rust whenever the rows change, after the rows themselves; while rows still come,
// at most once in a while.
import { host, type ChartAsk, type RegisterChart } from '$host';
import { OneAtATime } from '../oneAtATime';

const WHILE_COLLECTING_MS = 700;
/** Years of days take as long to draw as the table does: the rows that were asked for come before them. */
const AFTER_ROWS_MS = 120;

export class ChartData {
  chart = $state.raw<RegisterChart | null>(null);
  /** What the chart was asked for. */
  ask = $state.raw<ChartAsk | null>(null);
  failure = $state.raw<unknown>(null);

  readonly #register: () => { readonly handle: string | null };
  readonly #counting = new OneAtATime();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last: { handle: string | null; ask: ChartAsk } | null = null;

  constructor(register: () => { readonly handle: string | null }) {
    this.#register = register;
  }

  /** The rows or the question changed. The former numbers stay until the new ones are there. */
  want(handle: string | null, ask: ChartAsk, isRunning: boolean): void {
    const before = this.#last;
    const asked = before && before.handle === handle && isSame(before.ask, ask);
    this.#last = { handle, ask };
    if (asked && isRunning) {
      this.#timer ??= setTimeout(() => this.#countLater(), WHILE_COLLECTING_MS);
      return;
    }
    this.stop();
    if (asked) this.#timer = setTimeout(() => this.#countLater(), AFTER_ROWS_MS);
    else this.#count();
  }

  #countLater(): void {
    this.#timer = undefined;
    this.#count();
  }

  again(): void {
    this.#count();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #count(): void {
    const wanted = this.#last;
    if (!wanted?.handle) return;
    const { handle, ask } = wanted;
    const still = () =>
      this.#register().handle === handle && this.#last !== null && isSame(this.#last.ask, ask);
    this.#counting.ask(async () => {
      try {
        const chart = await host.registerChart(handle, ask);
        if (still()) [this.chart, this.ask, this.failure] = [chart, ask, null];
      } catch (thrown) {
        if (still()) [this.chart, this.failure] = [null, thrown];
      }
    });
  }
}

const isSame = (one: ChartAsk, other: ChartAsk) => one.measure === other.measure && one.stack === other.stack;
