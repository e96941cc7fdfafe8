// What is wrong with a journal, in words: what it means for the money and what to do.
import type { JournalState, Trouble } from '$host';
import { count } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';

type Damaged = Extract<Trouble, { code: 'damaged' }>;

/** Where the damage is: the record, what it belongs to, how many places in all. */
function where({ what, event, subject, faults }: Damaged): string {
  const number = event === null ? t('journal.damage.event.unknown') : `\u2116\u00a0${count(event)}`;
  return [
    t(`journal.damage.${what}`, { event: number }),
    ...(subject ? [t('journal.damage.subject', { subject })] : []),
    ...(faults > 1 ? [t('journal.damage.faults', { n: faults })] : []),
  ].join(' ');
}

export interface TroubleText {
  title: string;
  text: string;
  todo: string;
}

export function troubleText(trouble: Trouble, { folder }: Pick<JournalState, 'folder'>): TroubleText {
  const params = {
    folder,
    ...('detail' in trouble && { detail: trouble.detail }),
    ...(trouble.code === 'newer' && { version: trouble.version, known: trouble.known }),
    ...(trouble.code === 'damaged' && { where: where(trouble) }),
  };
  return {
    title: t(`journal.trouble.${trouble.code}.title`),
    text: t(`journal.trouble.${trouble.code}.text`, params),
    todo: t(`journal.trouble.${trouble.code}.todo`, params),
  };
}
