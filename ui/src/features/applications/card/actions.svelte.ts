// Decisions on one application: registrations in aggregators, approvals, rejections. One at a time; each tells how it
// ended and leaves the card as it was read after it.
import { SvelteMap } from 'svelte/reactivity';
import { asFailure, host, type ActionOutcome, type DeskFailure, type IntegrationView } from '$host';
import type { DocumentDesk } from '../documents/desk.svelte';
import { takeDesk } from './desk';
import type { JobWatch } from './jobs.svelte';
import { integrationName } from './names';

/** `check` looks at a job by hand and changes nothing. */
export type ActionKind = 'create' | 'approve' | 'rejectJob' | 'check' | 'reject';

export interface Ended {
  kind: ActionKind;
  /** The integration's name; empty for the whole application. */
  name: string;
  outcome: ActionOutcome | null;
  failure: DeskFailure | null;
}

/** What is rejected: an integration's job, or the whole application. */
export type Target = IntegrationView | null;

export class CardActions {
  readonly #desk: DocumentDesk;
  readonly #jobs: JobWatch;
  readonly #onchanged: () => void;
  busy = $state.raw<{ kind: ActionKind; id: string } | null>(null);
  ended = $state.raw<Ended | null>(null);
  #lostAt = $state<string | null>(null);
  /** Comments that were typed and not carried out yet: a call that failed does not lose them. */
  #comments = new SvelteMap<string, string>();

  constructor(desk: DocumentDesk, jobs: JobWatch, onchanged: () => void) {
    this.#desk = desk;
    this.#jobs = jobs;
    this.#onchanged = onchanged;
  }

  /** Nobody knows how the last one ended, and the application was not read since. */
  get unknown(): boolean {
    return this.#lostAt !== null && this.#lostAt === this.#desk.data?.reading;
  }

  isBusy(kind: ActionKind, id = ''): boolean {
    return this.busy?.kind === kind && this.busy.id === id;
  }

  comment(target: Target): string {
    return this.#comments.get(target?.integration_id ?? '') ?? '';
  }

  keepComment(target: Target, text: string): void {
    this.#comments.set(target?.integration_id ?? '', text);
  }

  create(view: IntegrationView): Promise<void> {
    const { connection, id } = this.#desk;
    return this.#run('create', view, () =>
      host.jumpCreateApplicationIntegration(connection, id, view.integration_id),
    );
  }

  approve(view: IntegrationView): Promise<void> {
    const { connection, id } = this.#desk;
    return this.#run('approve', view, () =>
      host.jumpRegisterApplicationIntegration(connection, id, this.#jobId(view)),
    );
  }

  async reject(target: Target, comment: string): Promise<void> {
    const { connection, id } = this.#desk;
    await this.#run(target ? 'rejectJob' : 'reject', target, () =>
      target
        ? host.jumpRejectApplicationIntegration(connection, id, this.#jobId(target), comment)
        : host.jumpRejectApplication(connection, id, comment),
    );
    if (this.ended?.outcome?.state === 'done') this.#comments.delete(target?.integration_id ?? '');
  }

  check(view: IntegrationView): Promise<void> {
    const { connection, id } = this.#desk;
    return this.#run('check', view, async () => {
      const job = await host.jumpGetApplicationIntegration(connection, id, this.#jobId(view));
      await this.#jobs.tell(view, job);
      return null;
    });
  }

  #jobId(view: IntegrationView): string {
    return this.#jobs.job(view)?.id ?? view.job?.id ?? '';
  }

  async #run(kind: ActionKind, target: Target, call: () => Promise<ActionOutcome | null>): Promise<void> {
    if (this.busy) return;
    this.busy = { kind, id: target?.integration_id ?? '' };
    this.ended = null;
    const ended: Ended = { kind, name: target ? integrationName(target) : '', outcome: null, failure: null };
    try {
      ended.outcome = await call();
      if (ended.outcome) await takeDesk(this.#desk, ended.outcome.desk);
    } catch (thrown) {
      ended.failure = asFailure(thrown);
    }
    const lost = ended.outcome?.state === 'unknown' || ended.failure?.code === 'outcome_unknown';
    this.#lostAt = lost ? (this.#desk.data?.reading ?? null) : null;
    if (ended.outcome || ended.failure) this.ended = ended;
    this.busy = null;
    await this.#jobs.watch(kind !== 'check');
    if (kind !== 'check') this.#onchanged();
  }

  /** Reads again after a lost answer. */
  async reread(): Promise<void> {
    await this.#desk.load();
    if (!this.#desk.error) this.ended = null;
  }
}
