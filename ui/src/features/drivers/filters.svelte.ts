// What the drivers are asked for. The list has no period: it is everybody, as of now.
import type { DriversFilter } from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import { RegisterFilters } from '$shared/register/filters.svelte';
import { usualOrder, type DriversKind } from './source';

/** Filters that are lists of ids out of a dictionary, by their names in `DriversFilter`. */
export const listFilters = ['group_ids', 'integration_ids', 'anti_fraud_status_ids'] as const;
export type ListFilter = (typeof listFilters)[number];

export class DriverFilters extends RegisterFilters<DriversKind, ListFilter> {
  constructor() {
    super({ lists: listFilters, usualOrder, period: false });
  }

  listTitle = (name: ListFilter) => t(`drivers.filter.${name}`);

  /** The register is asked for every driver of the park. */
  get isWhole(): boolean {
    return this.search === '' && listFilters.every((name) => this.lists[name].length === 0);
  }

  protected more(): DriversFilter {
    return { ...this.lists, referrer_ids: [], search: this.search };
  }
}
