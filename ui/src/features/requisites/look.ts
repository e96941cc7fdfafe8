// How a requisite looks in a list: icon by form, number in groups.
import type { RequisiteForm } from '$host';
import { accountGroups, phone } from '$shared/format';
import type { IconName } from '$shared/icons';

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
