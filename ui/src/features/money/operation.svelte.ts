// One operation of Jump as it is typed, with the service's preview of it. Its way from there is that of every operation
// (planned.svelte.ts).
import {
  host,
  type FieldProblem,
  type NamedDriver,
  type OperationDraft,
  type OperationPlan,
  type TransactionOperation,
  type WarningCode,
} from '$host';
import { changed } from '../drivers/visits';
import { Planned } from './planned.svelte';
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

export class Operation extends Planned<OperationPlan> {
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
  readonly former: FormerTarget | null;

  constructor(park: string, ask: OperationAsk) {
    super(park, ask.driverId, ask.repeats ?? null);
    this.preview = new LivePreview(park);
    this.kind = ask.operation ?? 'withdraw';
    this.balanceId = ask.balanceId ?? '';
    this.amount = ask.amount ?? '';
    this.message = ask.message ?? '';
    this.typeId = ask.typeId ?? '';
    if (ask.pays !== undefined) this.pays = ask.pays ? 'yes' : 'no';
    if (ask.includesCommission) this.commission = 'inside';
    this.former = (ask.repeats !== undefined && ask.former) || null;
    if (this.former) [this.targetKind, this.targetBalanceId] = ['same', this.former.balanceId];
    this.#ask();
  }

  get missing(): Missing | null {
    if (this.balanceId === '') return 'balance';
    if (this.amount.trim() === '') return 'amount';
    if (this.kind === 'transfer') return this.targetBalanceId === '' ? 'target' : null;
    if (this.kind !== 'withdraw') return null;
    if (this.typeId === '') return 'type';
    return this.pays === '' ? 'pays' : null;
  }

  /** By the plan, or by the preview where it is the amount. */
  override problem(field: string): FieldProblem | null {
    const known = super.problem(field);
    if (known || field !== 'amount') return known;
    return this.preview.failure?.fields.find((one) => one.field === 'amount') ?? null;
  }

  override changed(...fields: string[]): void {
    super.changed(...fields);
    if (fields.some((field) => ['amount', 'balance_id', 'include_commission', 'kind'].includes(field)))
      this.#ask();
  }

  choose(kind: TransactionOperation): void {
    if (this.step !== 'form' || kind === this.kind) return;
    this.kind = kind;
    this.anew();
    this.#ask();
  }

  /** Another driver's balances are others. */
  aim(kind: 'same' | 'own' | 'other', driver: NamedDriver | null): void {
    this.targetKind = kind;
    this.targetDriver = driver;
    this.targetBalanceId = kind === 'same' ? (this.former?.balanceId ?? '') : '';
    this.changed('target_balance_id');
  }

  override toForm(): void {
    if (this.busy) return;
    super.toForm();
    this.#ask();
  }

  override stop(): void {
    this.preview.stop();
  }

  protected fix(): Promise<OperationPlan> {
    return host.planOperation(this.park, this.#draft());
  }

  protected carryOut(plan: OperationPlan, agreed: WarningCode[]) {
    return host.jumpCreateTransaction(this.park, plan.hash, agreed);
  }

  protected override confirmed(): void {
    // Balances of the list are out of date from now on.
    changed(this.park);
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
