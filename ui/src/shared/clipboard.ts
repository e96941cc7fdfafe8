// Copying a single value, through Rust: the page itself has no right to the clipboard.
import { host } from '$host';
import { describeError } from './errors';
import { t } from './i18n/i18n.svelte';
import { toast } from './toasts.svelte';

/** Copies and says so; a refusal is told too. */
export async function copyText(text: string): Promise<void> {
  try {
    await host.copyText(text);
    toast({ text: t('shell.copied'), icon: 'copy', tone: 'info' });
  } catch (thrown) {
    toast({ text: describeError(thrown).title, tone: 'warn' });
  }
}
