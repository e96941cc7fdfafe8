// For tests: a desk as the strips around a table see it, with invented values, that remembers what it was told.
import { RowSelection } from '$shared/grid/selection.svelte';
import type {
  Period,
  RegisterGroup,
  RegisterName,
  RegisterState,
  ValueFilter,
  ViewColumn,
  ViewContent,
} from '$host';
import type { BoardColumn, BoardDesk } from './desk';
import { RegisterViews } from './views.svelte';

export const stateOf = (change: Partial<RegisterState> = {}): RegisterState => ({
  handle: 'r1',
  register: 'payments',
  phase: 'complete',
  received: 5,
  total: 5,
  shown: 5,
  found_as: null,
  pages_done: 1,
  pages: 1,
  until: '2026-10-31T23:59:59+03:00',
  started_at: '2026-10-31T14:06:00+03:00',
  finished_at: null,
  waiting_until: null,
  error: null,
  revision: 1,
  ...change,
});

/** A group with the sum of one column. */
export const groupOf = (key: string, title: string, count: number, amount: string): RegisterGroup => ({
  key,
  title,
  totals: {
    count,
    columns: [
      {
        column: 'amount',
        count,
        sum: amount,
        income: '0',
        outcome: '0',
        least: null,
        greatest: null,
        average: null,
      },
    ],
  },
});
const columns: BoardColumn[] = [
  { id: 'driver', title: 'Driver', width: 150 },
  { id: 'created_at', title: 'Created', width: 124, groupable: true },
  { id: 'status', title: 'Status', width: 202, groupable: true },
  { id: 'amount', title: 'Amount', width: 102.4, amount: true },
];

class FakeFilters {
  period: Period | null = { from: '2026-10-01', to: '2026-10-31' };
  find = $state('');
  values = $state.raw<ValueFilter[]>([]);
  days = $state.raw<Period | null>(null);
  describe = () => [{ label: 'Period', value: '01.10-31.10.2026' }];
}

export class FakeDesk implements BoardDesk {
  readonly connection = 'park-1';
  readonly name: RegisterName = 'payments';
  state = $state.raw<RegisterState | null>(stateOf());
  drawer: object | null = null;
  group = $state<string | null>(null);
  stack = $state<string | null>(null);
  readonly filters = new FakeFilters();
  readonly selection = new RowSelection();
  readonly visit = { selection: this.selection };
  /** What was asked for, as the service's filters would be. */
  search = $state('');
  laid: ViewColumn[] = [];
  applied: ViewContent[] = [];
  copied = 0;
  readonly views: RegisterViews;
  readonly layout = {
    all: columns,
    shown: columns.filter(({ id }) => id !== 'driver'),
    take: (taken: ViewColumn[]) => void (this.laid = taken),
    flush: () => undefined,
    reset: () => void (this.laid = []),
  };
  readonly register;

  constructor() {
    const of = <T>(take: (state: RegisterState) => T, none: T) => (this.state ? take(this.state) : none);
    const running = () => of(({ phase }) => phase === 'collecting' || phase === 'waiting', false);
    this.register = {
      get state() {
        return of<RegisterState | null>((state) => state, null);
      },
      get handle() {
        return of<string | null>(({ handle }) => handle, null);
      },
      get revision() {
        return of(({ revision }) => revision, 0);
      },
      get shown() {
        return of(({ shown }) => shown, 0);
      },
      get received() {
        return of(({ received }) => received, 0);
      },
      get isRunning() {
        return running();
      },
      get isComplete() {
        return of(({ phase }) => phase === 'complete', false);
      },
      get hasContent() {
        return of(({ received }) => received > 0 || !running(), false);
      },
    };
    this.views = new RegisterViews(this);
  }

  get chosenCount(): number {
    return this.selection.count(this.register.shown);
  }

  narrow(change: () => void): void {
    change();
  }

  addValue(filter: ValueFilter): void {
    this.filters.values = [...this.filters.values, filter];
  }

  content(): ViewContent {
    return { search: this.search, group: this.group, stack: this.stack };
  }

  apply(content: ViewContent): void {
    this.applied.push(content);
    this.search = content.search ?? '';
    this.group = content.group ?? null;
    this.stack = content.stack ?? null;
  }

  async copy(): Promise<void> {
    this.copied++;
  }
}
