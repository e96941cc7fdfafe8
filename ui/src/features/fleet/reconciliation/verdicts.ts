// How two records that lie beside each other are told. A record on one side only is no error by itself; what a person has
// to look at is tinted.
import type { ReconciliationRow, ReconciliationVerdict } from '$host';
import type { IconName } from '$shared/icons';
import type { StatusTone } from '$shared/StatusChip.svelte';

export const ALL = 'all';
export type VerdictTab = ReconciliationVerdict | typeof ALL;

/** In the order of the tabs. */
export const verdicts = [
  'matched',
  'looks_alike',
  'amount_differs',
  'only_jump',
  'only_yandex',
  'only_journal',
] as const satisfies readonly ReconciliationVerdict[];

export const looks: Record<ReconciliationVerdict, { tone: StatusTone; icon: IconName }> = {
  matched: { tone: 'done', icon: 'okCircle' },
  looks_alike: { tone: 'wait', icon: 'eye' },
  amount_differs: { tone: 'warn', icon: 'alert' },
  only_jump: { tone: 'neutral', icon: 'minusCircle' },
  only_yandex: { tone: 'neutral', icon: 'minusCircle' },
  only_journal: { tone: 'warn', icon: 'book' },
};

/** Who the driver is at the other service is not known: such a record could be matched by its mark only. */
export const isStranger = ({ verdict, jump_driver, fleet_driver }: ReconciliationRow) =>
  (verdict === 'only_jump' && fleet_driver === null) || (verdict === 'only_yandex' && jump_driver === null);
