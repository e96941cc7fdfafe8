// One batch rejection: counted to the last row, confirmed, sent once, and told by what the list says afterwards. A plan
// is good for one sending: whatever came of it, the next begins with counting again.
import {
  asFailure,
  host,
  type DeskFailure,
  type RejectionAsk,
  type RejectionOutcome,
  type RejectionPlan,
} from '$host';

export const MOST = 500;
export type Phase = 'counting' | 'planned' | 'sending' | 'ended' | 'countFailed' | 'notSent';
export type Missing = 'comment' | 'long' | 'unfiltered';

/** The list that a rejection was asked from. */
export interface RejectedFrom {
  readonly connection: string;
  /** The reason as typed so far: it outlives its window. */
  reason: string;
  /** Reads the list anew. */
  load(): void;
  /** Lets go of the rejected; those that are still there stay selected. */
  release(rejected: string[], stillThere: string[]): void;
}

/** After these codes it is not known whether the request was carried out. */
const inDoubt = (failure: DeskFailure) => failure.code === 'outcome_unknown' || failure.code === 'internal';

export class BatchRejection {
  phase = $state<Phase>('counting');
  plan = $state.raw<RejectionPlan | null>(null);
  outcome = $state.raw<RejectionOutcome | null>(null);
  failure = $state.raw<DeskFailure | null>(null);
  /** The second yes. */
  confirmed = $state(false);
  sendAll = $state(false);

  #turn = 0;

  constructor(
    readonly list: RejectedFrom,
    readonly ask: RejectionAsk,
    private readonly onsent: (ids: string[]) => void,
  ) {
    void this.count();
  }

  get comment() {
    return this.list.reason;
  }
  set comment(text: string) {
    this.list.reason = text;
  }

  /** In characters, as the service counts them. */
  get length() {
    return [...this.comment.trim()].length;
  }

  /** What the confirmation still lacks; null when it can be given. */
  get missing(): Missing | null {
    if (this.length === 0) return 'comment';
    if (this.length > MOST) return 'long';
    if (this.plan?.unfiltered && !this.confirmed) return 'unfiltered';
    return null;
  }

  /** Reads what would be touched. Changes nothing. */
  async count(): Promise<void> {
    const turn = ++this.#turn;
    this.phase = 'counting';
    this.plan = this.outcome = this.failure = null;
    this.confirmed = this.sendAll = false;
    try {
      const plan = await host.planRejection(this.list.connection, this.ask);
      if (turn !== this.#turn) return;
      this.plan = plan;
      this.phase = 'planned';
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.failure = asFailure(thrown);
      this.phase = 'countFailed';
    }
  }

  /** The window was closed while counting: the answer is not waited for. */
  leave(): void {
    this.#turn++;
  }

  async send(): Promise<void> {
    const { plan } = this;
    if (this.phase !== 'planned' || !plan || plan.applications.length === 0 || this.missing !== null) return;
    this.phase = 'sending';
    try {
      const outcome = await host.jumpBatchRejectApplications(this.list.connection, {
        plan: plan.plan,
        comment: this.comment.trim(),
        send_all: this.sendAll,
        unfiltered_confirmed: plan.unfiltered && this.confirmed,
      });
      this.outcome = outcome;
      this.phase = 'ended';
      this.#release(plan, outcome);
    } catch (thrown) {
      this.failure = asFailure(thrown);
      this.phase = inDoubt(this.failure) ? 'ended' : 'notSent';
      // An exactly refused request changed nothing: the list is as it was.
      if (this.phase === 'notSent') return;
    }
    this.list.load();
    this.onsent(plan.applications.map((one) => one.id));
  }

  /** Only what the list says is rejected is let go; in doubt everything stays selected. */
  #release(plan: RejectionPlan, outcome: RejectionOutcome): void {
    if (outcome.state !== 'done' && outcome.state !== 'ignored') return;
    const still = outcome.still_there.map((one) => one.id);
    const rejected = plan.applications.map((one) => one.id).filter((id) => !still.includes(id));
    this.list.release(rejected, still);
    if (outcome.state === 'done') this.comment = '';
  }
}
