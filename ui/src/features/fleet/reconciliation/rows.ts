// The rows of a reconciliation as they are looked at: narrowed to a verdict and to words, sorted, added up. Amounts are
// decimal strings all the way.
import type { Reconciliation, ReconciliationCount, ReconciliationRow, ReconciliationSide } from '$host';
import { dateTime, inUnit, money, NBSP, ROUBLE } from '$shared/format';
import type { Sort } from '$shared/grid/columns';
import { readings } from '$shared/layout';
import { addUp, compareAmounts } from '$shared/register/board/exact';
import { ALL, type VerdictTab } from './verdicts';

/** Jump knows no other currency. */
const RUB = 'RUB';

/** The currency's code where it is not the rouble. */
export function foreignOf({ currency = RUB }: ReconciliationSide & { currency?: string }): string | null {
  return currency === RUB ? null : currency;
}

export const withUnit = (side: ReconciliationSide) => inUnit(side.amount, foreignOf(side) ?? ROUBLE);

export type SideName = 'jump' | 'yandex' | 'journal';

export interface Sums {
  count: number;
  jump: string;
  yandex: string;
  /** What the journal says of the operations of these rows. */
  journal: string;
}

const none: Omit<ReconciliationCount, 'verdict'> = { count: 0, jump: '0', yandex: '0', journal: '0' };

/** What a tab comes to, as Rust counted it; a verdict that it leaves out has no rows. */
export function sumsOf({ by_verdict }: Reconciliation, tab: VerdictTab): Sums {
  if (tab !== ALL) return by_verdict.find(({ verdict }) => verdict === tab) ?? none;
  return {
    count: by_verdict.reduce((sum, { count }) => sum + count, 0),
    jump: addUp(by_verdict.map(({ jump }) => jump)),
    yandex: addUp(by_verdict.map(({ yandex }) => yandex)),
    journal: addUp(by_verdict.map(({ journal }) => journal)),
  };
}

/** Amounts in another currency are in no sum; `foreign` says how many there are. */
export function addRows(rows: readonly ReconciliationRow[]): Sums & { foreign: number } {
  const sides = (name: SideName) => rows.flatMap((row) => row[name] ?? []);
  const amounts = (name: SideName) =>
    sides(name)
      .filter((side) => foreignOf(side) === null)
      .map(({ amount }) => amount);
  const foreign = [...sides('jump'), ...sides('yandex')].filter((side) => foreignOf(side) !== null).length;
  return {
    count: rows.length,
    jump: addUp(amounts('jump')),
    yandex: addUp(amounts('yandex')),
    journal: addUp(amounts('journal')),
    foreign,
  };
}

const negated = (amount: string) => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);

/** Yandex's sum less Jump's. */
export const gapOf = ({ jump, yandex }: Pick<Sums, 'jump' | 'yandex'>) => addUp([yandex, negated(jump)]);

/** When it was: at this side, else at another, so that the order of time has no holes. */
function moment(row: ReconciliationRow, side: SideName): number {
  const text = (row[side] ?? row.jump ?? row.yandex ?? row.journal)?.at;
  return text === undefined ? NaN : Date.parse(text);
}

/** Rows without what is sorted by stand last, whichever way. */
export function sorted(
  rows: readonly ReconciliationRow[],
  { column, descending }: Sort,
): ReconciliationRow[] {
  const way = descending ? -1 : 1;
  if (column === 'difference')
    return rows.toSorted((a, b) => {
      if (a.difference === null || b.difference === null)
        return Number(a.difference === null) - Number(b.difference === null);
      return way * compareAmounts(a.difference, b.difference);
    });
  const side = column === 'yandex_at' ? 'yandex' : column === 'journal_at' ? 'journal' : 'jump';
  return rows
    .map((row) => ({ row, at: moment(row, side) }))
    .sort((a, b) => {
      if (Number.isNaN(a.at) || Number.isNaN(b.at))
        return Number(Number.isNaN(a.at)) - Number(Number.isNaN(b.at));
      return way * (a.at - b.at);
    })
    .map(({ row }) => row);
}

/** Sums and times are found as they are shown, and as they are typed without groups. */
function wordsOf(row: ReconciliationRow): string {
  const sides = [row.jump, row.yandex, row.journal].flatMap((side) =>
    side === null
      ? []
      : [
          side.description,
          side.category,
          side.id,
          side.amount,
          ...shownAmount(side.amount),
          dateTime(side.at),
        ],
  );
  return plain(
    [row.driver, row.reference ?? '', row.jump_driver ?? '', row.fleet_driver ?? '', ...sides].join('\n'),
  );
}

const shownAmount = (amount: string) => [money(amount), money(amount).replaceAll(NBSP, '')];
const plain = (text: string) => text.replaceAll(NBSP, ' ').replaceAll('\u2212', '-').toLocaleLowerCase();

export type Searched = { row: ReconciliationRow; words: string };

/** Prepared once for all the letters that will be typed. */
export const searchable = (rows: readonly ReconciliationRow[]): Searched[] =>
  rows.map((row) => ({ row, words: wordsOf(row) }));

export function narrowed(rows: readonly Searched[], tab: VerdictTab, search: string): ReconciliationRow[] {
  const wanted = readings(search.trim().replace(/^#/, '')).map(plain);
  return rows
    .filter(({ row }) => tab === ALL || row.verdict === tab)
    .filter(({ words }) => wanted.some((text) => words.includes(text)))
    .map(({ row }) => row);
}
