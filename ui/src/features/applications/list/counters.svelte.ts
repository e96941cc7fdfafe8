// How many applications each status has, for the tabs, and the statuses' titles. Asked for with every reading of the
// list; a kept list keeps its counters.
import { host, remember, type ApplicationsFilter, type DictionaryItem, type StatusCount } from '$host';
import { putMark } from '$app/marks';
import { inTabOrder } from '../texts';
import { markOf, refreshMark, wholePark } from './mark';

/** The tab of every status. */
export const ALL = 'all';

const keyOf = (item: DictionaryItem) => item.slug ?? item.code;

export class Counters {
  counts = $state.raw<StatusCount[] | null>(null);
  #known = $state.raw<DictionaryItem[]>([]);
  #turn = 0;
  /** The question of the last reading. */
  #asked: string | null = null;

  constructor(readonly connection: string) {}

  // Getters, not $derived: those would die with the screen that first made this object.
  /** Slugs and titles in the order of the tabs; of a status that the dictionary lacks, its slug. */
  get statuses(): { slug: string; title: string }[] {
    const known = this.#known.map((item) => ({ slug: keyOf(item), title: item.title }));
    const unnamed = (this.counts ?? [])
      .filter((one) => !known.some((item) => item.slug === one.status))
      .map((one) => ({ slug: one.status, title: one.status }));
    return inTabOrder([...known, ...unnamed]);
  }

  /** Null while it is not known. */
  of(status: string): number | null {
    if (!this.counts) return null;
    if (status === ALL) return this.counts.reduce((sum, one) => sum + one.count, 0);
    return this.counts.find((one) => one.status === status)?.count ?? 0;
  }

  /** Counts for a list that is read now. Without an answer the tabs still work, so that a failure stays silent. */
  load({ search, directions }: ApplicationsFilter): void {
    const asked = JSON.stringify([search, directions]);
    const isRefresh = asked === this.#asked;
    this.#asked = asked;
    const whole = search === '' && directions.length === 0;
    // A refresh under a filter tells nothing of the whole park.
    if (!whole && isRefresh) void refreshMark(this.connection);
    void this.#count({ search, directions }, whole);
    void this.#name();
  }

  async #count(filter: Pick<ApplicationsFilter, 'search' | 'directions'>, whole: boolean): Promise<void> {
    const turn = ++this.#turn;
    try {
      const counts = await host.jumpCountApplications(this.connection, { ...wholePark, ...filter });
      if (turn !== this.#turn) return;
      this.counts = counts;
      if (whole) putMark(this.connection, 'applications', markOf(counts));
    } catch {
      if (turn === this.#turn) this.counts = null;
    }
  }

  /** Titles only: without them the service's own keys are shown. */
  async #name(): Promise<void> {
    const id = this.connection;
    const statuses = remember(`${id}/autoregStatuses`, () => host.jumpDictAutoregStatuses(id, false));
    this.#known = await statuses.catch(() => this.#known);
  }
}

let current: Counters | null = null;

export function countersOf(connection: string): Counters {
  if (current?.connection !== connection) current = new Counters(connection);
  return current;
}

/** For tests. */
export function forgetCounters(): void {
  current = null;
}
