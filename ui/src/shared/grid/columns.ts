// What a table's column is. Plain cells give `text`; richer ones set `custom` and are drawn by the grid's `cell` snippet.

/** The checkbox column: all of it is the hit area. */
export const CHECK_WIDTH = 36;

export interface Column<Row> {
  id: string;
  title: string;
  /** Least width in px; spare width is shared in proportion. */
  width: number;
  /** Exactly that wide: it takes no share. */
  exact?: boolean;
  /** Stays in sight while the table is scrolled sideways. Pinned ones come first; when no column says it, the first is. */
  pinned?: boolean;
  text?: (row: Row) => string;
  custom?: boolean;
  /** Right-aligned: sums, counts. */
  numeric?: boolean;
  /** Further classes of the cell: `mut`, `m`, `neg`. */
  look?: string | ((row: Row) => string);
  sortable?: boolean;
}

export type RowMarks<Row> = (row: Row) => { verdict?: string | null; state?: string | null };

export interface Sort {
  column: string;
  descending: boolean;
}

/** A click on a header: descending first for the new column when it is numeric, else ascending; then the other way. */
export function nextSort<Row>(current: Sort | null, column: Column<Row>): Sort {
  if (current?.column === column.id) return { column: column.id, descending: !current.descending };
  return { column: column.id, descending: column.numeric === true };
}
