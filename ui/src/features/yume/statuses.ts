// Kinds of triggers and their statuses as values and as words. A value that nobody knows is carried as it came.
import type { YumeTriggerContent } from '$host';
import { t, textOf } from '$shared/i18n/i18n.svelte';

export const kinds = ['order', 'order_payment', 'sale', 'delivery'] as const;
export type Kind = (typeof kinds)[number];
/** A value of a list that may grow: known by its word, or as it came. */
export type Listed = string | { unknown: string };
export type Member = keyof YumeTriggerContent;

/** The members that say which change sends, for each kind. */
export const changeOf = {
  order: { from: 'order_status_from', to: 'order_status_to' },
  order_payment: { from: 'order_payment_status_from', to: 'order_payment_status_to' },
  sale: { from: 'sale_status_from', to: 'sale_status_to' },
} as const;

/** In the order in which they usually follow each other. */
const known = {
  order: ['request', 'reserve', 'inrent', 'completed', 'exceed', 'debtor', 'cancel'],
  order_payment: ['awaited', 'partly_paid', 'paid'],
  sale: ['draft', 'sold', 'cancelled'],
  delivery: ['pending', 'in_progress', 'done', 'cancelled'],
} as const satisfies Record<Kind, readonly string[]>;
const deliveryTypes = ['delivery', 'pick_up'] as const;

export const isUnlisted = (value: Listed | null): value is { unknown: string } =>
  typeof value === 'object' && value !== null;
/** The word, or what came in its place. */
export const codeOf = (value: Listed): string => (isUnlisted(value) ? value.unknown : value);
export const knownKind = (kind: Listed | null): Kind | null => kinds.find((one) => one === kind) ?? null;

export const kindTitle = (kind: Listed | null): string => {
  if (kind === null) return t('yume.kind.none');
  return (
    (isUnlisted(kind) ? null : textOf(`yume.kind.${kind}`)) ?? t('yume.kind.other', { text: codeOf(kind) })
  );
};
export const statusTitle = (kind: Kind, value: Listed): string =>
  (isUnlisted(value) ? null : textOf(`yume.status.${kind}.${value}`)) ?? codeOf(value);
export const deliveryTitle = (value: Listed): string =>
  (isUnlisted(value) ? null : textOf(`yume.delivery.${value}`)) ?? codeOf(value);

/** How an unknown value goes through a `<select>`, whose values are text. */
const RAW = 'unknown:';
export const optionOf = (value: Listed | null): string =>
  value === null ? '' : isUnlisted(value) ? `${RAW}${value.unknown}` : value;
export const valueOf = (option: string): Listed | null =>
  option === '' ? null : option.startsWith(RAW) ? { unknown: option.slice(RAW.length) } : option;

interface Option {
  value: string;
  title: string;
}

/** What a field offers; what stands there already is among it, even if nobody knows it. */
function offered(codes: readonly string[], title: (value: Listed) => string, now: Listed | null): Option[] {
  const options = codes.map((code) => ({ value: code, title: title(code) }));
  return isUnlisted(now)
    ? [...options, { value: optionOf(now), title: t('yume.option.unlisted', { text: now.unknown }) }]
    : options;
}

export const kindOptions = (now: Listed | null) => offered(kinds, kindTitle, now);
export const statusOptions = (kind: Kind, now: Listed | null) =>
  offered(known[kind], (value) => statusTitle(kind, value), now);
export const deliveryOptions = (now: Listed | null) => offered(deliveryTypes, deliveryTitle, now);
