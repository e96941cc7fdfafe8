// Where the list of drivers was left, and whether something has been saved since.
import { LastVisit, type Visit } from '$shared/register/visit';
import { DriverFilters } from './filters.svelte';
import type { DriversKind } from './source';

const last = new LastVisit<DriversKind, DriverFilters>();
let kept: Record<string, DriverFilters> = {};
/** Parks whose list is older than what was saved in a card of theirs. */
const behind = new Set<string>();
/** The park whose list a card was opened from: coming back, the list has the keyboard. */
let left: string | null = null;

/** The last visit to this park; that to another one ends with its register. */
export const visitOf = (park: string): Visit<DriversKind, DriverFilters> =>
  last.to(park, () => (kept[park] ??= new DriverFilters()));

/** A card was saved, or may have been: the list is read anew on the next visit, behind the rows that are there. */
export const changed = (park: string): void => void behind.add(park);

/** Once: the list is older than what was saved. */
export const takeChanged = (park: string): boolean => behind.delete(park);

export const leftFor = (park: string): void => void (left = park);

/** Once: the list was left for a card. */
export function takeLeft(park: string): boolean {
  const back = left === park;
  left = null;
  return back;
}

/** For tests. */
export function forgetVisits(): void {
  last.end();
  behind.clear();
  left = null;
  kept = {};
}
