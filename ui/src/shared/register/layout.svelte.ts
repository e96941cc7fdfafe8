// How the columns of a register's table are laid out: which, in what order, how wide, which stay in sight while it is
// scrolled sideways. What the user changes is told once the changing pauses.
import type { ViewColumn } from '$host';
import type { CellsOf, RegisterKind } from './source';

export const LEAST_WIDTH = 48;
export const GREATEST_WIDTH = 900;
const PAUSE_MS = 400;

export class TableLayout<K extends RegisterKind> {
  readonly #all: () => CellsOf<K>[];
  readonly #onchange: (columns: ViewColumn[]) => void;
  /** What was said; columns that it does not name stand as they are by themselves. */
  #said = $state.raw<ViewColumn[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `all` in the present language, in the kind's own order. */
  constructor(all: () => CellsOf<K>[], onchange: (columns: ViewColumn[]) => void = () => undefined) {
    this.#all = all;
    this.#onchange = onchange;
  }

  /** Every column of the kind. */
  readonly all = $derived.by(() => this.#all());

  /** Every column in its order, hidden ones too; the pinned first. */
  readonly columns = $derived.by(() => {
    const known = this.#said.filter(({ column }) => this.all.some(({ id }) => id === column));
    const unsaid = this.all.filter(({ id }) => !known.some(({ column }) => column === id));
    const usual = unsaid.map(({ id, width, hidden }, index) => ({
      column: id as string,
      width,
      shown: hidden !== true,
      pinned: known.length === 0 && index === 0,
    }));
    const both = [...known, ...usual];
    return [...both.filter(({ pinned }) => pinned), ...both.filter(({ pinned }) => !pinned)];
  });

  /** The columns on the screen, with their widths; `exact` where the user has set it. */
  readonly shown = $derived.by(() =>
    this.columns.flatMap(({ column, width, shown, pinned }) => {
      const cells = shown ? this.all.find(({ id }) => id === column) : undefined;
      return cells ? [{ ...cells, width, pinned, exact: width !== cells.width }] : [];
    }),
  );

  /** A layout that was kept, as it is; empty for the usual one. */
  take(columns: readonly ViewColumn[]): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const known = columns.filter(({ column }) => this.all.some(({ id }) => id === column));
    // A table without columns cannot be read.
    this.#said = known.some(({ shown }) => shown) ? known : [];
  }

  toContent(): ViewColumn[] {
    return this.columns;
  }

  reset(): void {
    this.#said = [];
    this.#tell();
  }

  /** The last column on the screen stays there. */
  show(id: string, on: boolean): void {
    if (!on && this.shown.length === 1) return;
    this.#change(id, (column) => ({ ...column, shown: on }));
  }

  /** A pinned column goes to the end of those that are. */
  pin(id: string, on: boolean): void {
    const rest = this.columns.filter(({ column }) => column !== id);
    const own = this.columns.find(({ column }) => column === id);
    if (!own || own.pinned === on) return;
    const border = rest.filter(({ pinned }) => pinned).length;
    this.#put([...rest.slice(0, border), { ...own, pinned: on }, ...rest.slice(border)]);
  }

  /** To the place `to` of all columns; a pinned one stays among the pinned. */
  move(id: string, to: number): void {
    const rest = this.columns.filter(({ column }) => column !== id);
    const own = this.columns.find(({ column }) => column === id);
    if (!own) return;
    const border = rest.filter(({ pinned }) => pinned).length;
    const place = own.pinned ? Math.min(to, border) : Math.max(to, border);
    this.#put([...rest.slice(0, Math.max(0, place)), own, ...rest.slice(Math.max(0, place))]);
  }

  /** One place to the left (-1) or right (1) of those on the screen. */
  shift(id: string, by: -1 | 1): void {
    const place = this.shown.findIndex((column) => column.id === id);
    const beside = this.shown[place + by];
    if (place < 0 || !beside) return;
    this.move(
      id,
      this.columns.findIndex(({ column }) => column === beside.id),
    );
  }

  resize(id: string, px: number): void {
    const width = Math.round(Math.min(GREATEST_WIDTH, Math.max(LEAST_WIDTH, px)));
    this.#change(id, (column) => ({ ...column, width }));
  }

  #change(id: string, change: (column: ViewColumn) => ViewColumn): void {
    this.#put(this.columns.map((column) => (column.column === id ? change(column) : column)));
  }

  #put(columns: ViewColumn[]): void {
    this.#said = columns;
    this.#tell();
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), PAUSE_MS);
  }

  /** Tells at once what waits to be told: the screen is left. */
  flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#onchange(this.toContent());
  }
}
