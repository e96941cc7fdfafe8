// By which service a register leaves, and how: what a person may choose of each.
import type { FleetManner, JumpWay, PayoutSettings, Service, YandexWay } from '$host';
import { t, textOf, type MessageKey, type Params } from '$shared/i18n/i18n.svelte';

export const freshJump = (): { service: 'jump' } & JumpWay => ({
  service: 'jump',
  operation: 'withdraw',
  create_payment: false,
  include_commission: false,
  transaction_type_id: null,
  integration_id: null,
});

export const freshYandex = (manner: FleetManner): { service: 'yandex' } & YandexWay => ({
  service: 'yandex',
  sign: 'debit',
  manner,
  reason: '',
  balance_min: '',
});

/** Only a debit that is carried out later can have a condition. */
export const hasCondition = ({ sign, manner }: YandexWay) => sign === 'debit' && manner.manner === 'event';

/** Without what was typed for another manner: that stays on the screen only. */
export function meant(settings: PayoutSettings): PayoutSettings {
  const { way } = settings;
  if (way.service === 'jump') return settings;
  return {
    ...settings,
    way: {
      ...way,
      reason: way.manner.manner === 'event' ? way.reason : '',
      balance_min: hasCondition(way) ? way.balance_min : '',
    },
  };
}

/** What happens to the money: `pay`, `withdraw` (nobody is paid) and `deposit` at Jump, `debit` and `credit` at Yandex. */
export function kindOf({ way }: PayoutSettings): 'pay' | 'withdraw' | 'deposit' | 'debit' | 'credit' {
  if (way.service === 'yandex') return way.sign;
  if (way.operation === 'deposit') return 'deposit';
  return way.create_payment ? 'pay' : 'withdraw';
}

/** The words of a register at a service: Yandex has words of its own where it does otherwise than Jump. */
export function ofService(
  service: Service,
  key: MessageKey & (`payouts.${string}` | `payoutRows.${string}`),
  params: Params = {},
): string {
  return (service === 'yandex' ? textOf(ownKey(key), params) : null) ?? t(key, params);
}

const ownKey = (key: string) =>
  key.replace(/^payouts\./, 'payoutsFleet.').replace(/^payoutRows\./, 'payoutsFleet.rows.');
