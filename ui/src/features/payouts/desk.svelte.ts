// One register of payouts on its screen: the state as Rust tells it, what is typed of its settings, the rows that are
// looked at. Rust judges and sends; nothing here moves money by itself.
import {
  asFailure,
  host,
  subscribe,
  type ColumnRole,
  type DeskFailure,
  type FieldProblem,
  type FleetAccessView,
  type FleetSign,
  type JumpWay,
  type PayoutFilter,
  type PayoutPlan,
  type PayoutRow,
  type PayoutSettings,
  type PayoutView,
  type PayoutWay,
  type PayoutWindow,
  type RowChange,
  type RowVerdict,
  type Service,
  type State,
  type WarningCode,
  type YandexWay,
} from '$host';
import { states } from '../journal/states';
import { rememberService, usualService } from './usual';
import { verdicts } from './verdicts';
import { freshJump, freshYandex, meant } from './ways';

export const ALL = 'all';
export const LEFT_OUT = 'left_out';
export type Tab = typeof ALL | typeof LEFT_OUT | RowVerdict | State;

/** What a person has asked for and Rust has not answered yet. */
export type Doing =
  'columns' | 'settings' | 'check' | 'row' | 'plan' | 'confirm' | 'pause' | 'resume' | 'cancel';

/** Why the rows cannot be checked yet; the first one is told. */
export type Missing =
  'amountColumn' | 'driverColumn' | 'rows' | 'pays' | 'type' | 'sign' | 'reason' | 'category';

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
  /** At Yandex; a person chooses, neither is proposed. */
  sign = $state<'' | FleetSign>('');
  /** The park's access to Yandex; null: it has none, or nobody has looked. */
  access = $state.raw<FleetAccessView | null>(null);
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
  #handing: Promise<boolean> = Promise.resolve(true);
  #gone = false;
  /** A person has chosen the service, or it is known already. */
  #placed: boolean;
  /** What was chosen of each service, while another one is on. */
  #ways: Partial<Record<Service, PayoutWay>> = {};

  constructor(connection: string, view: PayoutView) {
    this.connection = connection;
    this.view = view;
    this.settings = view.settings;
    const { way } = view.settings;
    this.#placed = this.confirmed || way.service !== 'jump';
    if (way.service === 'yandex') this.sign = way.sign;
    else if (this.confirmed) this.pays = way.create_payment ? 'yes' : 'no';
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

  get service(): Service {
    return this.settings.way.service;
  }

  /** Whose operations the rows are, of the register as Rust has it. */
  get shownService(): Service {
    return this.view.settings.way.service;
  }

  get missing(): Missing | null {
    const roles = (this.view.sheet?.columns ?? []).map(({ role }) => role);
    if (!roles.includes('amount')) return 'amountColumn';
    if (!roles.some((role) => role !== null && drivers.includes(role))) return 'driverColumn';
    if (this.view.control.rows === 0) return 'rows';
    return this.#missingOfWay(this.settings.way);
  }

  #missingOfWay(way: PayoutWay): Missing | null {
    if (way.service === 'yandex') {
      if (this.sign === '') return 'sign';
      if (way.manner.manner === 'category') return way.manner.category_id === '' ? 'category' : null;
      return way.reason.trim() === '' ? 'reason' : null;
    }
    if (way.operation !== 'withdraw') return null;
    if (this.pays === '') return 'pays';
    return way.transaction_type_id === null ? 'type' : null;
  }

  /** What Rust has against a setting. */
  problem(field: string): FieldProblem | null {
    return this.failure?.fields.find((one) => one.field === field) ?? null;
  }

  /** Operations that nobody knows the outcome of; what the service took and carries out by itself is none of them. */
  get doubtful(): number {
    return Math.max(0, this.stateCount('unknown') - this.view.taken);
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
    if (this.drafting && this.access === null) void this.#readAccess();
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

  /** Without an answer Yandex is not offered. The service that the park usually takes is proposed. */
  async #readAccess(): Promise<void> {
    const access = await host.fleetAccess(this.connection).catch(() => null);
    if (this.#gone || access === null) return;
    this.access = access;
    if (!this.#placed && this.view.phase === 'read' && usualService(this.connection) === 'yandex')
      this.#place('yandex');
  }

  /** What is chosen of a service stays when another one is looked at. */
  chooseService(service: Service): void {
    rememberService(this.connection, service);
    if (service !== this.service) this.#place(service);
  }

  #place(service: Service): void {
    this.#placed = true;
    this.#ways[this.service] = this.settings.way;
    const fresh = service === 'jump' ? freshJump() : freshYandex(this.access?.manner ?? { manner: 'event' });
    this.#set({ way: this.#ways[service] ?? fresh }, 0);
  }

  /** A choice is handed on at once, typed text a little after the last letter. */
  #set(change: Partial<PayoutSettings>, after: number): void {
    this.#placed = true;
    this.settings = { ...this.settings, ...change };
    this.failure = null;
    clearTimeout(this.#typed);
    this.#typed = setTimeout(() => void this.#handOn(), after);
  }

  typeMessage(message: string): void {
    this.#set({ message }, TYPING_MS);
  }

  /** Of a register that leaves by Jump. */
  setJump(change: Partial<JumpWay>): void {
    const { way } = this.settings;
    if (way.service === 'jump') this.#set({ way: { ...way, ...change } }, 0);
  }

  /** Of a register that leaves by Yandex. */
  setYandex(change: Partial<YandexWay>): void {
    const { way } = this.settings;
    const typed = 'reason' in change || 'balance_min' in change;
    if (way.service === 'yandex') this.#set({ way: { ...way, ...change } }, typed ? TYPING_MS : 0);
  }

  chooseSign(sign: FleetSign): void {
    this.sign = sign;
    this.setYandex({ sign });
  }

  choosePays(pays: 'yes' | 'no'): void {
    this.pays = pays;
    this.setJump({ create_payment: pays === 'yes' });
  }

  /** A deposit pays nobody and has no commission of ours. */
  chooseOperation(operation: JumpWay['operation']): void {
    this.pays = '';
    this.setJump({ operation, create_payment: false, include_commission: false });
  }

  /** One at a time: what was changed meanwhile goes after it. False when the last of it was refused. */
  #handOn(): Promise<boolean> {
    clearTimeout(this.#typed);
    this.#handing = this.#handing.then(() => this.#hand());
    return this.#handing;
  }

  async #hand(): Promise<boolean> {
    const wanted = meant(this.settings);
    if (!this.mendable || JSON.stringify(wanted) === JSON.stringify(this.view.settings)) return true;
    return this.#act('settings', () => host.setPayoutSettings(this.id, wanted));
  }

  /** Asks about every row. Moves nothing. */
  async check(): Promise<void> {
    if (this.missing || !this.mendable || !(await this.#handOn()) || !this.mendable) return;
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
    if (this.view.phase !== 'checked' || !(await this.#handOn()) || this.doing) return;
    if (this.view.phase !== 'checked') return;
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
