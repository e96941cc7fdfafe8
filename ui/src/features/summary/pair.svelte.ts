// Two registers of payments that are collected side by side: this month and the month before.
import { host, type Period, type PaymentsFilter, type RegisterState } from '$host';
import { forgetRegister } from '$shared/register/visit';

export type Part = 'month' | 'before';
const parts: readonly Part[] = ['month', 'before'];

/** Every payment of these days. */
const wholeOf = (period: Period): PaymentsFilter => ({
  period,
  agent_ids: [],
  driver_ids: [],
  group_ids: [],
  integration_ids: [],
  status_ids: [],
  pay_type_ids: [],
  request_type_ids: [],
  search: '',
});

/** The two months as of today. */
export async function monthsNow(): Promise<Record<Part, Period>> {
  const presets = await host.periodPresets();
  const of = (code: string) => presets.find((one) => one.code === code)?.period ?? { from: '', to: '' };
  return { month: of('month'), before: of('last_month') };
}

export class RegisterPair {
  states = $state.raw<Record<Part, RegisterState | null>>({ month: null, before: null });
  /** Why there are no registers. */
  failure = $state.raw<unknown>(null);
  /** The first day and the last one that were asked for. */
  months = $state.raw<Record<Part, Period> | null>(null);
  #closed = false;
  /** Events that came before the answer that names their register. */
  #early: RegisterState[] = [];

  constructor(readonly onchange: (ended: boolean) => void) {}

  get all(): RegisterState[] {
    return parts.map((part) => this.states[part]).filter((state) => state !== null);
  }

  get isRunning(): boolean {
    const { all } = this;
    if (this.failure !== null) return false;
    return all.length < parts.length || all.some(isRunning);
  }

  get isComplete(): boolean {
    return this.all.length === parts.length && this.all.every((state) => state.phase === 'complete');
  }

  get received(): number {
    return this.all.reduce((sum, state) => sum + state.received, 0);
  }

  /** Null until both said how many there are. */
  get total(): number | null {
    const { all } = this;
    if (all.length < parts.length || all.some((state) => state.total === null)) return null;
    return all.reduce((sum, state) => sum + (state.total ?? 0), 0);
  }

  /** Nothing came and nothing is on its way: why. */
  get nothing(): unknown {
    if (this.failure !== null) return this.failure;
    if (this.isRunning || this.received > 0) return null;
    return this.all.find((state) => state.phase === 'failed')?.error ?? null;
  }

  /** Never throws. */
  async open(connection: string): Promise<void> {
    try {
      const months = await monthsNow();
      this.months = months;
      await Promise.all(
        parts.map(async (part) => {
          const opened = await host.jumpListPayments(connection, wholeOf(months[part]));
          if (this.#closed) return forgetRegister(opened.handle);
          const early = this.#early.filter((told) => told.handle === opened.handle).at(-1);
          this.#put(part, early && early.revision >= opened.revision ? early : opened);
        }),
      );
    } catch (thrown) {
      if (this.#closed) return;
      this.close();
      this.failure = thrown;
      this.onchange(true);
    }
    this.#early = [];
  }

  hear(told: RegisterState): void {
    const part = parts.find((one) => this.states[one]?.handle === told.handle);
    if (part === undefined) {
      if (this.all.length < parts.length && !this.#closed) this.#early.push(told);
    } else if (told.revision >= (this.states[part]?.revision ?? 0)) this.#put(part, told);
  }

  /** Goes on with what was stopped, failed or did not agree. */
  resume = (part: Part) => this.#command(part, (handle) => host.resumeRegister(handle));

  async stop(): Promise<void> {
    const running = parts.filter((part) => this.states[part] !== null && isRunning(this.states[part]));
    await Promise.all(running.map((part) => this.#command(part, (handle) => host.stopRegister(handle))));
  }

  close(): void {
    this.#closed = true;
    for (const { handle } of this.all) forgetRegister(handle);
    this.states = { month: null, before: null };
  }

  async #command(part: Part, call: (handle: string) => Promise<RegisterState>): Promise<void> {
    const handle = this.states[part]?.handle;
    if (handle === undefined) return;
    try {
      const told = await call(handle);
      if (!this.#closed && told.revision >= (this.states[part]?.revision ?? 0)) this.#put(part, told);
    } catch (thrown) {
      if (this.#closed) return;
      this.failure = thrown;
      this.onchange(true);
    }
  }

  #put(part: Part, state: RegisterState): void {
    const ended = !isRunning(state) && this.states[part]?.phase !== state.phase;
    this.states = { ...this.states, [part]: state };
    this.onchange(ended);
  }
}

export const isRunning = ({ phase }: RegisterState) => phase === 'collecting' || phase === 'waiting';
