// What Yandex names by words of its own, in the user's. A word that is not known is shown as it came.
import type { FleetOrigin } from '$host';
import { inUnit, ROUBLE } from '$shared/format';
import { t, textOf } from '$shared/i18n/i18n.svelte';

export const workStatus = (slug: string) => textOf(`fleet.workStatus.${slug}`) ?? slug;
export const currentStatus = (slug: string) => textOf(`fleet.currentStatus.${slug}`) ?? slug;
export const blockedPart = (what: string) => textOf(`fleet.balance.part.${what}`) ?? what;

/** Who made a transaction, with the dispatcher's name; of an unknown identity its own word. */
export function originText({ origin, origin_name: name }: { origin: FleetOrigin; origin_name: string }) {
  if (origin === 'unknown') return name || t('fleet.origin.unknown');
  return origin === 'dispatcher' && name
    ? t('fleet.origin.dispatcher.name', { name })
    : t(`fleet.origin.${origin}`);
}

/** The rouble's sign, another currency's code. */
export const unitOf = (currency: string) => (currency === '' || currency === 'RUB' ? ROUBLE : currency);

export const inCurrency = (amount: string, currency: string) => inUnit(amount, unitOf(currency));
