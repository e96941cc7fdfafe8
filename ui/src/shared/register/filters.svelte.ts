// What a register is asked for: period, lists out of dictionaries, search; and which of its rows are shown: the words
// looked for, values of columns, days. Kept by the screens while the program runs, so that a visit to another screen
// does not lose it. A kind adds its own and says what the command takes.
import {
  host,
  type DictionaryItem,
  type Narrowing,
  type Period,
  type ValueFilter,
  type ViewContent,
} from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import { periodText } from './period';
import type { Order, RegisterKind } from './source';

export interface ChosenDriver {
  id: string;
  name: string;
}

/** One filter in words: `Period`, `01.10-31.10.2026`. */
export interface FilterLine {
  label: string;
  value: string;
}

export interface FilterOptions<K extends RegisterKind, L extends string> {
  /** Names of the filters that are lists of ids, as in the command's argument. */
  lists: readonly L[];
  usualOrder: Order<K['column']>;
  /** A driver's card shows this driver only: no filter to be taken away. */
  only?: ChosenDriver | null;
  /** False for a kind without a period; it has no filter by drivers either. */
  period?: boolean;
  /** The ready-made period to begin with. */
  preset?: string;
}

const isSameValue = (one: ValueFilter, other: ValueFilter) =>
  one.column === other.column && one.key === other.key;

export abstract class RegisterFilters<K extends RegisterKind, L extends string = string> {
  /** The ready-made period in force: on refresh it is counted anew, so that "today" stays today. */
  preset = $state<string | null>(null);
  /** Null until it is counted, and for a kind without a period. */
  period = $state.raw<Period | null>(null);
  /** Ids out of dictionaries, by the filter's name in the command's argument. */
  lists = $state.raw({} as Record<L, string[]>);
  drivers = $state.raw<ChosenDriver[]>([]);
  /** Asked of the service, by the kinds that have a search. */
  search = $state('');
  /** Looked for among the rows that came. */
  find = $state('');
  /** Values that rows are shown with, or without. */
  values = $state.raw<ValueFilter[]>([]);
  /** Days chosen within the period. */
  days = $state.raw<Period | null>(null);
  order = $state.raw<Order<K['column']>>({ column: '', descending: true });

  readonly listNames: readonly L[];
  readonly only: ChosenDriver | null;
  readonly hasPeriod: boolean;
  /** Titles of the columns, for words about `values`; the screen's table gives them. */
  columnTitle: (column: string) => string = (column) => column;
  readonly #usualPreset: string;
  readonly #usualOrder: Order<K['column']>;
  #known = $state.raw<Partial<Record<L, readonly DictionaryItem[]>>>({});

  constructor(options: FilterOptions<K, L>) {
    const { lists, usualOrder, only = null, period = true, preset = 'month' } = options;
    this.listNames = lists;
    this.only = only;
    this.hasPeriod = period;
    this.#usualPreset = preset;
    this.#usualOrder = usualOrder;
    this.preset = period ? preset : null;
    this.lists = this.#noLists();
    this.order = usualOrder;
  }

  #noLists(): Record<L, string[]> {
    return Object.fromEntries(this.listNames.map((name) => [name, []])) as unknown as Record<L, string[]>;
  }

  abstract listTitle(name: L): string;
  searchTitle = () => t('register.filter.search');
  /** The command's argument, without the period and the drivers. */
  protected abstract more(): Omit<K['filter'], 'period' | 'driver_ids'>;

  /** Titles of the filters in force, besides the period. */
  titles(): string[] {
    return [
      ...(this.drivers.length ? [t('register.filter.driver')] : []),
      ...this.listNames.filter((name) => this.lists[name].length > 0).map((name) => this.listTitle(name)),
      ...(this.search ? [this.searchTitle()] : []),
    ];
  }

  setList(name: L, ids: string[]): void {
    this.lists = { ...this.lists, [name]: ids };
  }

  /** Tells the titles of a list's ids, so that the filter can be told in words. */
  name(list: L, items: readonly DictionaryItem[]): void {
    this.#known = { ...this.#known, [list]: items };
  }

  /** Another value of a column; the same value anew takes the place of what was said of it. */
  addValue(filter: ValueFilter): void {
    this.values = [...this.values.filter((one) => !isSameValue(one, filter)), filter];
  }

  removeValues(column: string): void {
    this.values = this.values.filter((one) => one.column !== column);
  }

  /** The columns that rows are narrowed by, each once. */
  get narrowedColumns(): string[] {
    const columns = this.values.map(({ column }) => column);
    return columns.filter((column, place) => columns.indexOf(column) === place);
  }

  get isNarrowed(): boolean {
    return this.find.trim() !== '' || this.values.length > 0 || this.days !== null;
  }

  /** Everything but the period, which is always sent. */
  clear(): void {
    this.lists = this.#noLists();
    this.drivers = [];
    this.search = '';
    this.forgetNarrowing();
  }

  forgetNarrowing(): void {
    this.find = '';
    this.values = [];
    this.days = null;
  }

  /** Which of the rows that came are shown. */
  toNarrowing(): Narrowing {
    return { find: this.find.trim(), values: this.values, days: this.days };
  }

  /** What a saved view keeps of it. */
  toContent(): ViewContent {
    const lists = this.listNames.filter((name) => this.lists[name].length > 0);
    return {
      preset: this.preset,
      period: this.preset === null ? this.period : null,
      lists: Object.fromEntries(lists.map((name) => [name, this.lists[name]])),
      drivers: this.drivers,
      search: this.search,
      find: this.find,
      values: this.values,
      order: this.order,
    };
  }

  /** What a saved view says; lists and columns that the kind does not have (any more) are left out. */
  take(content: ViewContent, columns?: readonly string[]): void {
    const known = (column: string) => columns === undefined || columns.includes(column);
    this.clear();
    for (const name of this.listNames) this.setList(name, content.lists?.[name] ?? []);
    if (this.hasPeriod) {
      const before = this.preset;
      this.preset = content.preset ?? (content.period ? null : this.#usualPreset);
      // The days of the same ready-made period are those that the list was asked for.
      if (this.preset === null || this.preset !== before)
        this.period = this.preset === null ? (content.period ?? null) : null;
      this.drivers = this.only ? [] : (content.drivers ?? []);
    }
    this.search = content.search ?? '';
    this.find = content.find ?? '';
    this.values = (content.values ?? []).filter(({ column }) => known(column));
    const order = content.order ?? this.#usualOrder;
    this.order = known(order.column) ? (order as Order<K['column']>) : this.#usualOrder;
  }

  /** What is filtered, in words. */
  describe(): FilterLine[] {
    const { period, days, find, search } = this;
    const drivers = this.only ? [this.only] : this.drivers;
    const line = (label: string, value: string) => (value ? [{ label, value }] : []);
    const lists = this.listNames.flatMap((name) =>
      line(this.listTitle(name), this.lists[name].map((id) => this.#titleOf(name, id)).join(', ')),
    );
    return [
      ...line(t('register.filter.period'), this.hasPeriod && period ? periodText(period) : ''),
      ...line(t('register.filter.driver'), drivers.map(({ name }) => name).join(', ')),
      ...lists,
      ...line(this.searchTitle(), search),
      ...line(t('register.filter.days'), days ? periodText(days) : ''),
      ...line(t('register.filter.find'), find.trim()),
      ...this.narrowedColumns.flatMap((column) => line(this.columnTitle(column), this.valuesText(column))),
    ];
  }

  #titleOf(list: L, id: string): string {
    const found = this.#known[list]?.find(({ code, slug }) => code === id || slug === id);
    return found?.title ?? t('register.filter.code', { code: id });
  }

  /** The values of a column in words: `Paid, Rejected`, `except Paid`. */
  valuesText(column: string): string {
    const of = (excluded: boolean) =>
      this.values
        .filter((one) => one.column === column && (one.excluded ?? false) === excluded)
        .map(({ title }) => title || t('register.value.none'))
        .join(', ');
    const [only, except] = [of(false), of(true)];
    return [only, except && t('register.value.except', { values: except })].filter(Boolean).join('; ');
  }

  /** Days that were chosen in another period are no choice in this one. */
  #forgetDaysOutside(): void {
    const { days, period } = this;
    if (days && period && (days.from < period.from || days.to > period.to)) this.days = null;
  }

  /** The command's argument; counts a ready-made period for today. */
  async toArgument(): Promise<K['filter']> {
    if (!this.hasPeriod) return this.more() as K['filter'];
    if (this.preset !== null || this.period === null) {
      const presets = await host.periodPresets();
      const found = presets.find((one) => one.code === this.preset) ?? presets[0];
      if (found) [this.preset, this.period] = [found.code, found.period];
    }
    this.#forgetDaysOutside();
    const drivers = this.only ? [this.only] : this.drivers;
    return {
      period: this.period ?? { from: '', to: '' },
      driver_ids: drivers.map((driver) => driver.id),
      ...this.more(),
    } as K['filter'];
  }
}
