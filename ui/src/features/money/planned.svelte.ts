// From a checked draft to its confirmation, whichever service moves the money: the plan that is shown, what a person agreed
// to, what became of it. Rust judges every value; nothing here is sent twice. What is typed belongs to those who extend it.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import {
  asFailure,
  host,
  type DeskFailure,
  type FieldProblem,
  type OperationView,
  type PlanHash,
  type Warning,
  type WarningCode,
} from '$host';
import { followed } from './followed.svelte';

/** What every plan has. */
export interface AnyPlan {
  hash: PlanHash;
  warnings: Warning[];
  hold_seconds: number;
  lifetime_seconds: number;
}

export type Step = 'check' | 'confirm' | 'cancel' | 'lookUp';

export abstract class Planned<Plan extends AnyPlan = AnyPlan> {
  readonly park: string;
  readonly driverId: string;
  /** The operation that this one repeats. */
  readonly repeats: string | null;

  step = $state<'form' | 'review' | 'followed'>('form');
  busy = $state(false);
  plan = $state.raw<Plan | null>(null);
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

  constructor(park: string, driverId: string, repeats: string | null) {
    this.park = park;
    this.driverId = driverId;
    this.repeats = repeats;
  }

  /** Why the form cannot be checked yet; the first one is told. */
  abstract get missing(): string | null;
  /** Checks the draft in Rust and fixes what would be sent. Moves nothing. */
  protected abstract fix(): Promise<Plan>;
  /** Hands the plan to Rust, which writes it down, holds it and sends it, once. */
  protected abstract carryOut(plan: Plan, agreed: WarningCode[]): Promise<OperationView>;
  /** Nothing is asked for it any more. */
  stop(): void {}
  /** It is in the journal from now on. */
  protected confirmed(): void {}

  /** Something was typed that leaving would lose. */
  get dirty(): boolean {
    return this.#begun && this.step !== 'followed';
  }

  /** What is wrong with a field, by the plan. */
  problem(field: string): FieldProblem | null {
    return this.#problems.get(field) ?? null;
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
  }

  /** The draft is another one: what was said of the former is void. */
  protected anew(): void {
    this.#edits += 1;
    this.#problems.clear();
    this.failure = null;
  }

  async check(): Promise<void> {
    if (this.busy || this.missing) return;
    this.busy = true;
    this.failure = null;
    this.#problems.clear();
    const edits = this.#edits;
    try {
      const plan = await this.fix();
      if (edits === this.#edits) this.#show(plan);
    } catch (thrown) {
      for (const problem of this.#fail('check', thrown).fields) this.#problems.set(problem.field, problem);
      this.back();
    }
    this.busy = false;
  }

  #show(plan: Plan): void {
    this.agreed.clear();
    this.plan = plan;
    this.planEnds = Date.now() + plan.lifetime_seconds * 1000;
    this.step = 'review';
  }

  agree(code: WarningCode, agreed: boolean): void {
    if (agreed) this.agreed.add(code);
    else this.agreed.delete(code);
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
  }

  async confirm(): Promise<void> {
    const plan = this.plan;
    if (this.busy || this.step !== 'review' || !plan || !this.toldAll) return;
    this.busy = true;
    const unanswered = this.failedAt === 'confirm' && this.failure?.code === 'internal' ? this.failure : null;
    this.failure = null;
    try {
      const codes = plan.warnings.map(({ code }) => code);
      const operation = await this.carryOut(plan, codes);
      followed.follow(operation);
      this.operationId = operation.id;
      this.stop();
      this.step = 'followed';
      this.confirmed();
    } catch (thrown) {
      const { code } = this.#fail('confirm', thrown);
      // A plan whose first confirmation got no answer may be used, not old.
      if (unanswered && code === 'review_expired') this.failure = unanswered;
    }
    this.busy = false;
  }

  /** It may have left a moment before. */
  cancel = () => this.#news('cancel', (id) => host.cancelOperation(this.park, id));

  /** Looks an unknown outcome up now. */
  lookUp = () => this.#news('lookUp', (id) => checkNow(this.park, followed.of(id), id));

  async #news(step: Step, ask: (id: string) => Promise<OperationView>): Promise<void> {
    if (this.busy || this.operationId === null) return;
    this.busy = true;
    this.failure = null;
    try {
      followed.take(await ask(this.operationId));
    } catch (thrown) {
      this.#fail(step, thrown);
    }
    this.busy = false;
  }

  #fail(step: Step, thrown: unknown): DeskFailure {
    const failure = asFailure(thrown);
    this.failedAt = step;
    this.failure = failure;
    return failure;
  }
}

/** By the name that the service gave it, where it gave one; among the driver's records otherwise. */
export const checkNow = (
  park: string,
  operation: Pick<OperationView, 'remote'> | null,
  id: string,
): Promise<OperationView> =>
  operation?.remote ? host.yandexGetDriverTransactionStatusV3(park, id) : host.checkOperation(park, id);
