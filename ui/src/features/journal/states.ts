// How the states and kinds of operations look and read. An unknown outcome is violet and asks; it is never an error.
import type { ListedState, OperationView, State } from '$host';
import type { StatusTone } from '$shared/StatusChip.svelte';
import { t } from '$shared/i18n/i18n.svelte';

/** In the order of the tabs and of the footer: what a person has to look at comes first. */
export const states = [
  'unknown',
  'waiting',
  'sent',
  'accepted',
  'rejected',
  'not_sent',
  'cancelled',
  'closed_exists',
  'closed_absent',
] as const satisfies readonly State[];

/** As the journal lists them: what is being carried out stands apart from what nobody knows. */
export const listed = [
  'unknown',
  'pending',
  ...states.filter((state) => state !== 'unknown'),
] as const satisfies readonly ListedState[];

export const tones: Record<ListedState, StatusTone> = {
  unknown: 'unk',
  pending: 'wait',
  waiting: 'wait',
  sent: 'wait',
  accepted: 'done',
  rejected: 'err',
  not_sent: 'neutral',
  cancelled: 'neutral',
  closed_exists: 'neutral',
  closed_absent: 'neutral',
};

/** The service took it and carries it out by itself: neither paid nor failed yet, and no doubt about it. */
export const isPending = ({ state, remote }: Pick<OperationView, 'state' | 'remote'>) =>
  state === 'unknown' && Boolean(remote);

/** As the list counts it. */
export const listedAs = (operation: Pick<OperationView, 'state' | 'remote'>): State | 'pending' =>
  isPending(operation) ? 'pending' : operation.state;

export const toneOf = (operation: Pick<OperationView, 'state' | 'remote'>): StatusTone =>
  tones[listedAs(operation)];

/** Nobody looks it up any more: only a person can settle it. */
export const waitsForPerson = ({ state, checking, next_check_at }: OperationView) =>
  state === 'unknown' && !checking && next_check_at === null;

export function stateText(operation: OperationView): string {
  if (isPending(operation)) return t('journal.state.unknown.remote');
  return waitsForPerson(operation)
    ? t('journal.state.unknown.person')
    : t(`journal.state.${operation.state}`);
}

export function kindText({ kind, creates_payment }: Pick<OperationView, 'kind' | 'creates_payment'>): string {
  if (kind !== 'withdraw') return t(`journal.kind.${kind}`);
  return t(creates_payment ? 'journal.kind.withdraw.paid' : 'journal.kind.withdraw.unpaid');
}

export const serviceText = ({ service }: Pick<OperationView, 'service'>) => t(`journal.service.${service}`);

/** The service in a sentence: who does it, where it is done, whose it is. */
export const serviceWords = ({ service }: Pick<OperationView, 'service'>) => ({
  service: t(`journal.service.${service}`),
  where: t(`journal.service.${service}.where`),
  whose: t(`journal.service.${service}.whose`),
});

/** Who did it: the name of the settings, else the computer's user. */
export const whoText = ({ name, os_user }: OperationView['who']) => name || os_user;
