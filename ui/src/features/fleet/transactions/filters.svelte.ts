// What the transactions are asked for: the register's own filters, categories, one driver.
import type { FleetTransactionsFilter, ViewContent } from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import { RegisterFilters } from '$shared/register/filters.svelte';
import { nameOf } from '../names';
import { usualOrder, type FleetTransactionsKind } from './source';

const lists = ['category_ids'] as const;
export type ListFilter = (typeof lists)[number];
/** Where a saved view keeps the driver: its own member takes the drivers of Jump, whose ids are numbers. */
const DRIVER = 'driver_id';

export class FleetTransactionFilters extends RegisterFilters<FleetTransactionsKind, ListFilter> {
  constructor() {
    super({ lists, usualOrder });
  }

  listTitle = (name: ListFilter) => t(`fleet.filter.${name}`);

  protected more(): Omit<FleetTransactionsFilter, 'period'> {
    return { ...this.lists, driver_id: this.drivers[0]?.id ?? null };
  }

  override toContent(): ViewContent {
    const content = super.toContent();
    const ids = this.drivers.map(({ id }) => id);
    return { ...content, drivers: [], lists: { ...content.lists, ...(ids.length && { [DRIVER]: ids }) } };
  }

  override take(content: ViewContent, columns?: readonly string[]): void {
    super.take({ ...content, drivers: [] }, columns);
    this.drivers = (content.lists?.[DRIVER] ?? []).slice(0, 1).map((id) => ({ id, name: nameOf(id) }));
  }

  override async toArgument(): Promise<FleetTransactionsFilter> {
    const { period } = await super.toArgument();
    return { period, ...this.more() };
  }
}

const kept: Record<string, FleetTransactionFilters> = {};

/** Those of the screen, per connection. */
export function filtersOf(connection: string): FleetTransactionFilters {
  return (kept[connection] ??= new FleetTransactionFilters());
}
