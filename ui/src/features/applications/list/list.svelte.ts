// The list of applications and its counters. It outlives the screen: opening an application and coming back keeps
// the search, the rows and the scroll position. One list for the current park; another park begins a new one.
import {
  host,
  remember,
  type ApplicationListItem,
  type ApplicationsQuery,
  type DictionaryItem,
  type RejectionAsk,
  type StatusCount,
} from '$host';
import { putMark } from '$app/marks';
import { RowSelection } from '$shared/grid/selection.svelte';
import { t } from '$shared/i18n/i18n.svelte';
import { inTabOrder } from '../texts';
import { markOf, refreshMark } from './mark';

export const ALL = 'all';
/** The service's own word for an application without a direction; its dictionary does not have it. */
const UNDEFINED = 'undefined';
const FRESH = 60_000;
const keyOf = (item: DictionaryItem) => item.slug ?? item.code;

const filterOf = ({ search, statuses, directions }: ApplicationsQuery) =>
  JSON.stringify([search, statuses, directions]);

const withoutTwins = (rows: ApplicationListItem[]) =>
  Object.values(Object.fromEntries(rows.map((row) => [`id ${row.id}`, row])));

export class ApplicationsList {
  search = $state('');
  status = $state(ALL);
  directions = $state.raw<string[]>([]);
  newestFirst = $state(true);
  readonly selection = new RowSelection();
  /** The reason of a batch rejection as typed so far: it outlives its window. */
  reason = $state('');

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

  /** What the rows on the screen were asked for with; the fields above may already say something else. */
  shown = $state.raw<ApplicationsQuery | null>(null);

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

  /** The rows on the screen are not the whole park's. */
  get shownFiltered() {
    const { search, statuses, directions } = this.shown ?? this.#query();
    return search !== '' || statuses.length > 0 || directions.length > 0;
  }

  get statuses() {
    const known = this.knownStatuses.map((item) => ({ slug: keyOf(item), title: item.title }));
    const unnamed = (this.counts ?? [])
      .filter((one) => !known.some((item) => item.slug === one.status))
      .map((one) => ({ slug: one.status, title: one.status }));
    return inTabOrder([...known, ...unnamed]);
  }

  /** The dictionary, what it lacks, and what is chosen though nobody knows it. */
  get directionChoices() {
    const known = this.knownDirections.map((item) => ({ value: keyOf(item), title: item.title }));
    const isKnown = (slug: string) => known.some((one) => one.value === slug);
    const unset = { value: UNDEFINED, title: t('applicationsList.directionUnset') };
    const strange = this.directions
      .filter((slug) => slug !== UNDEFINED && !isKnown(slug))
      .map((slug) => ({ value: slug, title: t('applicationsList.unknownDirection', { code: slug }) }));
    return [...known, ...(isKnown(UNDEFINED) ? [] : [unset]), ...strange];
  }

  get selectedCount() {
    return this.selection.count(this.total);
  }

  /** The selection with the query that its rows came from; null while there is none. */
  get rejectionAsk(): RejectionAsk | null {
    if (this.shown === null || this.selectedCount === 0) return null;
    return { query: { ...this.shown, page: 1 }, selection: this.selection.toArgument() };
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

  /** The same rows from their other end: the selection stays. */
  reorder(): void {
    this.newestFirst = !this.newestFirst;
    void this.load(true);
  }

  /** Asks again from the first page. Rows of the same question stay until the answer; of another they go. */
  async load(otherQuestion = false): Promise<void> {
    const asked = ++this.#asked;
    const query = this.#query();
    // Selected among other rows is selected no more: "all" would silently mean others.
    if (this.shown !== null && filterOf(this.shown) !== filterOf(query)) this.selection.clear();
    if (otherQuestion) {
      this.rows = [];
      this.loaded = false;
      this.scrollTop = 0;
    }
    this.loading = true;
    this.loadingMore = false;
    this.moreError = null;
    void this.#loadDictionaries();
    void this.#loadCounts(asked, query, otherQuestion);
    try {
      const page = await host.jumpListApplications(this.connection, query);
      if (asked !== this.#asked) return;
      this.rows = page.items;
      this.shown = query;
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
    const { shown } = this;
    if (this.loading || this.loadingMore || shown === null || !this.loaded || this.complete) return;
    const asked = this.#asked;
    this.loadingMore = true;
    this.moreError = null;
    try {
      const page = await host.jumpListApplications(this.connection, {
        ...shown,
        page: this.#page + 1,
      });
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

  /** After a batch rejection: what is rejected is selected no more, what was asked for and is not still is. */
  release(rejected: string[], stillThere: string[]): void {
    if (this.selection.toArgument().all) {
      this.selection.clear();
      this.selection.setMany(stillThere, true);
    } else this.selection.setMany(rejected, false);
  }

  #took(page: { page: number; last_page: number; total: number }): void {
    this.#page = page.page;
    this.#lastPage = page.last_page;
    this.total = page.total;
  }

  #query(): ApplicationsQuery {
    return {
      page: 1,
      search: this.search.trim(),
      statuses: this.status === ALL ? [] : [this.status],
      directions: this.directions,
      newest_first: this.newestFirst,
    };
  }

  /** Without counters the tabs still work, so that a failure here stays silent. */
  async #loadCounts(asked: number, query: ApplicationsQuery, otherQuestion: boolean): Promise<void> {
    const whole = query.search === '' && query.directions.length === 0;
    // A refresh under a filter tells nothing of the whole park.
    if (!whole && !otherQuestion) void refreshMark(this.connection);
    try {
      const counts = await host.jumpCountApplications(this.connection, query);
      if (asked !== this.#asked) return;
      this.counts = counts;
      if (whole) putMark(this.connection, 'applications', markOf(counts));
    } catch {
      if (asked === this.#asked) this.counts = null;
    }
  }

  /** Titles only: without them the service's own keys are shown. */
  async #loadDictionaries(): Promise<void> {
    const id = this.connection;
    const [statuses, directions] = await Promise.allSettled([
      remember(`${id}/autoregStatuses`, () => host.jumpDictAutoregStatuses(id, false)),
      remember(`${id}/autoregDirections`, () => host.jumpDictAutoregDirections(id, false)),
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
