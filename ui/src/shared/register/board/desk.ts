// What the strips around a register's table need of its desk (../desk.svelte): the same for every kind, so that none
// of them asks for the type of the rows.
import type {
  Selection,
  Period,
  RegisterName,
  RegisterState,
  ValueFilter,
  ViewColumn,
  ViewContent,
} from '$host';

export interface BoardColumn {
  id: string;
  title: string;
  width: number;
  amount?: boolean;
  groupable?: boolean;
}

export interface BoardDesk {
  readonly connection: string | null;
  readonly name: RegisterName;
  readonly register: {
    readonly state: RegisterState | null;
    readonly handle: string | null;
    readonly revision: number;
    readonly shown: number;
    readonly received: number;
    readonly isRunning: boolean;
    readonly isComplete: boolean;
    readonly hasContent: boolean;
  };
  readonly filters: {
    readonly period: Period | null;
    readonly find: string;
    values: ValueFilter[];
    days: Period | null;
    describe(): { label: string; value: string }[];
  };
  readonly layout: {
    /** Every column of the kind, and those on the screen in their order with their widths. */
    readonly all: BoardColumn[];
    readonly shown: BoardColumn[];
    take(columns: ViewColumn[]): void;
    flush(): void;
    reset(): void;
  };
  readonly visit: {
    readonly selection: { readonly isEmpty: boolean; toArgument(): Selection };
  };
  /** The table of rows, while it is on the screen. */
  readonly grid?: { focus(): void } | undefined;
  readonly chosenCount: number;
  /** The row that is open beside the table. */
  drawer: object | null;
  group: string | null;
  stack: string | null;
  narrow(change: () => void): void;
  addValue(filter: ValueFilter): void;
  content(): ViewContent;
  apply(content: ViewContent): void;
  copy(): Promise<void>;
}

/** A column of amounts. */
export interface Measure {
  column: string;
  title: string;
}
