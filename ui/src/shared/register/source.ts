// What tells one register from another: the types of its rows, and the commands that open and read it. What every
// register is asked (its state, find, stop, resume, close) is the same for all and called directly.
import type { Period, RegisterState, Selection } from '$host';
import type { Column } from '$shared/grid/columns';

export interface RegisterKind {
  filter: { period: Period; driver_ids: string[] };
  row: { id: string; driver_id: string | null; driver: string };
  column: string;
  totals: { count: number; without_amount: number };
}

export interface Order<C extends string = string> {
  column: C;
  descending: boolean;
}

/** The bound commands of one kind. */
export interface RegisterSource<K extends RegisterKind> {
  /** How the rows come by themselves. */
  usualOrder: Order<K['column']>;
  open(connection: string, filter: K['filter']): Promise<RegisterState>;
  window(handle: string, from: number, count: number): Promise<{ rows: K['row'][] }>;
  order(handle: string, order: Order<K['column']>): Promise<RegisterState>;
  /** Null: of all rows. */
  totals(handle: string, selection: Selection | null): Promise<K['totals']>;
  /** Answers how many rows went to the clipboard. */
  copy(
    handle: string,
    selection: Selection,
    columns: { column: K['column']; title: string }[],
  ): Promise<number>;
  /** Where a row stands in the present order; null when it is not in the list. */
  position(handle: string, id: string): Promise<number | null>;
}

export type CellsOf<K extends RegisterKind> = Column<K['row']> & { id: K['column'] };

export const isSameOrder = (one: Order, other: Order) =>
  one.column === other.column && one.descending === other.descending;
