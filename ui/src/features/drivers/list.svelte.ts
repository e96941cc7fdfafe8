// The list of drivers of one park: what is asked for, the pages as they come, and what went wrong. It outlives the
// screen, so that coming back from a card finds the same search, filters and place.
import { asFailure, host, type DeskFailure, type DriverListItem, type DriversQuery } from '$host';
import type { Sort } from '$shared/grid/columns';
import { t } from '$shared/i18n/i18n.svelte';

export const emptyQuery = (): DriversQuery => ({
  page: 1,
  search: '',
  integration_ids: [],
  group_ids: [],
  anti_fraud_status_ids: [],
  referrer_ids: [],
  sort: null,
  descending: false,
});

export function fullName(driver: DriverListItem): string {
  const { full_name, last_name, first_name, middle_name } = driver;
  return (
    full_name?.trim() ||
    [last_name, first_name, middle_name].filter(Boolean).join(' ') ||
    t('drivers.unnamed')
  );
}

/** Do both queries choose the same drivers, in whatever order? */
function sameChoice(one: DriversQuery | null, other: DriversQuery): boolean {
  const choice = ({ search, integration_ids, group_ids, anti_fraud_status_ids }: DriversQuery) =>
    JSON.stringify([search, integration_ids, group_ids, anti_fraud_status_ids]);
  return one !== null && choice(one) === choice(other);
}

/** The columns that the service sorts by, by the grid's ids. */
const sortFields = { id: 'id', group: 'group_id', balance: 'balance' } as const;
export type Filters = Pick<DriversQuery, 'integration_ids' | 'group_ids' | 'anti_fraud_status_ids'>;

export class DriversList {
  readonly park: string;
  search = $state('');
  filters = $state.raw<Filters>({ integration_ids: [], group_ids: [], anti_fraud_status_ids: [] });
  sort = $state.raw<Sort | null>(null);
  total = $state(0);
  /** The first complete answer came at this time; rows on the screen are of then. */
  readAt = $state<string | null>(null);
  searchedAs = $state<string | null>(null);
  failure = $state.raw<DeskFailure | null>(null);
  loading = $state(false);
  /** The search and filters that the rows on the screen answer. */
  #answered = $state.raw<DriversQuery | null>(null);
  /** A later page told another total: rows were added or removed since. */
  moved = $state(false);
  version = $state(0);
  /** The row last opened. */
  current = $state<string | null>(null);
  place = 0;
  #perPage = 100;
  #pages: Record<number, Promise<readonly DriverListItem[]> | undefined> = {};
  #asked = 0;

  constructor(park: string) {
    this.park = park;
  }

  // Getters, not $derived: those would die with the screen that made the list, and the list outlives it.
  get narrowed(): boolean {
    return this.search.trim() !== '' || Object.values(this.filters).some((ids) => ids.length > 0);
  }

  /** The rows are of another search, until the answer to this one comes. */
  get behind(): boolean {
    return !sameChoice(this.#answered, this.query(1));
  }

  /** The rows on the screen are not all drivers. */
  get shownNarrowed(): boolean {
    return this.#answered !== null && !sameChoice(this.#answered, emptyQuery());
  }

  query(page: number): DriversQuery {
    const sort = this.sort ? sortFields[this.sort.column as keyof typeof sortFields] : null;
    return {
      ...emptyQuery(),
      ...this.filters,
      page,
      search: this.search.trim(),
      sort: sort ?? null,
      descending: this.sort?.descending ?? false,
    };
  }

  /** Asks for the first page anew; rows on the screen stay until it comes. A late answer is dropped. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    this.loading = true;
    try {
      const query = this.query(1);
      const page = await host.jumpListDrivers(this.park, query);
      if (asked !== this.#asked) return;
      this.#answered = query;
      this.#perPage = Math.max(1, page.per_page);
      this.#pages = { 1: Promise.resolve(page.items) };
      this.total = page.total;
      this.readAt = page.read_at;
      this.searchedAs = page.searched_as;
      this.failure = null;
      this.moved = false;
      this.version += 1;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = asFailure(thrown);
    }
    if (asked === this.#asked) this.loading = false;
  }

  /** Rows by index, half open; for the grid. */
  rows = async (from: number, to: number): Promise<readonly DriverListItem[]> => {
    const first = Math.floor(from / this.#perPage) + 1;
    const last = Math.floor(Math.max(from, to - 1) / this.#perPage) + 1;
    const pages = Array.from({ length: last - first + 1 }, (_, index) => this.#page(first + index));
    const rows = (await Promise.all(pages)).flat();
    const start = from - (first - 1) * this.#perPage;
    return rows.slice(start, start + (to - from));
  };

  #page(number: number): Promise<readonly DriverListItem[]> {
    const pages = this.#pages;
    const held = pages[number];
    if (held) return held;
    const asked = this.#fetch(number, this.version);
    pages[number] = asked;
    asked.catch(() => (pages[number] = undefined));
    return asked;
  }

  async #fetch(number: number, version: number): Promise<readonly DriverListItem[]> {
    const page = await host.jumpListDrivers(this.park, this.query(number));
    if (version === this.version && page.total !== this.total) this.moved = true;
    return page.items;
  }

  clear(): void {
    this.search = '';
    this.filters = { integration_ids: [], group_ids: [], anti_fraud_status_ids: [] };
  }
}

let kept: Record<string, DriversList> = {};

/** The list of this park, as it was left. */
export const listOf = (park: string): DriversList => (kept[park] ??= new DriversList(park));

/** Forgets every park's list. */
export const forgetLists = (): void => void (kept = {});
