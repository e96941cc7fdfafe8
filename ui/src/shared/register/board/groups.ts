// The order and the shares of groups. Sums are compared and added exactly.
import type { RegisterGroup, RegisterName } from '$host';
import type { Sort } from '$shared/grid/columns';
import { language } from '$shared/i18n/i18n.svelte';
import { isNegative, MINUS } from '$shared/format';
import { addUp, compareAmounts, shareOf } from './exact';

/** The column whose days the chart shows, and a register is narrowed to. */
export const mainMoment: Partial<Record<RegisterName, string>> = {
  payments: 'created_at',
  transactions: 'date',
  fleet_transactions: 'at',
};

/** Columns of moments are put together by their days. */
export const isMoment = (column: string) => /(^|_)at$|^date$/.test(column);

export const isDay = (key: string) => /^\d{4}-\d\d-\d\d$/.test(key);

const sumOf = (group: RegisterGroup, column: string) =>
  group.totals.columns.find((one) => one.column === column)?.sum ?? '0';

/** Days go by their date; rows without a value come last among the titles, whichever way they are ordered. */
export function orderGroups(groups: readonly RegisterGroup[], { column, descending }: Sort): RegisterGroup[] {
  const sign = descending ? -1 : 1;
  const words = new Intl.Collator(language(), { numeric: true });
  const byTitle = (one: RegisterGroup, other: RegisterGroup) => {
    if ((one.key === '') !== (other.key === '')) return one.key === '' ? sign : -sign;
    if (isDay(one.key) && isDay(other.key)) return one.key < other.key ? -1 : one.key > other.key ? 1 : 0;
    return words.compare(one.title, other.title);
  };
  const compare =
    column === 'title'
      ? byTitle
      : column === 'count'
        ? (one: RegisterGroup, other: RegisterGroup) => one.totals.count - other.totals.count
        : (one: RegisterGroup, other: RegisterGroup) =>
            compareAmounts(sumOf(one, column), sumOf(other, column));
  // The usual order of equals is that of their titles.
  return groups.toSorted((one, other) => sign * compare(one, other) || byTitle(one, other));
}

const amountOf = (group: RegisterGroup, by: string) =>
  by === 'count' ? String(group.totals.count) : sumOf(group, by);

/** What the shares are of: all rows, or all sums with their signs aside, so that no share is more than the whole. */
export const wholeOf = (groups: readonly RegisterGroup[], by: string) =>
  addUp(groups.map((group) => amountOf(group, by).replace('-', '')));

/** The length of the bar, 0..1, and the words: `12,4 %`. */
export function shareIn(group: RegisterGroup, by: string, whole: string): { part: number; words: string } {
  const amount = amountOf(group, by);
  const part = shareOf(amount, whole);
  const words = (part * 100).toLocaleString(language() === 'ru' ? 'ru-RU' : 'en-GB', {
    maximumFractionDigits: 1,
    minimumFractionDigits: 1,
  });
  return { part, words: `${isNegative(amount) ? MINUS : ''}${words}\u00a0%` };
}
