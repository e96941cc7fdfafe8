// The way of the edits into the service: checks, one edit of the application, what came of it. Nothing here is repeated
// by itself; after an outcome that nobody knows nothing is sent until the application has been read again.
import { asFailure, host, type ApplicationSaved, type DeskFailure, type FieldProblem } from '$host';
import type { DocumentDesk } from '../documents/desk.svelte';
import type { CardDraft } from './draft.svelte';
import { takeDesk } from './desk';

export class CardSaving {
  readonly #desk: DocumentDesk;
  readonly #draft: CardDraft;
  busy = $state(false);
  outcome = $state.raw<ApplicationSaved | null>(null);
  failure = $state.raw<DeskFailure | null>(null);
  /** What the service said about fields that the form does not have. */
  elsewhere = $state.raw<FieldProblem[]>([]);
  /** The reading on the screen when the outcome got lost. */
  #lostAt = $state<string | null>(null);

  constructor(desk: DocumentDesk, draft: CardDraft) {
    this.#desk = desk;
    this.#draft = draft;
  }

  /** Nobody knows whether the last save went through, and the application was not read since. */
  get unknown(): boolean {
    return this.#lostAt !== null && this.#lostAt === this.#desk.data?.reading;
  }

  /** False when the form has errors. */
  async save(): Promise<boolean> {
    const { connection, id } = this.#desk;
    const edits = this.#draft.edits();
    const reading = this.#desk.data?.reading;
    if (this.busy || edits.length === 0 || reading === undefined || this.unknown) return true;
    this.busy = true;
    this.clear();
    try {
      this.#draft.takeChecks(edits, await host.checkApplication(connection, reading, edits), 'all');
      if (this.#draft.wrong.length > 0) return false;
      await this.#take(await host.jumpEditApplication(connection, id, reading, this.#draft.edits()));
    } catch (thrown) {
      this.#fail(asFailure(thrown));
    } finally {
      this.busy = false;
    }
    return this.#draft.wrong.length === 0;
  }

  async #take(outcome: ApplicationSaved): Promise<void> {
    if (outcome.state === 'done') this.#draft.settle('all');
    else if (outcome.state === 'ignored') this.#draft.settle(outcome.saved.map((one) => one.field));
    await takeDesk(this.#desk, outcome.desk);
    if (outcome.state === 'unknown') this.#lostAt = this.#desk.data?.reading ?? null;
    this.outcome = outcome;
  }

  #fail(failure: DeskFailure): void {
    this.elsewhere = this.#draft.setProblems(failure.fields);
    if (failure.code === 'outcome_unknown') this.#lostAt = this.#desk.data?.reading ?? null;
    this.failure = failure;
  }

  clear(): void {
    this.outcome = null;
    this.failure = null;
    this.elsewhere = [];
  }

  /** Reads again after a lost answer: an edit that is there already falls away by itself. Answers whether any is left;
   *  null when the reading failed. */
  async reread(): Promise<boolean | null> {
    await this.#desk.load();
    if (this.#desk.error) return null;
    this.clear();
    const left = this.#draft.changed.length > 0;
    if (!left) this.#draft.settle('all');
    return left;
  }
}
