// The list of applications and its counters. It outlives the screen: opening an application and coming back keeps
// the search, the rows and the scroll position. One list for the current park; another park begins a new one.
import { host, remember, type ApplicationListItem, type DictionaryItem, type StatusCount } from '$host';
import { session } from '$app/session.svelte';
import { count } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';
import { inTabOrder } from './texts';

export const ALL = 'all';
const FRESH = 60_000;
const keyOf = (item: DictionaryItem) => item.slug ?? item.code;

const withoutTwins = (rows: ApplicationListItem[]) =>
  Object.values(Object.fromEntries(rows.map((row) => [`id ${row.id}`, row])));

export class ApplicationsList {
  search = $state('');
  status = $state(ALL);
  directions = $state.raw<string[]>([]);

  rows = $state.raw<ApplicationListItem[]>([]);
  total = $state(0);
  readAt = $state<string | null>(null);
  searchedAs = $state<string | null>(null);
  /** True from the first answer of the present query on. */
  loaded = $state(false);
  loading = $state(false);
  error = $state.raw<unknown>(null);
  loadingMore = $state(false);
  moreError = $state.raw<unknown>(null);
  counts = $state.raw<StatusCount[] | null>(null);
  knownStatuses = $state.raw<DictionaryItem[]>([]);
  knownDirections = $state.raw<DictionaryItem[]>([]);

  /** Where the list stood and whether the focus was in it, for the next time it is drawn. */
  scrollTop = 0;
  focusedRow: string | null = null;

  #loadedAt = 0;
  #page = $state(0);
  #lastPage = $state(1);
  #asked = 0;

  constructor(readonly connection: string) {}

  // Getters, not $derived: those would die with the screen that first made this object.
  get filtered() {
    return this.status !== ALL || this.search.trim() !== '' || this.directions.length > 0;
  }

  get statuses() {
    const known = this.knownStatuses.map((item) => ({ slug: keyOf(item), title: item.title }));
    const unnamed = (this.counts ?? [])
      .filter((one) => !known.some((item) => item.slug === one.status))
      .map((one) => ({ slug: one.status, title: one.status }));
    return inTabOrder([...known, ...unnamed]);
  }

  get directionChoices() {
    return this.knownDirections.map((item) => ({ value: keyOf(item), title: item.title }));
  }

  countOf(status: string): number | null {
    if (!this.counts) return null;
    if (status === ALL) return this.counts.reduce((sum, one) => sum + one.count, 0);
    return this.counts.find((one) => one.status === status)?.count ?? 0;
  }

  /** When the screen is drawn again. Pages read already stay: only a first page that has grown old is asked for anew. */
  wake(): void {
    const old = performance.now() - this.#loadedAt > FRESH && this.#page <= 1;
    if (!this.loading && (!this.loaded || this.error !== null || old)) void this.load();
  }

  /** Asks again from the first page. Rows of the same question stay until the answer; of another they go. */
  async load(otherQuestion = false): Promise<void> {
    const asked = ++this.#asked;
    if (otherQuestion) {
      this.rows = [];
      this.loaded = false;
      this.scrollTop = 0;
    }
    this.loading = true;
    this.loadingMore = false;
    this.moreError = null;
    void this.#loadDictionaries();
    void this.#loadCounts(asked);
    try {
      const page = await host.jumpListApplications(this.connection, this.#query(1));
      if (asked !== this.#asked) return;
      this.rows = page.items;
      this.#took(page);
      this.readAt = page.read_at;
      this.searchedAs = page.searched_as;
      this.error = null;
      this.#loadedAt = performance.now();
      this.loaded = true;
    } catch (thrown) {
      if (asked === this.#asked) this.error = thrown;
    } finally {
      if (asked === this.#asked) this.loading = false;
    }
  }

  /** The next page. A row that moved between the pages meanwhile is not shown twice. */
  async more(): Promise<void> {
    if (this.loading || this.loadingMore || !this.loaded || this.#page >= this.#lastPage) return;
    const asked = this.#asked;
    this.loadingMore = true;
    this.moreError = null;
    try {
      const page = await host.jumpListApplications(this.connection, this.#query(this.#page + 1));
      if (asked !== this.#asked) return;
      this.rows = withoutTwins([...this.rows, ...page.items]);
      this.#took(page);
    } catch (thrown) {
      if (asked === this.#asked) this.moreError = thrown;
    } finally {
      if (asked === this.#asked) this.loadingMore = false;
    }
  }

  get complete(): boolean {
    return this.#page >= this.#lastPage;
  }

  clearFilters(): void {
    this.search = '';
    this.status = ALL;
    this.directions = [];
    void this.load(true);
  }

  #took(page: { page: number; last_page: number; total: number }): void {
    this.#page = page.page;
    this.#lastPage = page.last_page;
    this.total = page.total;
  }

  #query(page: number) {
    return {
      page,
      search: this.search.trim(),
      statuses: this.status === ALL ? [] : [this.status],
      directions: this.directions,
      newest_first: true,
    };
  }

  /** Without counters the tabs still work, so that a failure here stays silent. */
  async #loadCounts(asked: number): Promise<void> {
    const whole = this.search.trim() === '' && this.directions.length === 0;
    try {
      const counts = await host.jumpCountApplications(this.connection, this.#query(1));
      if (asked !== this.#asked) return;
      this.counts = counts;
      if (whole && session.currentId === this.connection) this.#mark();
    } catch {
      if (asked === this.#asked) this.counts = null;
    }
  }

  #mark(): void {
    const waiting = this.countOf('not_processed') ?? 0;
    if (waiting > 0) session.counts.applications = { text: count(waiting), title: t('applications.nav') };
    else delete session.counts.applications;
  }

  /** Titles only: without them the service's own keys are shown. */
  async #loadDictionaries(): Promise<void> {
    const id = this.connection;
    const [statuses, directions] = await Promise.allSettled([
      remember(`${id}:autoregStatuses`, () => host.jumpDictAutoregStatuses(id, false)),
      remember(`${id}:autoregDirections`, () => host.jumpDictAutoregDirections(id, false)),
    ]);
    if (statuses.status === 'fulfilled') this.knownStatuses = statuses.value;
    if (directions.status === 'fulfilled') this.knownDirections = directions.value;
  }
}

let current: ApplicationsList | null = null;

export function listOf(connection: string): ApplicationsList {
  if (current?.connection !== connection) current = new ApplicationsList(connection);
  return current;
}

/** For tests. */
export function forgetList(): void {
  current = null;
}
