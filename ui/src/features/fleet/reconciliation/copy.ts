// Copying rows of a reconciliation, and saying how it went.
import { host, type ReconciliationRow } from '$host';
import { describeError } from '$shared/errors';
import { t } from '$shared/i18n/i18n.svelte';
import { toast } from '$shared/toasts.svelte';
import { toTsv } from './tsv';

/** What is copied of an unfinished reconciliation is called so. Never throws. */
export async function copyReconciled(rows: readonly ReconciliationRow[], complete: boolean): Promise<void> {
  try {
    await host.copyText(toTsv(rows));
    const text = t('register.copied', { n: rows.length });
    if (complete) toast({ text, icon: 'copy', tone: 'info' });
    else toast({ text: `${text} ${t('reconciliation.copied.partial')}`, icon: 'copy', tone: 'warn' });
  } catch (thrown) {
    const said = describeError(thrown);
    toast({ title: said.title, text: said.text, tone: 'warn' });
  }
}
