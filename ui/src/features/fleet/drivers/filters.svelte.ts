// What the drivers are asked for. The list has no period: it is everybody, as of now.
import type { FleetDriversFilter } from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import { RegisterFilters } from '$shared/register/filters.svelte';
import { usualOrder, type FleetDriversKind } from './source';

export const listFilters = ['work_statuses', 'work_rule_ids'] as const;
export type ListFilter = (typeof listFilters)[number];

export class FleetDriverFilters extends RegisterFilters<FleetDriversKind, ListFilter> {
  constructor() {
    super({ lists: listFilters, usualOrder, period: false });
  }

  listTitle = (name: ListFilter) => t(`fleet.drivers.filter.${name}`);
  override searchTitle = () => t('fleet.drivers.search');

  /** The register is asked for every driver of the park. */
  get isWhole(): boolean {
    return this.search === '' && listFilters.every((name) => this.lists[name].length === 0);
  }

  protected more(): FleetDriversFilter {
    return { ...this.lists, search: this.search };
  }
}

const kept: Record<string, FleetDriverFilters> = {};

/** Those of the screen, per connection. */
export function filtersOf(connection: string): FleetDriverFilters {
  return (kept[connection] ??= new FleetDriverFilters());
}
