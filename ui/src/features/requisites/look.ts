// How a requisite looks in a list: icon by form, number in groups.
import type { RequisiteForm, RequisiteRow } from '$host';
import { accountGroups, count, phone } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';
import type { IconName } from '$shared/icons';
import { unknownId } from '$shared/register/dictionaries';

export const icons: Record<RequisiteForm, IconName> = {
  account: 'bank',
  card: 'card',
  card_phone: 'phone',
  sbp: 'phone',
  other: 'hash',
};

const isPhone = (form: RequisiteForm) => form === 'sbp' || form === 'card_phone';

/** Groups to be shown with gaps, so that a copy yields the bare number. */
export function numberGroups(number: string, form?: RequisiteForm): string[] {
  const bare = number.replace(/[\s\-()]/g, '');
  if (/^\d{20}$/.test(bare)) return accountGroups(bare);
  const known = /^\+?(7\d{10}|(998|996|992)\d{9}|374\d{8})$/.test(bare);
  if (known || (form && isPhone(form) && /^\+?\d{7,15}$/.test(bare))) return [phone(bare)];
  // Cards, whole or masked.
  if (/^[\d*\u2022xX]{16}$/.test(bare)) return bare.match(/.{4}/g) ?? [bare];
  return [number];
}

/** What goes to the clipboard: digits only, a phone with its plus; a masked number as it is shown. */
export function copied(number: string, form: RequisiteForm): string {
  const bare = number.replace(/[\s\-()]/g, '');
  if (!/^\+?\d+$/.test(bare)) return number;
  const digits = bare.replace('+', '');
  return isPhone(form) ? `+${digits}` : digits;
}

export const isMasked = (number: string): boolean => !/^[+\d\s\-()]+$/.test(number);

/** The title of a requisite's type; one that the dictionary lacks by its number. */
export const typeTitleOf = (one: Pick<RequisiteRow, 'type_id' | 'type_title'>): string =>
  one.type_title || (one.type_id ? unknownId(one.type_id) : '');

/** The bank of a requisite; one that the dictionary lacks by its number. */
export const bankOf = (one: Pick<RequisiteRow, 'bank' | 'sbp_bank_id'>): string =>
  one.bank || (one.sbp_bank_id ? t('requisites.bank.unlisted', { id: count(one.sbp_bank_id) }) : '');

/** What a requisite is called: its name, else its type. */
export const requisiteName = (one: Pick<RequisiteRow, 'name' | 'type_id' | 'type_title'>): string =>
  one.name || typeTitleOf(one) || t('requisites.unnamed');
