// Where the drivers were left.
import { LastVisit, type Visit } from '$shared/register/visit';
import { filtersOf, type FleetDriverFilters } from './filters.svelte';
import type { FleetDriversKind } from './source';

const last = new LastVisit<FleetDriversKind, FleetDriverFilters>();
/** A driver who is to be opened as soon as his row is there, and whose park he is of. */
let wanted: { connection: string; id: string } | null = null;

/** The last visit to this park; that to another one ends with its register. */
export const visitOf = (connection: string): Visit<FleetDriversKind, FleetDriverFilters> =>
  last.to(connection, () => filtersOf(connection));

export const want = (connection: string, id: string): void => void (wanted = { connection, id });

/** Once: whom another screen asked for. */
export function takeWanted(connection: string): string | null {
  const id = wanted?.connection === connection ? wanted.id : null;
  wanted = null;
  return id;
}

/** For tests. */
export function forgetVisits(): void {
  last.end();
  wanted = null;
}
