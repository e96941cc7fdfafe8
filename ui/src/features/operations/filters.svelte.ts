// What the operations are asked for: the register's own filters and the dictionaries of operations.
import { host, type TransactionsFilter } from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import type { LoadDictionary } from '$shared/register/dictionaries';
import { RegisterFilters, type ChosenDriver } from '$shared/register/filters.svelte';
import { usualOrder, type OperationsKind } from './source';

/** Filters that are lists of ids out of a dictionary, by their names in `TransactionsFilter`. */
export const listFilters = ['integration_ids', 'type_ids'] as const;
export type ListFilter = (typeof listFilters)[number];

export const dictionaries: Record<ListFilter, LoadDictionary> = {
  integration_ids: (park) => host.jumpDictIntegrations(park, false),
  type_ids: (park) => host.jumpDictTransactionTypes(park, false),
};

export class OperationFilters extends RegisterFilters<OperationsKind, ListFilter> {
  constructor(only: ChosenDriver | null = null) {
    super({ lists: listFilters, usualOrder, only });
  }

  listTitle = (name: ListFilter) => t(`operations.filter.${name}`);

  protected more(): Omit<TransactionsFilter, 'period' | 'driver_ids'> {
    return { ...this.lists };
  }
}

const kept: Record<string, OperationFilters> = {};

/** Those of the operations screen, per connection. */
export function filtersOf(connection: string): OperationFilters {
  return (kept[connection] ??= new OperationFilters());
}
