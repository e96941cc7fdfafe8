// What the applications are asked for: one status (a tab), directions, the service's search.
import { host, type ApplicationsFilter, type DictionaryItem } from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import { RegisterFilters } from '$shared/register/filters.svelte';
import { ALL } from './counters.svelte';
import { usualOrder, type ApplicationsKind } from './source';

/** Filters by slugs of a dictionary, by their names in `ApplicationsFilter`. */
export type ListFilter = 'statuses' | 'directions';

export class ApplicationFilters extends RegisterFilters<ApplicationsKind, ListFilter> {
  constructor() {
    super({ lists: ['statuses', 'directions'], usualOrder, period: false });
  }

  listTitle = (name: ListFilter) => t(name === 'statuses' ? 'applications.tabs' : 'applications.direction');

  /** The tab: a status, all of them, or none where a saved view asks for several. */
  get status(): string | null {
    const [first, ...others] = this.lists.statuses;
    return first === undefined ? ALL : others.length > 0 ? null : first;
  }
  set status(slug: string) {
    this.setList('statuses', slug === ALL ? [] : [slug]);
  }

  /** Every application of the park is asked for. */
  get isWhole(): boolean {
    return this.search === '' && this.lists.statuses.length === 0 && this.lists.directions.length === 0;
  }

  protected more(): ApplicationsFilter {
    return { ...this.lists, search: this.search };
  }
}

/** The service's own word for an application without a direction; its dictionary does not have it. */
const UNDEFINED = 'undefined';

/** By slug: that is what the filter sends. */
export async function directions(connection: string): Promise<DictionaryItem[]> {
  const known = (await host.jumpDictAutoregDirections(connection, false)).map((item) => ({
    ...item,
    code: item.slug ?? item.code,
  }));
  if (known.some(({ code }) => code === UNDEFINED)) return known;
  return [...known, { code: UNDEFINED, slug: UNDEFINED, title: t('applicationsList.directionUnset') }];
}
