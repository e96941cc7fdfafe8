// One operation from its typing to its confirmation: the draft as typed, the service's preview, the plan that is shown,
// what a person agreed to. Rust judges every value; nothing here is sent twice.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import {
  asFailure,
  host,
  type DeskFailure,
  type FieldProblem,
  type NamedDriver,
  type OperationDraft,
  type OperationPlan,
  type TransactionOperation,
  type WarningCode,
} from '$host';
import { changed } from '../drivers/visits';
import { followed } from './followed.svelte';
import { LivePreview } from './preview.svelte';

/** What a form begins with. `amount` as it is typed. */
export interface OperationAsk {
  driverId: string;
  operation?: TransactionOperation;
  amount?: string;
  balanceId?: string;
  message?: string;
  typeId?: string;
  pays?: boolean;
  includesCommission?: boolean;
  /** Where the transfer that this one repeats went. */
  former?: FormerTarget;
  /** The operation that this one repeats. */
  repeats?: string;
}

/** A balance by its id, and as it was named then: by both names when it is another driver's. The main one of the driver
 *  has no name. */
export interface FormerTarget {
  balanceId: string;
  name: string;
}

/** Why the form cannot be checked yet; the first one is told. */
export type Missing = 'balance' | 'amount' | 'target' | 'type' | 'pays';

export type Step = 'check' | 'confirm' | 'cancel' | 'lookUp';

export class Operation {
  readonly park: string;
  readonly driverId: string;
  readonly preview: LivePreview;
  kind = $state<TransactionOperation>('withdraw');
  balanceId = $state('');
  amount = $state('');
  typeId = $state('');
  message = $state('');
  /** A person chooses; neither is proposed. */
  pays = $state<'' | 'yes' | 'no'>('');
  commission = $state<'top' | 'inside'>('top');
  /** `same`: where the repeated transfer went, by its record. */
  targetKind = $state<'same' | 'own' | 'other'>('own');
  targetBalanceId = $state('');
  targetDriver = $state.raw<NamedDriver | null>(null);
  readonly repeats: string | null;
  readonly former: FormerTarget | null;

  step = $state<'form' | 'review' | 'followed'>('form');
  busy = $state(false);
  plan = $state.raw<OperationPlan | null>(null);
  /** When the plan ends, milliseconds. */
  planEnds = $state<number | null>(null);
  failure = $state.raw<DeskFailure | null>(null);
  /** What the failure stopped. */
  failedAt = $state<Step>('check');
  readonly agreed = new SvelteSet<WarningCode>();
  readonly #problems = new SvelteMap<string, FieldProblem>();
  /** The one that was confirmed, by its id in the journal. */
  operationId = $state<string | null>(null);
  #begun = $state(false);
  /** Counts the edits: a plan of a former draft is not shown. */
  #edits = 0;

  constructor(park: string, ask: OperationAsk) {
    this.park = park;
    this.driverId = ask.driverId;
    this.preview = new LivePreview(park);
    this.kind = ask.operation ?? 'withdraw';
    this.balanceId = ask.balanceId ?? '';
    this.amount = ask.amount ?? '';
    this.message = ask.message ?? '';
    this.repeats = ask.repeats ?? null;
    this.typeId = ask.typeId ?? '';
    if (ask.pays !== undefined) this.pays = ask.pays ? 'yes' : 'no';
    if (ask.includesCommission) this.commission = 'inside';
    this.former = (ask.repeats !== undefined && ask.former) || null;
    if (this.former) [this.targetKind, this.targetBalanceId] = ['same', this.former.balanceId];
    this.#ask();
  }

  /** Something was typed that leaving would lose. */
  get dirty(): boolean {
    return this.#begun && this.step !== 'followed';
  }

  get missing(): Missing | null {
    if (this.balanceId === '') return 'balance';
    if (this.amount.trim() === '') return 'amount';
    if (this.kind === 'transfer') return this.targetBalanceId === '' ? 'target' : null;
    if (this.kind !== 'withdraw') return null;
    if (this.typeId === '') return 'type';
    return this.pays === '' ? 'pays' : null;
  }

  /** What is wrong with a field: by the plan, or by the preview where it is the amount. */
  problem(field: string): FieldProblem | null {
    const known = this.#problems.get(field);
    if (known) return known;
    if (field !== 'amount') return null;
    return this.preview.failure?.fields.find((one) => one.field === 'amount') ?? null;
  }

  get problems(): FieldProblem[] {
    return [...this.#problems.values()];
  }

  get toldAll(): boolean {
    return (this.plan?.warnings ?? []).every(({ code }) => this.agreed.has(code));
  }

  /** After a change of what is named. */
  changed(...fields: string[]): void {
    this.#begun = true;
    this.#edits += 1;
    this.failure = null;
    for (const field of fields) this.#problems.delete(field);
    if (fields.some((field) => ['amount', 'balance_id', 'include_commission', 'kind'].includes(field)))
      this.#ask();
  }

  choose(kind: TransactionOperation): void {
    if (this.step !== 'form' || kind === this.kind) return;
    this.kind = kind;
    this.#edits += 1;
    this.#problems.clear();
    this.failure = null;
    this.#ask();
  }

  /** Another driver's balances are others. */
  aim(kind: 'same' | 'own' | 'other', driver: NamedDriver | null): void {
    this.targetKind = kind;
    this.targetDriver = driver;
    this.targetBalanceId = kind === 'same' ? (this.former?.balanceId ?? '') : '';
    this.changed('target_balance_id');
  }

  /** Checks the draft in Rust and fixes what would be sent. Moves nothing. */
  async check(): Promise<void> {
    if (this.busy || this.missing) return;
    this.busy = true;
    this.failure = null;
    this.#problems.clear();
    const edits = this.#edits;
    try {
      const plan = await host.planOperation(this.park, this.#draft());
      if (edits === this.#edits) this.#show(plan);
    } catch (thrown) {
      for (const problem of this.#fail('check', thrown).fields) this.#problems.set(problem.field, problem);
      this.back();
    }
    this.busy = false;
  }

  #show(plan: OperationPlan): void {
    this.agreed.clear();
    this.plan = plan;
    this.planEnds = Date.now() + plan.lifetime_seconds * 1000;
    this.step = 'review';
  }

  /** To the form; the plan is given up. */
  back(): void {
    if (this.step !== 'review') return;
    this.step = 'form';
    this.plan = null;
    this.planEnds = null;
  }

  toForm(): void {
    if (this.busy) return;
    this.failure = null;
    this.back();
    this.#ask();
  }

  /** Hands the plan to Rust, which writes it down, holds it and sends it, once. */
  async confirm(): Promise<void> {
    const plan = this.plan;
    if (this.busy || this.step !== 'review' || !plan || !this.toldAll) return;
    this.busy = true;
    const unanswered = this.failedAt === 'confirm' && this.failure?.code === 'internal' ? this.failure : null;
    this.failure = null;
    try {
      const codes = plan.warnings.map(({ code }) => code);
      const operation = await host.jumpCreateTransaction(this.park, plan.hash, codes);
      followed.follow(operation);
      this.operationId = operation.id;
      this.preview.stop();
      this.step = 'followed';
      // Balances of the list are out of date from now on.
      changed(this.park);
    } catch (thrown) {
      const { code } = this.#fail('confirm', thrown);
      // A plan whose first confirmation got no answer may be used, not old.
      if (unanswered && code === 'review_expired') this.failure = unanswered;
    }
    this.busy = false;
  }

  async cancel(): Promise<void> {
    if (this.busy || this.operationId === null) return;
    this.busy = true;
    this.failure = null;
    try {
      // It may have left a moment before.
      followed.take(await host.cancelOperation(this.park, this.operationId));
    } catch (thrown) {
      this.#fail('cancel', thrown);
    }
    this.busy = false;
  }

  /** Looks an unknown outcome up now. */
  async lookUp(): Promise<void> {
    if (this.busy || this.operationId === null) return;
    this.busy = true;
    this.failure = null;
    try {
      followed.take(await host.checkOperation(this.park, this.operationId));
    } catch (thrown) {
      this.#fail('lookUp', thrown);
    }
    this.busy = false;
  }

  #fail(step: Step, thrown: unknown): DeskFailure {
    const failure = asFailure(thrown);
    this.failedAt = step;
    this.failure = failure;
    return failure;
  }

  #draft(): OperationDraft {
    const transfer = this.kind === 'transfer';
    const withdraw = this.kind === 'withdraw';
    return {
      driver_id: this.driverId,
      operation: this.kind,
      amount: this.amount,
      balance_id: this.balanceId,
      target_balance_id: transfer ? this.targetBalanceId : null,
      target_driver_id: transfer && this.targetKind === 'other' ? (this.targetDriver?.id ?? null) : null,
      transaction_type_id: this.typeId || null,
      message: this.message,
      create_payment: withdraw && this.pays === 'yes',
      include_commission: withdraw && this.commission === 'inside',
      repeats: this.repeats,
    };
  }

  #ask(): void {
    const enough = this.kind === 'withdraw' && this.balanceId !== '' && this.amount.trim() !== '';
    this.preview.ask(
      enough
        ? {
            driver_id: this.driverId,
            balance_id: this.balanceId,
            amount: this.amount,
            include_commission: this.commission === 'inside',
          }
        : null,
    );
  }
}
