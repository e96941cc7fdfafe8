// One register of payouts on its screen: the state as Rust tells it, what is typed of its settings, the rows that are
// looked at. Rust judges and sends; nothing here moves money by itself.
import {
  asFailure,
  host,
  subscribe,
  type ColumnRole,
  type DeskFailure,
  type PayoutFilter,
  type PayoutPlan,
  type PayoutRow,
  type PayoutSettings,
  type PayoutView,
  type PayoutWindow,
  type RowChange,
  type RowVerdict,
  type State,
  type WarningCode,
} from '$host';
import { states } from '../journal/states';
import { verdicts } from './verdicts';

export const ALL = 'all';
export const LEFT_OUT = 'left_out';
export type Tab = typeof ALL | typeof LEFT_OUT | RowVerdict | State;

/** What a person has asked for and Rust has not answered yet. */
export type Doing =
  'columns' | 'settings' | 'check' | 'row' | 'plan' | 'confirm' | 'pause' | 'resume' | 'cancel';

/** Why the rows cannot be checked yet; the first one is told. */
export type Missing = 'amountColumn' | 'driverColumn' | 'rows' | 'pays' | 'type';

const FIRST = 100;
const TYPING_MS = 400;
const SETTLING_MS = 300;
const drivers: ColumnRole[] = ['driver', 'last_name', 'driver_id', 'phone', 'aggregator_id'];

export class PayoutDesk {
  readonly connection: string;
  view = $state.raw<PayoutView>()!;
  settings = $state.raw<PayoutSettings>()!;
  /** A person chooses; neither is proposed. */
  pays = $state<'' | 'yes' | 'no'>('');
  doing = $state<Doing | null>(null);
  failure = $state.raw<DeskFailure | null>(null);
  /** At what it failed; null for a look that came to nothing. */
  failedAt = $state<Doing | null>(null);
  plan = $state.raw<PayoutPlan | null>(null);
  /** When the plan ends, milliseconds. */
  planEnds = $state<number | null>(null);
  /** The length of the hold, as the plan told it. */
  hold = $state(30);
  /** Asked for; Rust does it after the operation under way. */
  stopping = $state<'pause' | 'cancel' | null>(null);

  tab = $state<Tab>(ALL);
  search = $state('');
  window = $state.raw<PayoutWindow | null>(null);
  rowsFailure = $state.raw<unknown>(null);
  /** Changes with every reading of the rows. */
  version = $state(0);
  #loading = false;
  #again = false;
  #typed: ReturnType<typeof setTimeout> | undefined;
  #settled: ReturnType<typeof setTimeout> | undefined;
  #gone = false;

  constructor(connection: string, view: PayoutView) {
    this.connection = connection;
    this.view = view;
    this.settings = view.settings;
    if (this.confirmed) this.pays = view.settings.create_payment ? 'yes' : 'no';
  }

  get id(): string {
    return this.view.id;
  }

  /** Not confirmed: leaving the screen gives it up. */
  get drafting(): boolean {
    return ['read', 'checking', 'checked'].includes(this.view.phase);
  }

  get confirmed(): boolean {
    return !this.drafting;
  }

  /** Rows and settings may be changed now. */
  get mendable(): boolean {
    return this.view.phase === 'read' || this.view.phase === 'checked';
  }

  /** Confirmed, and not at its end. */
  get underWay(): boolean {
    return ['holding', 'running', 'paused'].includes(this.view.phase);
  }

  get missing(): Missing | null {
    const roles = (this.view.sheet?.columns ?? []).map(({ role }) => role);
    if (!roles.includes('amount')) return 'amountColumn';
    if (!roles.some((role) => role !== null && drivers.includes(role))) return 'driverColumn';
    if (this.view.control.rows === 0) return 'rows';
    if (this.settings.operation !== 'withdraw') return null;
    if (this.pays === '') return 'pays';
    return this.settings.transaction_type_id === null ? 'type' : null;
  }

  /** What waits, of a register under way. */
  get waiting(): { count: number; amount: string | null } {
    const told = this.view.states.find(({ state }) => state === 'waiting');
    return { count: told?.count ?? 0, amount: told ? told.amount : '0' };
  }

  stateCount(state: State): number {
    return this.view.states.find((one) => one.state === state)?.count ?? 0;
  }

  verdictCount(verdict: RowVerdict): number {
    return this.view.verdicts.find((one) => one.verdict === verdict)?.count ?? 0;
  }

  count(tab: Tab): number {
    const { control } = this.view;
    if (tab === ALL) return this.listsLeftOut ? control.rows : control.included;
    if (tab === LEFT_OUT) return control.left_out;
    return this.confirmed ? this.stateCount(tab as State) : this.verdictCount(tab as RowVerdict);
  }

  /** A register of the journal whose left-out rows could not be read lists only what was sent. */
  get listsLeftOut(): boolean {
    const { control, sheet, verdicts: told } = this.view;
    return sheet !== null || told.reduce((sum, { count }) => sum + count, 0) >= control.rows;
  }

  get tabs(): Tab[] {
    const kinds: Tab[] = this.confirmed ? [...states] : [...verdicts];
    // Before the check nothing is included, which says nothing.
    const leftOut = this.view.phase === 'checked' || (this.confirmed && this.listsLeftOut);
    const all: Tab[] = [ALL, ...kinds, ...(leftOut ? [LEFT_OUT as Tab] : [])];
    return all.filter((tab) => tab === ALL || tab === this.tab || this.count(tab) > 0);
  }

  get filter(): PayoutFilter {
    const own = this.tab !== ALL && this.tab !== LEFT_OUT;
    return {
      verdicts: own && !this.confirmed ? [this.tab as RowVerdict] : [],
      states: own && this.confirmed ? [this.tab as State] : [],
      left_out: this.tab === LEFT_OUT,
      search: this.search.trim(),
    };
  }

  get total(): number {
    return this.window?.total ?? 0;
  }

  /** Follows events until the answer is called. */
  follow(): () => void {
    this.#gone = false;
    const stops = [
      subscribe('payoutChanged', (view) => this.take(view)),
      // A lookup may settle an operation when the run is long over.
      subscribe('operationChanged', ({ payout }) => {
        if (payout === this.id && this.confirmed && this.view.phase !== 'running') this.#readSoon();
      }),
    ];
    return () => {
      this.#gone = true;
      stops.forEach((stop) => stop());
      clearTimeout(this.#typed);
      clearTimeout(this.#settled);
    };
  }

  /** A state that was told or answered; an older one than is known is late. */
  take(view: PayoutView): void {
    if (view.id !== this.id || view.revision < this.view.revision) return;
    const before = this.view;
    this.view = view;
    if (view.phase !== before.phase) this.#phaseChanged(before.phase);
    if (view.revision !== before.revision) void this.load();
  }

  #phaseChanged(before: PayoutView['phase']): void {
    if (this.view.phase !== 'running') this.stopping = null;
    // Tabs of verdicts become tabs of states.
    if (this.confirmed && ['read', 'checking', 'checked'].includes(before)) this.tab = ALL;
    if (this.drafting && this.tab !== ALL && this.count(this.tab) === 0) this.tab = ALL;
  }

  #readSoon(): void {
    clearTimeout(this.#settled);
    this.#settled = setTimeout(() => void this.read(), SETTLING_MS);
  }

  /** Asks for the state anew. */
  async read(): Promise<void> {
    try {
      const view = await host.payoutState(this.id);
      this.take(view);
      await this.load();
    } catch (thrown) {
      if (!this.#gone) this.#failed(thrown, null);
    }
  }

  /** Reads the rows; what changes meanwhile is read right after. */
  async load(): Promise<void> {
    if (this.#loading) {
      this.#again = true;
      return;
    }
    this.#loading = true;
    do {
      this.#again = false;
      try {
        this.window = await host.payoutWindow(this.id, this.filter, 0, FIRST);
        this.rowsFailure = null;
        this.version += 1;
      } catch (thrown) {
        this.rowsFailure = thrown;
      }
    } while (this.#again && !this.#gone);
    this.#loading = false;
  }

  /** A part of the rows, for the table. */
  rows = async (from: number, to: number): Promise<readonly PayoutRow[]> => {
    const first = this.window;
    if (first && to <= first.rows.length) return first.rows.slice(from, to);
    const came = await host.payoutWindow(this.id, this.filter, from, to - from);
    if (first && first === this.window && came.total !== first.total) void this.load();
    return came.rows;
  };

  async #act(what: Doing, run: () => Promise<PayoutView>): Promise<boolean> {
    if (this.doing) return false;
    this.doing = what;
    this.failure = null;
    try {
      this.take(await run());
      return true;
    } catch (thrown) {
      this.#failed(thrown, what);
      return false;
    } finally {
      this.doing = null;
    }
  }

  #failed(thrown: unknown, at: Doing | null): void {
    [this.failure, this.failedAt] = [asFailure(thrown), at];
  }

  choose(header: boolean, roles: (ColumnRole | null)[]): Promise<boolean> {
    return this.#act('columns', () => host.choosePayoutColumns(this.id, { header, roles }));
  }

  chooseSheet(sheet: string): Promise<boolean> {
    return this.#act('columns', () => host.choosePayoutSheet(this.id, sheet));
  }

  /** Typed text is handed on a little after the last letter, a choice at once. */
  set(change: Partial<PayoutSettings>): void {
    this.settings = { ...this.settings, ...change };
    this.failure = null;
    clearTimeout(this.#typed);
    this.#typed = setTimeout(() => void this.#handOn(), 'message' in change ? TYPING_MS : 0);
  }

  choosePays(pays: 'yes' | 'no'): void {
    this.pays = pays;
    this.set({ create_payment: pays === 'yes' });
  }

  /** A deposit pays nobody and has no commission of ours. */
  chooseOperation(operation: PayoutSettings['operation']): void {
    this.pays = '';
    this.set({ operation, create_payment: false, include_commission: false });
  }

  async #handOn(): Promise<boolean> {
    clearTimeout(this.#typed);
    const wanted = this.settings;
    if (!this.mendable || JSON.stringify(wanted) === JSON.stringify(this.view.settings)) return true;
    const went = await this.#act('settings', () => host.setPayoutSettings(this.id, wanted));
    return went && (wanted === this.settings || (await this.#handOn()));
  }

  /** Asks about every row. Moves nothing. */
  async check(): Promise<void> {
    if (this.missing || !this.mendable || !(await this.#handOn())) return;
    await this.#act('check', () => host.checkPayout(this.id));
  }

  async stopCheck(): Promise<void> {
    if (this.view.phase === 'checking') await this.#act('check', () => host.stopPayoutCheck(this.id));
  }

  change(row: number, change: Partial<RowChange>): Promise<boolean> {
    const whole = { amount: null, driver_id: null, comment: null, included: null, ...change };
    return this.#act('row', () => host.changePayoutRow(this.id, row, whole));
  }

  async include(row: PayoutRow): Promise<void> {
    if (this.mendable && row.can_include) await this.change(row.row, { included: !row.included });
  }

  /** Fixes what would be sent, for the review. */
  async prepare(): Promise<void> {
    if (this.doing || this.view.phase !== 'checked' || !(await this.#handOn()) || this.doing) return;
    this.doing = 'plan';
    this.failure = null;
    try {
      const plan = await host.planPayout(this.id);
      this.plan = plan;
      this.planEnds = Date.now() + plan.lifetime_seconds * 1000;
      this.hold = plan.hold_seconds;
    } catch (thrown) {
      this.#failed(thrown, 'plan');
    }
    this.doing = null;
  }

  /** The plan is given up. */
  giveUp(): void {
    if (this.doing === 'confirm') return;
    this.plan = null;
    this.planEnds = null;
    this.failure = null;
  }

  /** Hands the plan to Rust, which writes it down, holds it and sends it, once. True when it did. */
  async confirm(agreed: WarningCode[]): Promise<boolean> {
    const plan = this.plan;
    if (!plan) return false;
    const went = await this.#act('confirm', () => host.confirmPayout(this.id, plan.hash, agreed));
    if (went) {
      this.plan = null;
      this.planEnds = null;
    }
    return went;
  }

  async pause(): Promise<void> {
    this.stopping = 'pause';
    if (!(await this.#act('pause', () => host.pausePayout(this.id)))) this.stopping = null;
    if (this.view.phase !== 'running') this.stopping = null;
  }

  async resume(): Promise<void> {
    await this.#act('resume', () => host.resumePayout(this.id));
  }

  /** In its hold all of it, under way what still waits. */
  async cancel(): Promise<boolean> {
    this.stopping = 'cancel';
    const went = await this.#act('cancel', () => host.cancelPayout(this.id));
    if (!went || this.view.phase !== 'running') this.stopping = null;
    return went;
  }
}

// A register that is confirmed gets an address of its own, and with it a new screen: it goes on with what is known here.
let handed: PayoutDesk | null = null;

export function handOver(desk: PayoutDesk): void {
  handed = desk;
}

/** That of this address: a register that is confirmed by its id, a new one without. */
export function takeOver(connection: string, id: string | null): PayoutDesk | null {
  const desk = handed;
  handed = null;
  if (desk === null || desk.connection !== connection) return null;
  return (id === null ? desk.drafting : desk.id === id) ? desk : null;
}
