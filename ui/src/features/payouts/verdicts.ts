// How the verdicts of rows look and read, and what a person can do about each.
import type { PayoutRow, RowVerdict } from '$host';
import { dateTime, roubles } from '$shared/format';
import { t, textOf } from '$shared/i18n/i18n.svelte';
import type { IconName } from '$shared/icons';
import type { StatusTone } from '$shared/StatusChip.svelte';
import { tones } from '../journal/states';

/** In the order of the tabs: what is ready, then what a person mends. */
export const verdicts = [
  'ready',
  'duplicate_in_file',
  'duplicate_recent',
  'above_limit',
  'bad_amount',
  'ambiguous_amount',
  'unknown_driver',
  'ambiguous_driver',
  'no_requisites',
  'no_balance',
  'blocked',
  'not_enough',
  'refused',
  'unsettled',
  'check_failed',
  'not_checked',
] as const satisfies readonly RowVerdict[];

export interface Look {
  tone: StatusTone;
  icon?: IconName;
  text: string;
  /** Nothing to look at: words without a chip. */
  quiet?: boolean;
}

const looks: Record<RowVerdict, Omit<Look, 'text'>> = {
  not_checked: { tone: 'neutral', quiet: true },
  ready: { tone: 'done' },
  bad_amount: { tone: 'err' },
  ambiguous_amount: { tone: 'warn', icon: 'hash' },
  unknown_driver: { tone: 'err' },
  ambiguous_driver: { tone: 'warn', icon: 'users' },
  duplicate_in_file: { tone: 'warn', icon: 'copy' },
  duplicate_recent: { tone: 'warn', icon: 'copy' },
  no_requisites: { tone: 'err' },
  no_balance: { tone: 'err' },
  blocked: { tone: 'err', icon: 'lock' },
  not_enough: { tone: 'err' },
  refused: { tone: 'err' },
  unsettled: { tone: 'unk' },
  above_limit: { tone: 'warn', icon: 'alert' },
  check_failed: { tone: 'warn', icon: 'refresh' },
};

/** A person has to look at such rows. */
export const isReady = (verdict: RowVerdict) => verdict === 'ready';

/** Ready, and taken out by hand. */
const isExcluded = ({ verdict, included }: PayoutRow) => verdict === 'ready' && !included;

/** The chip of a row: its verdict before the confirmation, its state after it. */
export function lookOf(row: PayoutRow, confirmed: boolean): Look {
  if (row.state !== null) {
    if (row.state === 'waiting' && row.verdict === 'unsettled')
      return { ...looks.unsettled, text: t('payoutRows.verdict.unsettled', row.params) };
    return {
      tone: tones[row.state],
      text: t(`journal.state.${row.state}`),
      quiet: row.state === 'waiting',
    };
  }
  if (confirmed) return { tone: 'neutral', text: t('payoutRows.verdict.left_out') };
  if (isExcluded(row)) return { tone: 'neutral', text: t('payoutRows.verdict.excluded') };
  return { ...looks[row.verdict], text: t(`payoutRows.verdict.${row.verdict}`, row.params) };
}

/** Nothing of it will be sent. A row nobody has looked at yet is not called so. */
export const isOut = (row: PayoutRow) => !row.included && row.verdict !== 'not_checked';

const bare = (text: string) => text.trim().replace(/[.!]+$/, '');

function problemOf(code: string | undefined): string {
  if (code === undefined) return t('payoutRows.explain.noProblem');
  if (code === 'drivers_incomplete') return t('payoutRows.explain.incomplete');
  const title = textOf(`payoutRows.amount.${code}`) ?? textOf(`errors.${code}.title`, { seconds: '' });
  return bare(title ?? code).replace(/^./, (first) => first.toLocaleLowerCase());
}

/** Why a row was rejected or did not leave: the service's words, or the title of an error's code. */
export function reasonOf({ reason }: PayoutRow): string {
  if (reason === '') return t('payoutRows.explain.noDetail');
  return bare(textOf(`errors.${reason}.title`) ?? `\u00ab${reason}\u00bb`);
}

/** Why a row of a confirmed register was left out: its verdict with the service's words, or a person. */
export function whyOut(row: PayoutRow): string {
  if (isReady(row.verdict)) return t('payoutRows.verdict.excluded');
  const { rows, detail: said } = row.params;
  const detail = rows === undefined ? bare(said ?? '') : t('payoutRows.verdict.together', { rows });
  return [t(`payoutRows.verdict.${row.verdict}`, row.params), detail].filter(Boolean).join(': ');
}

/** One sentence about a row, with the way out. */
export function explain(row: PayoutRow, confirmed: boolean): string {
  const { params, verdict } = row;
  if (row.state !== null && !(row.state === 'waiting' && verdict === 'unsettled'))
    return t(`payoutRows.explain.${row.state}`, { reference: row.reference ?? '', reason: reasonOf(row) });
  if (confirmed && row.state === null) return t('payoutRows.explain.leftOut', { why: whyOut(row) });
  if (isExcluded(row)) return t('payoutRows.explain.excluded');
  const { rows, available } = params;
  if (verdict === 'not_enough' && rows !== undefined)
    return t('payoutRows.explain.together', { rows, available: roubles(available ?? '') });
  const mark = params['reference'] ? ` (#${params['reference']})` : '';
  const about =
    verdict === 'bad_amount' || verdict === 'ambiguous_amount' ? row.amount_text : row.driver_text;
  return t(`payoutRows.explain.${verdict}`, {
    ...params,
    n: row.candidates.length,
    text: about,
    mark,
    at: params['at'] ? dateTime(params['at']) : '',
    limit: params['limit'] ? roubles(params['limit']) : '',
    detail: bare(params['detail'] ?? '') || problemTold(params) || t('payoutRows.explain.noDetail'),
    problem: problemOf(params['problem'] ?? params['code']),
  });
}

/** A check of our own stopped the row: a comment that is too long. */
function problemTold(params: Record<string, string>): string {
  const code = params['code'];
  return code === undefined ? '' : bare(textOf(`money.check.${code}`, params) ?? '');
}
