// Ways out of an error of Yume, and to the part of the settings that is about it.
import { hasScreen } from '$app/feature';
import { mayLeave, navigate } from '$app/router.svelte';
import type { ErrorAction } from '$shared/errors';
import { place } from '../settings/place.svelte';
import type { SessionOver } from './access/over.svelte';

async function toAccess(): Promise<void> {
  if (!(await mayLeave())) return;
  place.section = 'yume';
  await navigate({ name: 'settings' }, { force: true });
}

/** `again` runs after a retry and after signing in again. */
export const errorWays = (
  over: SessionOver,
  again: () => void,
): Partial<Record<ErrorAction, () => void>> => ({
  retry: again,
  signIn: () => over.ask(again),
  toIntegrations: () => void navigate({ name: 'yume', tab: 'integrations' }),
  ...(hasScreen('settings') && { toConnection: () => void toAccess() }),
  ...(hasScreen('diagnostics') && { toDiagnostics: () => void navigate({ name: 'diagnostics' }) }),
});
