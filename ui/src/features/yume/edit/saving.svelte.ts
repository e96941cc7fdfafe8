// The way of a draft into Yume: a review on a fresh list, the user's yes, one sending, what came of it. Nothing here is
// repeated by itself; a session that ended meanwhile leaves everything where it was.
import {
  asFailure,
  host,
  type ConnectionId,
  type DeskFailure,
  type TriggerOutcome,
  type TriggerReview,
  type TriggerView,
} from '$host';
import type { SessionOver } from '../access/over.svelte';
import type { TriggerDraft } from './draft.svelte';

const doubt: TriggerOutcome = {
  state: 'unknown',
  trigger: null,
  differs: [],
  conflict: null,
  candidates: [],
  trace_id: null,
};

interface Ends {
  /** Saved, or already so; null where the service does not show it. */
  onsaved: (trigger: TriggerView | null, was: 'saved' | 'created' | 'nothing') => void;
}

export class TriggerSaving {
  readonly #connection: ConnectionId;
  readonly #draft: TriggerDraft;
  readonly #over: SessionOver;
  readonly #ends: Ends;
  phase = $state<'idle' | 'reviewing' | 'review' | 'saving'>('idle');
  review = $state.raw<TriggerReview | null>(null);
  outcome = $state.raw<TriggerOutcome | null>(null);
  failure = $state.raw<DeskFailure | null>(null);

  constructor(connection: ConnectionId, draft: TriggerDraft, over: SessionOver, ends: Ends) {
    this.#connection = connection;
    this.#draft = draft;
    this.#over = over;
    this.#ends = ends;
  }

  get busy(): boolean {
    return this.phase !== 'idle';
  }

  /** After it nothing is sent before the list was read. */
  get unknown(): boolean {
    return this.outcome?.state === 'unknown';
  }

  /** False when the form has something to mend. */
  async begin(): Promise<boolean> {
    if (this.phase === 'reviewing' || this.phase === 'saving' || this.unknown) return true;
    this.phase = 'reviewing';
    [this.failure, this.outcome] = [null, null];
    try {
      const review = await host.reviewTrigger(this.#connection, this.#draft.target, this.#draft.sent);
      this.#draft.problems = review.problems;
      if (review.problems.length > 0 && !review.conflict) {
        this.#leave();
        return false;
      }
      this.review = review;
      this.phase = 'review';
    } catch (thrown) {
      this.#leave();
      if (!this.#over.caught(thrown, () => void this.begin())) this.#fail(thrown);
    }
    return this.#draft.problems.length === 0;
  }

  /** Back to the form; nothing was sent. */
  close(): void {
    if (this.phase === 'review') this.#leave();
  }

  /** What is there now takes the place of what was typed. */
  takeTheirs(): void {
    const now = this.review?.conflict?.now;
    this.#leave();
    if (now) this.#draft.take(now);
  }

  /** It was deleted there: the same again, as a new one. */
  async asNew(): Promise<void> {
    this.#leave();
    this.#draft.rebase(null);
    await this.begin();
  }

  async confirm(): Promise<void> {
    const review = this.review;
    if (!review || this.phase !== 'review') return;
    this.phase = 'saving';
    let outcome: TriggerOutcome;
    try {
      outcome = await this.#send(review);
    } catch (thrown) {
      // Signed in again, the same button is pressed once more.
      this.phase = 'review';
      if (this.#over.caught(thrown)) return;
      this.#leave();
      this.#fail(thrown);
      return;
    }
    this.#leave();
    await this.#settle(outcome, review);
  }

  #send(review: TriggerReview): Promise<TriggerOutcome> {
    const { sent } = this.#draft;
    if (review.manner === 'create') return host.yumeCreateWazzupTrigger(this.#connection, sent);
    const target = review.target ?? this.#draft.target;
    if (!target) return host.yumeCreateWazzupTrigger(this.#connection, sent);
    return review.manner === 'patch'
      ? host.yumePatchWazzupTrigger(this.#connection, target, sent)
      : host.yumeReplaceWazzupTrigger(this.#connection, target, sent);
  }

  async #settle(outcome: TriggerOutcome, review: TriggerReview): Promise<void> {
    const { state, trigger } = outcome;
    if (state === 'saved' || state === 'nothing') {
      if (trigger) this.#draft.take(trigger);
      this.#ends.onsaved(
        trigger,
        state === 'nothing' ? 'nothing' : review.manner === 'create' ? 'created' : 'saved',
      );
      return;
    }
    if (state === 'conflict') {
      await this.begin();
      return;
    }
    this.outcome = outcome;
    // What is typed stands over what is there now.
    if (trigger && state === 'changed') this.#draft.take(trigger);
    else if (trigger) this.#draft.rebase(trigger);
  }

  /** The list was read after an outcome that nobody knew. */
  settled(): void {
    this.outcome = null;
  }

  #leave(): void {
    this.review = null;
    this.phase = 'idle';
  }

  #fail(thrown: unknown): void {
    const failure = asFailure(thrown);
    // An equal one is under way or in doubt already: the list is to be read first.
    if (failure.code === 'outcome_unknown') {
      this.outcome = { ...doubt, trace_id: failure.trace_id };
      return;
    }
    if (failure.fields.length) this.#draft.problems = failure.fields;
    this.failure = failure;
  }
}
