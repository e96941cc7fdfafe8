// Ways into the screen of Yandex Fleet from elsewhere: a driver of it, his transactions.
import { hasScreen } from '$app/feature';
import { mayLeave, navigate } from '$app/router.svelte';
import type { ErrorAction } from '$shared/errors';
import type { ChosenDriver } from '$shared/register/filters.svelte';
import { place } from '../settings/place.svelte';
import { visitOf as driversVisit, want } from './drivers/visits';
import { rememberName } from './names';
import { visitOf as transactionsVisit } from './transactions/visits';

/** Shows the drivers narrowed to this one, opened; `id` is Yandex's. */
export function showFleetDriver(connection: string, driver: ChosenDriver): Promise<boolean> {
  want(connection, driver.id);
  return showNarrowed(connection, driver);
}

/** The same, his row beside what is opened for him. */
export function showNarrowed(connection: string, { id, name }: ChosenDriver): Promise<boolean> {
  const visit = driversVisit(connection);
  visit.filters.clear();
  visit.filters.values = [{ column: 'driver_id', key: id, title: name || id, excluded: false }];
  visit.given = true;
  [visit.group, visit.drawer] = [null, null];
  return navigate({ name: 'fleet', tab: 'drivers' });
}

/** Shows the transactions of this driver; `id` is Yandex's. The period stays as it was. */
export function showFleetTransactions(connection: string, { id, name }: ChosenDriver): Promise<boolean> {
  rememberName(id, name);
  const visit = transactionsVisit(connection);
  visit.filters.clear();
  visit.filters.drivers = [{ id, name: name || id }];
  visit.given = true;
  [visit.group, visit.drawer] = [null, null];
  return navigate({ name: 'fleet', tab: 'transactions' });
}

async function toAccess(): Promise<void> {
  if (!(await mayLeave())) return;
  place.section = 'fleet';
  await navigate({ name: 'settings' }, { force: true });
}

/** What a screen of Fleet carries out of the ways out of an error, besides asking again. */
export const errorWays = (): Partial<Record<ErrorAction, () => void>> => ({
  ...(hasScreen('settings') && { toConnection: () => void toAccess() }),
  ...(hasScreen('diagnostics') && { toDiagnostics: () => void navigate({ name: 'diagnostics' }) }),
});
