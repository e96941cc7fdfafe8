// Copying rows for a spreadsheet: Rust writes TSV and HTML, the page says how it went.
import { describeError } from '$shared/errors';
import { t } from '$shared/i18n/i18n.svelte';
import { toast } from '$shared/toasts.svelte';

/** Copies and says how many rows; `complete` false is told too. Never throws. */
export async function copyRows(copy: () => Promise<number>, complete: boolean): Promise<void> {
  try {
    const text = t('register.copied', { n: await copy() });
    if (complete) toast({ text, icon: 'copy', tone: 'info' });
    else toast({ text: `${text} ${t('register.copied.partial')}`, icon: 'copy', tone: 'warn' });
  } catch (thrown) {
    const said = describeError(thrown);
    toast({ title: said.title, text: said.text, tone: 'warn' });
  }
}
