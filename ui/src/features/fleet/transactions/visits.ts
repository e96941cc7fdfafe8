// Where the transactions were left.
import { LastVisit, type Visit } from '$shared/register/visit';
import { filtersOf, type FleetTransactionFilters } from './filters.svelte';
import type { FleetTransactionsKind } from './source';

const last = new LastVisit<FleetTransactionsKind, FleetTransactionFilters>();

/** The last visit to this park; that to another one ends with its register. The chart begins with the groups. */
export function visitOf(connection: string): Visit<FleetTransactionsKind, FleetTransactionFilters> {
  let isNew = false;
  const visit = last.to(connection, () => {
    isNew = true;
    return filtersOf(connection);
  });
  if (isNew) visit.stack = 'group';
  return visit;
}

/** For tests. */
export const forgetVisits = (): void => last.end();
