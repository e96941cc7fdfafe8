// The filters of a list in words.
import type { ApplicationsQuery } from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import type { ApplicationsList } from './list.svelte';

/** What stands on the chip of directions; null when all are meant. */
export function directionText(list: ApplicationsList, directions: string[]): string | null {
  const [only] = directions;
  if (only === undefined) return null;
  const choices = list.directionChoices;
  if (directions.length === 1) return choices.find((one) => one.value === only)?.title ?? only;
  return t('applications.directions', { n: directions.length, of: choices.length });
}

/** Each filter of a query that is set, in the order of the screen. */
export function filterTexts(list: ApplicationsList, query: ApplicationsQuery): string[] {
  const titleOf = (slug: string) => list.statuses.find((one) => one.slug === slug)?.title ?? slug;
  const directions = directionText(list, query.directions);
  return [
    ...query.statuses.map((slug) => t('applications.empty.status', { value: titleOf(slug) })),
    ...(query.search ? [t('applications.empty.search', { value: query.search })] : []),
    ...(directions ? [t('applications.empty.direction', { value: directions })] : []),
  ];
}
