// The way of a draft into the service: checks, a review on a fresh reading, the user's yes, one update, what came of
// it. Nothing here is repeated by itself.
import {
  asFailure,
  host,
  type DeskFailure,
  type DriverReview,
  type FieldProblem,
  type SaveOutcome,
} from '$host';
import type { Draft } from './draft.svelte';
import { changed } from './visits';

export type Side = 'mine' | 'theirs';

/** Problems that a fresh reading under the draft settles. */
const movedCodes = new Set(['requisite_changed_elsewhere', 'requisite_gone']);
export const isMoved = (problem: FieldProblem) => movedCodes.has(problem.code);
/** Who invited was changed on both sides: `before` is theirs, and it is what the fresh card shows. */
export const isReferrerDisputed = ({ referrer, card }: DriverReview): boolean =>
  referrer !== null && referrer.elsewhere && referrer.before?.id === card.referrer?.id;

export const requisiteOf = (problem: FieldProblem) => /^requisites\.([^.]+)/.exec(problem.field)?.[1] ?? '';

export class Saving {
  readonly #park: string;
  readonly #draft: Draft;
  phase = $state<'idle' | 'reviewing' | 'review' | 'saving'>('idle');
  review = $state.raw<DriverReview | null>(null);
  outcome = $state.raw<SaveOutcome | null>(null);
  failure = $state.raw<DeskFailure | null>(null);
  /** Deletions whose digits Rust did not accept. */
  mismatched = $state.raw<string[]>([]);

  constructor(park: string, draft: Draft) {
    this.#park = park;
    this.#draft = draft;
  }

  /** The form must not change under a review. */
  get busy(): boolean {
    return this.phase !== 'idle';
  }

  /** Checks what is typed and opens the review; false when the form has errors. */
  async begin(): Promise<boolean> {
    if (this.phase === 'reviewing' || this.phase === 'saving') return true;
    this.phase = 'reviewing';
    this.failure = null;
    this.outcome = null;
    this.mismatched = [];
    try {
      const edits = this.#draft.edits();
      if (edits.length) this.#draft.takeChecks(edits, await host.checkDriver(this.#park, edits));
      if (this.#draft.wrong.length || this.#draft.referrer.open || !this.#draft.changes) {
        this.#leave();
        return this.#draft.wrong.length === 0;
      }
      this.review = await host.reviewDriver(this.#park, this.#draft.toArgument());
      this.#draft.setProblems(this.review.problems.filter((problem) => !isMoved(problem)));
      this.phase = 'review';
    } catch (thrown) {
      this.#fail(thrown);
    }
    return true;
  }

  /** Back to the form. Without a conflict the form stands on the fresh card from now on. */
  close(): void {
    if (this.phase !== 'review') return;
    const review = this.review;
    const disputed =
      review && (review.conflicts.length > 0 || review.problems.some(isMoved) || isReferrerDisputed(review));
    if (review && !disputed) this.#rebase(review);
    this.#leave();
  }

  /** The user has chosen a side for everything disputed: the draft goes onto the fresh card and is reviewed again. */
  async resolve(choices: Readonly<Record<string, Side>>): Promise<void> {
    const review = this.review;
    if (!review || this.phase !== 'review') return;
    this.#draft.rebase(review.card);
    this.#draft.setProblems([]);
    for (const { field } of review.conflicts) if (choices[field] === 'theirs') this.#draft.undo(field);
    for (const problem of review.problems.filter(isMoved)) {
      if (choices[problem.field] === 'theirs') this.#draft.keepName(requisiteOf(problem));
    }
    if (choices['referrer_id'] === 'theirs') this.#draft.referrer.keep();
    await this.begin();
  }

  async confirm(confirmations: Record<string, string>): Promise<void> {
    const token = this.review?.token;
    if (!token || this.phase !== 'review') return;
    this.phase = 'saving';
    this.mismatched = [];
    // Whatever comes of it: the list may be out of date from now on.
    changed(this.#park);
    let outcome: SaveOutcome;
    try {
      outcome = await host.jumpUpdateDriver(this.#park, token, confirmations);
    } catch (thrown) {
      this.#fail(thrown);
      return;
    }
    this.#leave();
    this.#draft.settle(outcome);
    if (outcome.state === 'stale') await this.begin();
    this.outcome = outcome;
  }

  #rebase(review: DriverReview): void {
    const problems = review.problems;
    this.#draft.rebase(review.card);
    this.#draft.setProblems(problems);
  }

  #leave(): void {
    this.review = null;
    this.phase = 'idle';
  }

  #fail(thrown: unknown): void {
    const failure = asFailure(thrown);
    const unconfirmed = failure.fields.filter((one) => one.field.startsWith('confirm.'));
    if (this.phase === 'saving' && unconfirmed.length) {
      this.mismatched = unconfirmed.map((one) => one.field.slice('confirm.'.length));
      this.phase = 'review';
      return;
    }
    if (failure.fields.length) this.#draft.setProblems(failure.fields);
    this.failure = failure;
    this.#leave();
  }
}
