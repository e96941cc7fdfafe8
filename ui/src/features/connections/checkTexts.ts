// How a line of the check reads: its tone, its operation's name, its time.
import type { CheckState } from '$host';
import { language, t, textOf } from '$shared/i18n/i18n.svelte';
import type { StatusTone } from '$shared/StatusChip.svelte';

export const checkTones: Record<CheckState, StatusTone> = {
  answers: 'done',
  forbidden: 'warn',
  not_there: 'warn',
  unauthorized: 'err',
  failed: 'err',
  skipped: 'neutral',
};

/** An operation that the catalogue does not know goes by its own name. */
export const operationTitle = (operation: string) =>
  textOf(`connections.operation.${operation}`) ?? operation;

/** Tenths of a second; anything quicker than a tenth still took one. */
export function secondsText(millis: number): string {
  const seconds = (Math.max(100, millis) / 1000).toFixed(1);
  return t('connections.check.seconds', {
    seconds: language() === 'ru' ? seconds.replace('.', ',') : seconds,
  });
}
