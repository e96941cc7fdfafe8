// What the payments screen is asked for: period, filters, order, the words looked for. Kept per connection while the
// program runs, so that a visit to another screen does not lose it.
import { host, type PaymentsFilter, type Period, type RegisterOrder } from '$host';

/** Filters that are lists of ids out of a dictionary, by their names in `PaymentsFilter`. */
export const listFilters = [
  'agent_ids',
  'status_ids',
  'pay_type_ids',
  'request_type_ids',
  'group_ids',
  'integration_ids',
] as const;
export type ListFilter = (typeof listFilters)[number];

/** How a register is ordered by itself: the newest first. */
export const usualOrder: RegisterOrder = { column: 'created_at', descending: true };
export const isUsual = (order: RegisterOrder) =>
  order.column === usualOrder.column && order.descending === usualOrder.descending;

const noLists = (): Record<ListFilter, string[]> => ({
  agent_ids: [],
  status_ids: [],
  pay_type_ids: [],
  request_type_ids: [],
  group_ids: [],
  integration_ids: [],
});

export class PaymentFilters {
  /** The ready-made period in force: on refresh it is counted anew, so that "today" stays today. */
  preset = $state<string | null>('month');
  period = $state.raw<Period | null>(null);
  lists = $state.raw(noLists());
  driver = $state.raw<{ id: string; name: string } | null>(null);
  /** Asked of the service. */
  search = $state('');
  /** Looked for among the rows that came. */
  find = $state('');
  order = $state.raw<RegisterOrder>(usualOrder);

  /** Filters of the service in force, besides the period. */
  readonly active = $derived(
    listFilters.filter((name) => this.lists[name].length > 0).length +
      (this.driver ? 1 : 0) +
      (this.search ? 1 : 0),
  );

  setList(name: ListFilter, ids: string[]): void {
    this.lists = { ...this.lists, [name]: ids };
  }

  /** Everything but the period, which is always sent. */
  clear(): void {
    this.lists = noLists();
    this.driver = null;
    this.search = '';
    this.find = '';
  }

  /** The command's argument; counts a ready-made period for today. */
  async toArgument(): Promise<PaymentsFilter> {
    if (this.preset !== null || this.period === null) {
      const presets = await host.periodPresets();
      const found = presets.find((one) => one.code === this.preset) ?? presets[0];
      if (found) [this.preset, this.period] = [found.code, found.period];
    }
    return {
      period: this.period ?? { from: '', to: '' },
      ...this.lists,
      driver_ids: this.driver ? [this.driver.id] : [],
      search: this.search,
    };
  }
}

const kept: Record<string, PaymentFilters> = {};

export function filtersOf(connection: string): PaymentFilters {
  return (kept[connection] ??= new PaymentFilters());
}
