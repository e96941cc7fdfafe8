// What tells one register from another: the types of its rows, and the commands that open and read it. All the rest
// is asked by handle, the same for every register, and called directly.
import type { RegisterName, RegisterState } from '$host';
import type { Column } from '$shared/grid/columns';

export interface RegisterKind {
  filter: object;
  row: { id: string };
  column: string;
}

export interface Order<C extends string = string> {
  column: C;
  descending: boolean;
}

/** The bound commands of one kind. */
export interface RegisterSource<K extends RegisterKind> {
  name: RegisterName;
  /** How the rows come by themselves. */
  usualOrder: Order<K['column']>;
  open(connection: string, filter: K['filter']): Promise<RegisterState>;
  window(handle: string, from: number, count: number): Promise<{ rows: K['row'][] }>;
}

export type CellsOf<K extends RegisterKind> = Column<K['row']> & {
  id: K['column'];
  /** Its cells are amounts: it has sums. */
  amount?: boolean;
  /** Rows can be put together by its values. */
  groupable?: boolean;
  /** Not on the screen until it is asked for. */
  hidden?: boolean;
};

export const isSameOrder = (one: Order, other: Order) =>
  one.column === other.column && one.descending === other.descending;
