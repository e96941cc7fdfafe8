// How the verdicts of rows look and read, and what a person can do about each.
import type { PayoutRow, RowVerdict, Service } from '$host';
import { dateTime, roubles } from '$shared/format';
import { t, textOf } from '$shared/i18n/i18n.svelte';
import type { IconName } from '$shared/icons';
import type { StatusTone } from '$shared/StatusChip.svelte';
import { isPending, tones } from '../journal/states';
import { ofService } from './ways';

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

/** The service has taken it and carries it out by itself. */
const isTaken = ({ state, remote }: PayoutRow) => state !== null && isPending({ state, remote });

/** The chip of a row: its verdict before the confirmation, its state after it. */
export function lookOf(row: PayoutRow, confirmed: boolean, service: Service): Look {
  if (row.state !== null) {
    if (isTaken(row)) return { tone: 'wait', text: t('payoutsFleet.pending') };
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
  if (row.verdict === 'not_enough' && service === 'yandex') return shortLook(row);
  return { ...looks[row.verdict], text: ofService(service, `payoutRows.verdict.${row.verdict}`, row.params) };
}

/** Yandex lets a balance fall below zero: whether it shall is a person's choice. Below the condition it refuses. */
function shortLook({ params, included }: PayoutRow): Look {
  if (params['least'] !== undefined)
    return { ...looks.not_enough, text: t('payoutsFleet.rows.verdict.least') };
  return { tone: 'warn', icon: 'alert', text: t(shortKey(included)) };
}

const shortKey = (included: boolean) =>
  included ? 'payoutsFleet.rows.verdict.minus' : 'payoutsFleet.rows.verdict.not_enough';

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
export function reasonOf({ reason }: PayoutRow, service: Service): string {
  if (reason === '') return ofService(service, 'payoutRows.explain.noDetail');
  const title = textOf(`errors.${reason}.title.${service}`) ?? textOf(`errors.${reason}.title`);
  return bare(title ?? `\u00ab${reason}\u00bb`);
}

/** Why a row of a confirmed register was left out: its verdict with the service's words, or a person. */
export function whyOut(row: PayoutRow, service: Service): string {
  if (isReady(row.verdict)) return t('payoutRows.verdict.excluded');
  const verdict = ofService(service, `payoutRows.verdict.${row.verdict}`, row.params);
  return [verdict, outDetail(row.params)].filter(Boolean).join(': ');
}

function outDetail({ rows, detail, available }: PayoutRow['params']): string {
  if (rows !== undefined) return t('payoutRows.verdict.together', { rows });
  if (available === undefined) return bare(detail ?? '');
  return t('payoutsFleet.rows.verdict.short', { available: roubles(available) });
}

/** One sentence about a row, with the way out. */
export function explain(row: PayoutRow, confirmed: boolean, service: Service): string {
  const { params, verdict } = row;
  if (isTaken(row)) return t('payoutsFleet.rows.explain.pending', { reference: row.reference ?? '' });
  if (row.state !== null && !(row.state === 'waiting' && verdict === 'unsettled'))
    return ofService(service, `payoutRows.explain.${row.state}`, {
      reference: row.reference ?? '',
      reason: reasonOf(row, service),
    });
  if (confirmed && row.state === null) return t('payoutRows.explain.leftOut', { why: whyOut(row, service) });
  if (isExcluded(row)) return t('payoutRows.explain.excluded');
  if (verdict === 'not_enough') return explainShort(row, service);
  const mark = params['reference'] ? ` (#${params['reference']})` : '';
  const about =
    verdict === 'bad_amount' || verdict === 'ambiguous_amount' ? row.amount_text : row.driver_text;
  return ofService(service, `payoutRows.explain.${verdict}`, {
    ...params,
    n: row.candidates.length,
    text: about,
    mark,
    at: params['at'] ? dateTime(params['at']) : '',
    limit: params['limit'] ? roubles(params['limit']) : '',
    detail:
      bare(params['detail'] ?? '') ||
      problemTold(params) ||
      ofService(service, 'payoutRows.explain.noDetail'),
    problem: problemOf(params['problem'] ?? params['code']),
  });
}

/** The balance does not bear the row, alone or with the others of its driver. */
function explainShort({ params, included, free }: PayoutRow, service: Service): string {
  const { rows, least, detail } = params;
  const told = {
    rows: rows ?? '',
    available: roubles(params['available'] ?? free ?? ''),
    least: roubles(least ?? ''),
  };
  if (least !== undefined) return t('payoutsFleet.rows.explain.least', told);
  if (service === 'yandex' && included) return t('payoutsFleet.rows.explain.minus', told);
  if (rows !== undefined) return ofService(service, 'payoutRows.explain.together', told);
  return ofService(service, 'payoutRows.explain.not_enough', {
    ...told,
    detail: bare(detail ?? '') || t('payoutRows.explain.noDetail'),
  });
}

/** A check of our own stopped the row: a comment that is too long. */
function problemTold(params: Record<string, string>): string {
  const code = params['code'];
  return code === undefined ? '' : bare(textOf(`money.check.${code}`, params) ?? '');
}
