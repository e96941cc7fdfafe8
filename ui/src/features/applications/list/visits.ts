// Where the list of applications was left. It is the same register whether an application is open beside it or not.
import { LastVisit, type Visit } from '$shared/register/visit';
import { ApplicationFilters } from './filters.svelte';
import type { ApplicationsKind } from './source';

const last = new LastVisit<ApplicationsKind, ApplicationFilters>();
let kept: Record<string, ApplicationFilters> = {};

/** The last visit to this park; that to another one ends with its register. */
export const visitOf = (connection: string): Visit<ApplicationsKind, ApplicationFilters> =>
  last.to(connection, () => (kept[connection] ??= new ApplicationFilters()));

/** Sets the list to these filters for its next visit, whichever view it opens with. */
export function askFor(connection: string, filter: (filters: ApplicationFilters) => void): void {
  const visit = visitOf(connection);
  visit.filters.clear();
  filter(visit.filters);
  visit.given = true;
  visit.group = null;
}

/** The park whose application was opened from the list: the list beside it has the keyboard. */
let opened: string | null = null;

export const openedFrom = (connection: string): void => void (opened = connection);

/** Once: the application that is shown now was opened from the list. */
export function takeOpened(connection: string): boolean {
  const here = opened === connection;
  opened = null;
  return here;
}

/** For tests. */
export function forgetVisits(): void {
  last.end();
  opened = null;
  kept = {};
}
