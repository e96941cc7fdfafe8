// The registration jobs of one application while its card is open: watched by Rust, which tells what changed. What an event
// told stands over the reading until the next one; when a job has ended, the application is read again.
import { SvelteMap } from 'svelte/reactivity';
import { host, subscribe, type ApplicationJob, type IntegrationView, type JobChange } from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import type { DocumentDesk } from '../documents/desk.svelte';
import { statusText } from '../texts';
import { integrationName } from './names';

interface News {
  job: ApplicationJob;
  /** The reading that it is newer than. */
  reading: string | undefined;
}

export class JobWatch {
  readonly #desk: DocumentDesk;
  #news = new SvelteMap<string, News>();
  #next = new SvelteMap<string, string>();
  #timers: Record<string, ReturnType<typeof setTimeout>> = {};
  /** The pending jobs that Rust was asked to watch. */
  #asked = '';
  /** The reading that they were taken from. */
  #askedAt: string | undefined;
  #watching = false;
  failed = $state(false);
  /** For the live region. */
  news = $state('');

  constructor(desk: DocumentDesk) {
    this.#desk = desk;
  }

  /** Listens until the answer is called, which also ends the watching. */
  open(): () => void {
    const stop = subscribe('jobChanged', (change) => this.#take(change));
    return () => {
      stop();
      Object.values(this.#timers).forEach((timer) => clearTimeout(timer));
      if (this.#watching) host.unwatchApplicationJobs().catch(() => undefined);
      this.#watching = false;
      this.#asked = '';
    };
  }

  /** The pending jobs of the reading, as one text: it changes when there is something else to watch. */
  get pending(): string {
    const jobs = this.#desk.data?.integrations.filter((one) => one.pending) ?? [];
    return jobs.map((one) => one.job?.id ?? one.integration_id).join(' ');
  }

  /** Asks Rust to watch what is pending, once for the same jobs; `again` asks for those of a newer reading too. */
  async watch(again = false): Promise<void> {
    const { pending } = this;
    const reading = this.#desk.data?.reading;
    const isAsked = pending === this.#asked && (!again || reading === this.#askedAt);
    if (pending === '' || isAsked) return;
    this.#asked = pending;
    this.#askedAt = reading;
    this.#watching = true;
    try {
      const jobs = await host.watchApplicationJobs(this.#desk.connection, this.#desk.id);
      this.failed = false;
      // One that ended before the watching began is told by no event.
      if (reading === this.#desk.data?.reading && jobs.some((job) => this.#isNews(job)))
        await this.#desk.load();
    } catch {
      this.failed = true;
    }
  }

  job(view: IntegrationView): ApplicationJob | null {
    const told = this.#news.get(view.integration_id);
    return told && told.reading === this.#desk.data?.reading ? told.job : view.job;
  }

  /** When the job is looked at next. */
  next(view: IntegrationView): string | null {
    return (view.pending && this.#next.get(view.integration_id)) || null;
  }

  /** Another status than the one on the screen. */
  #isNews(job: ApplicationJob): boolean {
    const view = this.#desk.data?.integrations.find((one) => one.job !== null && one.job.id === job.id);
    return view !== undefined && this.job(view)?.status?.slug !== job.status?.slug;
  }

  /** A job that was read by hand. */
  async tell(view: IntegrationView, job: ApplicationJob): Promise<void> {
    const before = this.job(view)?.status?.slug;
    this.#put(view, job);
    if (job.status?.slug !== before) await this.#desk.load();
  }

  #put(view: IntegrationView, job: ApplicationJob): void {
    const before = this.job(view)?.status?.slug;
    this.#news.set(view.integration_id, { job, reading: this.#desk.data?.reading });
    if (job.status?.slug !== before)
      this.news = t('applicationCard.job.news', {
        name: integrationName(view),
        status: statusText(job.status),
      });
  }

  /** A moment that has passed is no promise any more. */
  #expect(id: string, moment: string | null): void {
    clearTimeout(this.#timers[id]);
    if (moment === null) this.#next.delete(id);
    else {
      this.#next.set(id, moment);
      this.#timers[id] = setTimeout(
        () => this.#next.delete(id),
        Math.max(0, Date.parse(moment) - Date.now()),
      );
    }
  }

  #take(change: JobChange): void {
    if (change.connection !== this.#desk.connection || change.application_id !== this.#desk.id) return;
    const { job } = change;
    const views = this.#desk.data?.integrations ?? [];
    const view =
      views.find((one) => job.id !== null && one.job?.id === job.id) ??
      views.find((one) => one.integration_id === job.integration_id);
    if (view) {
      this.#put(view, job);
      this.#expect(view.integration_id, change.next_look_at);
    }
    if (!view || change.next_look_at === null) void this.#desk.load();
  }
}
