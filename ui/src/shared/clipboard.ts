// Copying a single value. The clipboard may refuse (no focus, policy): the user is told either way.
import { t } from './i18n/i18n.svelte';
import { toast } from './toasts.svelte';

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (!copyBySelection(text)) return false;
  }
  toast({ text: t('shell.copied'), icon: 'copy', tone: 'info' });
  return true;
}

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'vh';
  document.body.append(area);
  const opener = document.activeElement;
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (opener instanceof HTMLElement) opener.focus();
  return copied;
}
