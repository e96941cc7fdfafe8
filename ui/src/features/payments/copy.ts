// Copying rows for a spreadsheet: Rust writes TSV and HTML, the page gives the titles.
import { host, type Selection } from '$host';
import { describeError } from '$shared/errors';
import { t } from '$shared/i18n/i18n.svelte';
import { toast } from '$shared/toasts.svelte';
import { paymentColumns } from './columns';

/** Copies and says how many rows; `complete` false is told too. */
export async function copyRows(handle: string, selection: Selection, complete: boolean): Promise<void> {
  const columns = paymentColumns().map(({ id, title }) => ({ column: id, title }));
  try {
    const rows = await host.copyRegister(handle, selection, columns);
    const text = t('payments.copied', { n: rows });
    if (complete) toast({ text, icon: 'copy', tone: 'info' });
    else toast({ text: `${text} ${t('payments.copied.partial')}`, icon: 'copy', tone: 'warn' });
  } catch (thrown) {
    const said = describeError(thrown);
    toast({ title: said.title, text: said.text, tone: 'warn' });
  }
}
