// The mark of applications in the navigation: how many wait in the whole park, whatever the list is filtered by.
import { host, type ApplicationsFilter, type StatusCount } from '$host';
import { putMark } from '$app/marks';
import type { SectionCount } from '$app/session.svelte';
import { count } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';

const WAITING = 'not_processed';

export const wholePark: ApplicationsFilter = { search: '', statuses: [], directions: [] };

export function markOf(counts: StatusCount[]): SectionCount | null {
  const waiting = counts.find((one) => one.status === WAITING)?.count ?? 0;
  return waiting > 0 ? { text: count(waiting), title: t('applications.nav') } : null;
}

export const readMark = async (connection: string) =>
  markOf(await host.jumpCountApplications(connection, wholePark));

/** Softly: without an answer the former mark stays. */
export async function refreshMark(connection: string): Promise<void> {
  try {
    putMark(connection, 'applications', await readMark(connection));
  } catch {
    // The list says what is wrong; the mark is not the place for it.
  }
}
