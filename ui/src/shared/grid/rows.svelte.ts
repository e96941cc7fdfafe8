// The rows a table holds of a list that lives in Rust: pages fetched by index as they come into view and a little ahead
// of where it moves to, at most two requests at a time, the newest wish first, pages far from the view forgotten.

export type FetchRows<Row> = (from: number, to: number) => Promise<readonly Row[]>;

const PAGE = 100;
const KEPT_PAGES = 60;
const AT_ONCE = 2;
/** Pages beyond the view, while it moves step by step. */
const AHEAD = 2;

export class RowWindow<Row> {
  #pages = new Map<number, readonly Row[]>();
  /** Pages of the list before its last change: shown until the fresh ones come, so that a refresh does not flicker. */
  #former = new Map<number, readonly Row[]>();
  #asked = new Set<number>();
  #wanted: number[] = [];
  #from = 0;
  #generation = 0;
  #seen = $state(0);
  #error = $state.raw<unknown>(null);
  #fetch: FetchRows<Row>;
  #total: number;

  constructor(fetch: FetchRows<Row>, total: number) {
    this.#fetch = fetch;
    this.#total = total;
  }

  /** The list has changed (filter, sort, refresh, more rows): everything is fetched again, late answers are dropped. */
  reset(fetch: FetchRows<Row>, total: number): void {
    this.#fetch = fetch;
    this.#total = total;
    this.#generation++;
    this.#former = new Map([...this.#former, ...this.#pages]);
    this.#pages.clear();
    this.#asked.clear();
    this.#wanted = [];
    this.#error = null;
    this.#seen++;
  }

  get error(): unknown {
    return this.#error;
  }

  row(index: number): Row | undefined {
    void this.#seen;
    const page = Math.floor(index / PAGE);
    return (this.#pages.get(page) ?? this.#former.get(page))?.[index % PAGE];
  }

  /** Says which rows are in view; fetches what is missing of them, then what comes next. */
  want(from: number, to: number): void {
    const wanted: number[] = [];
    const moved = from - this.#from;
    this.#from = from;
    const [first, last] = [Math.floor(from / PAGE), Math.floor(Math.max(from, to - 1) / PAGE)];
    const pages = from < to ? range(first, last) : [];
    // A drag of the scroll bar jumps: what lies beside is not where it goes to.
    if (moved > 0 && moved < PAGE) pages.push(...range(last + 1, last + AHEAD));
    else if (moved < 0 && moved > -PAGE) pages.push(...range(first - AHEAD, first - 1).reverse());
    for (const page of pages) {
      if (page < 0 || page * PAGE >= this.#total) continue;
      const held = this.#pages.get(page);
      if (held) {
        this.#pages.delete(page);
        this.#pages.set(page, held);
      } else wanted.push(page);
    }
    this.#wanted = wanted;
    this.#pump();
  }

  /** Asks again after a failure. */
  retry(): void {
    this.#error = null;
    this.#pump();
  }

  #pump(): void {
    while (this.#asked.size < AT_ONCE && this.#error === null) {
      const page = this.#wanted.find((one) => !this.#asked.has(one) && !this.#pages.has(one));
      if (page === undefined) {
        if (this.#asked.size === 0) this.#former.clear();
        return;
      }
      void this.#load(page);
    }
  }

  async #load(page: number): Promise<void> {
    const generation = this.#generation;
    this.#asked.add(page);
    try {
      const rows = await this.#fetch(page * PAGE, Math.min((page + 1) * PAGE, this.#total));
      if (generation !== this.#generation) return;
      this.#pages.set(page, rows);
      this.#forgetFar();
    } catch (thrown) {
      if (generation !== this.#generation) return;
      this.#error = thrown;
    }
    this.#asked.delete(page);
    this.#seen++;
    this.#pump();
  }

  #forgetFar(): void {
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= KEPT_PAGES) return;
      if (!this.#wanted.includes(page)) this.#pages.delete(page);
    }
  }
}

const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
