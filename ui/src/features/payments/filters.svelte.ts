// What the payments are asked for: the register's own filters, the dictionaries of payments, the service's search.
import type { PaymentsFilter } from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import { RegisterFilters, type ChosenDriver } from '$shared/register/filters.svelte';
import { usualOrder, type PaymentsKind } from './source';

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

export class PaymentFilters extends RegisterFilters<PaymentsKind, ListFilter> {
  constructor(only: ChosenDriver | null = null) {
    super({ lists: listFilters, usualOrder, only });
  }

  listTitle = (name: ListFilter) => t(`payments.filter.${name}`);

  protected more(): Omit<PaymentsFilter, 'period' | 'driver_ids'> {
    return { ...this.lists, search: this.search };
  }
}

const kept: Record<string, PaymentFilters> = {};

/** Those of the payments screen, per connection. */
export function filtersOf(connection: string): PaymentFilters {
  return (kept[connection] ??= new PaymentFilters());
}
