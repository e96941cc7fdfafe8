// One transaction of Yandex Fleet as it is typed, with the driver's balance beside it: the service has no preview. Its way
// from there is that of every operation (money/planned.svelte.ts).
import {
  asFailure,
  host,
  type DeskFailure,
  type FleetBalance,
  type FleetDraft,
  type FleetManner,
  type FleetPlan,
  type FleetSign,
  type OperationView,
  type WarningCode,
} from '$host';
import { Planned } from '../../money/planned.svelte';

/** What a form begins with. `amount` as it is typed. */
export interface FleetAsk {
  driverId: string;
  /** The driver's name. */
  name: string;
  sign: FleetSign;
  amount?: string;
  /** The park's usual one when not given. */
  manner?: FleetManner;
  reason?: string;
  description?: string;
  balanceMin?: string;
  /** The operation that this one repeats. */
  repeats?: string;
}

/** Why the form cannot be checked yet; the first one is told. */
export type Missing = 'amount' | 'reason' | 'category';

export class FleetTransaction extends Planned<FleetPlan> {
  readonly name: string;
  sign = $state<FleetSign>('debit');
  amount = $state('');
  manner = $state<FleetManner['manner']>('event');
  categoryId = $state('');
  reason = $state('');
  description = $state('');
  balanceMin = $state('');
  balance = $state.raw<FleetBalance | null>(null);
  /** Why the balance could not be read. */
  unread = $state.raw<DeskFailure | null>(null);
  reading = $state(false);
  /** The usual manner of the park is not known yet, and nobody has chosen one. */
  #usual: boolean;
  #over = false;

  constructor(park: string, ask: FleetAsk) {
    super(park, ask.driverId, ask.repeats ?? null);
    this.name = ask.name;
    this.sign = ask.sign;
    this.amount = ask.amount ?? '';
    this.reason = ask.reason ?? '';
    this.description = ask.description ?? '';
    this.balanceMin = ask.balanceMin ?? '';
    this.#usual = ask.manner === undefined;
    if (ask.manner) this.#take(ask.manner);
    void this.readBalance();
    if (this.#usual) void this.#readUsual();
  }

  get missing(): Missing | null {
    if (this.amount.trim() === '') return 'amount';
    if (this.manner === 'event') return this.reason.trim() === '' ? 'reason' : null;
    return this.categoryId === '' ? 'category' : null;
  }

  /** Only what is carried out later can have a condition. */
  get hasCondition(): boolean {
    return this.manner === 'event' && this.sign === 'debit';
  }

  choose(sign: FleetSign): void {
    if (this.step !== 'form') return;
    this.sign = sign;
    this.anew();
  }

  chooseManner(manner: FleetManner['manner']): void {
    this.#usual = false;
    this.manner = manner;
    this.changed('manner', 'category_id', 'reason');
  }

  async readBalance(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      this.balance = await host.yandexGetBlockedBalance(this.park, this.driverId);
      this.unread = null;
    } catch (thrown) {
      // The figures read before stay with their time.
      this.unread = asFailure(thrown);
    }
    this.reading = false;
  }

  override stop(): void {
    this.#over = true;
  }

  protected fix(): Promise<FleetPlan> {
    return host.planFleetTransaction(this.park, this.#draft());
  }

  /** By the operation that the plan was made for, whatever the form says now. */
  protected carryOut(plan: FleetPlan, agreed: WarningCode[]): Promise<OperationView> {
    return plan.manner.manner === 'event'
      ? host.yandexCreateDriverTransactionV3(this.park, plan.hash, agreed)
      : host.yandexCreateDriverTransactionV2(this.park, plan.hash, agreed);
  }

  async #readUsual(): Promise<void> {
    // Without an answer the first manner stays: a person sees and changes it.
    const access = await host.fleetAccess(this.park).catch(() => null);
    if (access && this.#usual && !this.#over && this.step === 'form') this.#take(access.manner);
  }

  #take(manner: FleetManner): void {
    this.manner = manner.manner;
    if (manner.manner === 'category') this.categoryId = manner.category_id;
  }

  #draft(): FleetDraft {
    const event = this.manner === 'event';
    return {
      driver_id: this.driverId,
      sign: this.sign,
      amount: this.amount,
      manner: event ? { manner: 'event' } : { manner: 'category', category_id: this.categoryId },
      reason: event ? this.reason : '',
      description: this.description,
      balance_min: this.hasCondition ? this.balanceMin : '',
      repeats: this.repeats,
    };
  }
}
