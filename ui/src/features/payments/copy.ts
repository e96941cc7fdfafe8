// Copying rows for a spreadsheet: Rust writes TSV and HTML, the page gives the titles.
import { host, type Selection } from '$host';
import { describeError } from '$shared/errors';
import { t } from '$shared/i18n/i18n.svelte';
import { toast } from '$shared/toasts.svelte';
import { paymentColumns } from './columns';

/** Copies and says how many rows; `complete` false is told too. */
export async function copyRows(handle: string, selection: Selection, complete: boolean): Promise<void> {
  try {
    const rows = await putOnClipboard(handle, selection);
    const text = t('payments.copied', { n: rows });
    if (complete) toast({ text, icon: 'copy', tone: 'info' });
    else toast({ text: `${text} ${t('payments.copied.partial')}`, icon: 'copy', tone: 'warn' });
  } catch (thrown) {
    const said = describeError(thrown);
    toast({ title: said.title, text: said.text, tone: 'warn' });
  }
}

function putOnClipboard(handle: string, selection: Selection): Promise<number> {
  const columns = paymentColumns().map(({ id, title }) => ({ column: id, title }));
  return host.copyRegister(handle, selection, columns as never);
}
