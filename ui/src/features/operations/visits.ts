// Where the operations were left: on their screen, in a driver's card.
import { LastVisit, type Visit } from '$shared/register/visit';
import { filtersOf, type OperationFilters } from './filters.svelte';
import type { OperationsKind } from './source';

const last = new LastVisit<OperationsKind, OperationFilters>();
/** In a driver's card. */
export const lastOfDriver = new LastVisit<OperationsKind, OperationFilters>();

/** The last visit to this park; that to another one ends with its register. */
export const visitOf = (connection: string | null): Visit<OperationsKind, OperationFilters> =>
  last.to(connection ?? '', () => filtersOf(connection ?? ''));
