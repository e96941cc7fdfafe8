// The way of an operation from its intent to its outcome: what is passed, where it stands, what nobody has confirmed.
import type { OperationView } from '$host';
import type { IconName } from '$shared/icons';
import { t } from '$shared/i18n/i18n.svelte';
import { isPending } from './states';

export type StepLook = 'ok' | 'now' | 'unk' | 'err' | 'off' | 'ahead';

export interface Step {
  title: string;
  look: StepLook;
  icon: IconName;
  /** For whoever listens. */
  spoken: string;
}

const icons: Record<StepLook, IconName> = {
  ok: 'check',
  now: 'clock',
  unk: 'question',
  err: 'close',
  off: 'minus',
  ahead: 'dots',
};

function step(title: string, look: StepLook): Step {
  const spoken = {
    ok: t('journal.path.done'),
    now: t('journal.path.now'),
    unk: t('journal.path.unconfirmed'),
    err: t('journal.path.done'),
    off: t('journal.path.done'),
    ahead: t('journal.path.ahead'),
  };
  return { title, look, icon: icons[look], spoken: spoken[look] };
}

type Settled = Exclude<OperationView['state'], 'waiting' | 'sent' | 'unknown'>;
const outcomes: Record<Settled, StepLook> = {
  accepted: 'ok',
  rejected: 'err',
  not_sent: 'off',
  cancelled: 'off',
  closed_exists: 'off',
  closed_absent: 'off',
};

/** `doubted`: its outcome was unknown at some time. */
export function pathOf(operation: OperationView, doubted: boolean): Step[] {
  const { state } = operation;
  const intent = step(t('journal.path.intent'), 'ok');
  const queue = step(t('journal.path.queue'), state === 'waiting' ? 'now' : 'ok');
  const left = state !== 'waiting' && state !== 'cancelled' && state !== 'not_sent';
  const sent = step(
    t('journal.path.sent'),
    left ? (state === 'sent' ? 'now' : 'ok') : state === 'waiting' ? 'ahead' : 'off',
  );
  // What the service named is in doubt no longer.
  const doubt =
    !isPending(operation) && (doubted || state === 'unknown') ? [step(t('journal.path.unknown'), 'unk')] : [];
  // The service took it: what comes next is its own work.
  const atWork = isPending(operation) ? [step(t('journal.path.pending'), 'now')] : [];
  const outcome =
    state === 'waiting' || state === 'sent' || state === 'unknown'
      ? step(t('journal.path.outcome'), 'ahead')
      : step(t(`journal.path.outcome.${state}`), outcomes[state]);
  return [intent, queue, sent, ...doubt, ...atWork, outcome];
}
