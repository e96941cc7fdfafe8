// What came of a write that nothing else shows, in a few words.
import type { YumeWritten } from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import { toast } from '$shared/toasts.svelte';

/** `done`: the words for success. */
export function toldToast({ state, trace_id }: YumeWritten, done: string): void {
  if (state === 'done') {
    toast({ text: done, tone: 'ok', icon: 'okCircle' });
    return;
  }
  const trace = trace_id && state === 'unknown' ? ` ${t('shell.traceId', { id: trace_id })}.` : '';
  toast({ text: `${t(`yumeWazzup.write.${state}`)}.${trace}`, tone: 'warn' });
}
