// Words of a register: what its buttons say, what is wrong with it, the titles of its files.
import type {
  DeskFailure,
  FieldProblem,
  PayoutSettings,
  ResultPart,
  ResultWords,
  RowVerdict,
  Service,
  State,
} from '$host';
import { describeError } from '$shared/errors';
import { count, roubles } from '$shared/format';
import { t, textOf } from '$shared/i18n/i18n.svelte';
import { addUp } from '$shared/register/board/exact';
import { states } from '../journal/states';
import type { Doing, Missing } from './desk.svelte';
import { fleetProblemText, sentence } from '../money/words';
import { verdicts } from './verdicts';
import { kindOf, ofService } from './ways';

export const sumOf = (amount: string | null) =>
  amount === null ? t('payouts.result.hidden') : roubles(amount);

/** What the sum to be sent is called. */
export function amountTitle(settings: PayoutSettings): string {
  const kind = kindOf(settings);
  if (kind === 'pay') return t('payouts.control.amount');
  return kind === 'debit' || kind === 'credit'
    ? t(`payoutsFleet.control.amount.${kind}`)
    : t(`payouts.control.amount.${kind}`);
}

/** The button that sends: how many, and what they come to. */
export function sendText(settings: PayoutSettings, n: number, amount: string): string {
  const [kind, params] = [kindOf(settings), { n, sum: roubles(amount) }];
  return kind === 'debit' || kind === 'credit'
    ? t(`payoutsFleet.send.${kind}`, params)
    : t(`payouts.send.${kind}`, params);
}

export function resumeText(settings: PayoutSettings, n: number, amount: string | null): string {
  const [kind, params] = [kindOf(settings), { n, sum: sumOf(amount) }];
  return kind === 'debit' || kind === 'credit'
    ? t(`payoutsFleet.resume.${kind}`, params)
    : t(`payouts.resume.${kind}`, params);
}

/** Why the rows cannot be checked yet. */
export function whyMissing(missing: Missing): string {
  if (missing === 'sign') return t('payoutsFleet.why.sign');
  if (missing === 'reason' || missing === 'category') return t(`fleetMoney.why.${missing}`);
  return t(`payouts.why.${missing}`);
}

/** `7f3a 91c4 0be2 … 5d18 e20b`. */
export function shortHash(sha256: string): string {
  const groups = sha256.match(/.{1,4}/g) ?? [];
  return groups.length <= 5 ? groups.join(' ') : [...groups.slice(0, 3), '…', ...groups.slice(-2)].join(' ');
}

export const minus = (one: string, other: string) =>
  addUp([one, other.startsWith('-') ? other.slice(1) : `-${other}`]);

/** How the sum to be sent stands to the one that the sheet states. */
export function statedText(stated: string, amount: string): { same: boolean; text: string } {
  const difference = minus(amount, stated);
  if (!/[1-9]/.test(difference)) return { same: true, text: t('payouts.columns.stated.same') };
  const less = difference.startsWith('-');
  const sum = roubles(difference.replace('-', ''));
  return {
    same: false,
    text: t(less ? 'payouts.columns.stated.less' : 'payouts.columns.stated.more', { sum }),
  };
}

/** Counts among the params are read by their groups of digits. */
const counted = ({ rows, most, ...params }: FieldProblem['params']): FieldProblem['params'] => ({
  ...params,
  ...(rows !== undefined && { rows: count(rows) }),
  ...(most !== undefined && { most: count(most) }),
});

/** Settings of Yandex by their names in Rust. */
const settingTitles: Record<string, () => string> = {
  reason: () => t('fleetMoney.reason'),
  category_id: () => t('fleetMoney.category'),
  balance_min: () => t('fleetMoney.review.least'),
  description: () => t('payoutsFleet.setting.message'),
};

const small = (text: string) => `${text.slice(0, 1).toLocaleLowerCase()}${text.slice(1)}`;

function problemText(problem: FieldProblem): string {
  const { code, field, params } = problem;
  const title = settingTitles[field];
  if (title) return `${title()}: ${small(fleetProblemText(problem))}`;
  const told = counted(params);
  return (
    textOf(`payouts.fault.${field}`, told) ??
    textOf(`payouts.fault.${code}`, told) ??
    textOf(`payoutRows.amount.${code}`, told) ??
    t('errors.field.other')
  );
}

/** What is wrong with the sum that a person typed into a row. */
export const amountProblem = (failure: DeskFailure | null): string | null => {
  const problem = failure?.fields.find(({ field }) => field === 'amount');
  if (!problem) return null;
  const text = problemText(problem);
  return `${text.slice(0, 1).toLocaleUpperCase()}${text.slice(1)}`;
};

export interface Said {
  title: string;
  text: string;
}

/** Why something was not done with a register: what happened, whether the money is safe, what to do. Of one under way
 *  nothing is promised: its states tell. */
export function failureText(failure: DeskFailure, at: Doing | null, service: Service): Said {
  const { code, fields } = failure;
  const safe = t('payouts.nothing');
  const said = describeError(failure, service);
  const title = sentence(said.title);
  if (at === 'cancel') return { title, text: t('payouts.failure.cancel.text') };
  if (at === 'pause' || at === 'resume') return { title, text: t('payouts.failure.run.text') };
  if (at === 'confirm' && code === 'internal')
    return { title: t('payouts.failure.confirm'), text: t('payouts.failure.confirm.text') };
  const own = ours[code];
  if (own) return { title: t(`payouts.failure.${own}`), text: t(`payouts.failure.${own}.text`) };
  if (code === 'invalid_input' && fields.length > 0) {
    const told = fields.map(problemText).map(sentence).join(' ');
    const sheet = fields.some(({ field }) => field === 'sheet');
    return { title: sheet ? t('payouts.fault.title') : '', text: `${told} ${safe}` };
  }
  return { title, text: `${said.text} ${safe}` };
}

const ours: Partial<Record<DeskFailure['code'], 'busy' | 'gone' | 'expired' | 'unsettled'>> = {
  register_busy: 'busy',
  no_register: 'gone',
  review_expired: 'expired',
  driver_unsettled: 'unsettled',
};

const columns = [
  'driver',
  'last_name',
  'first_name',
  'middle_name',
  'driver_id',
  'phone',
  'aggregator_id',
  'amount',
  'comment',
  'state',
  'verdict',
  'reason',
  'reference',
] as const;

/** A verdict in a file, where no other row is at hand. */
const verdictWord = (verdict: RowVerdict, service: Service) =>
  textOf(`payouts.word.${verdict}`) ?? ofService(service, `payoutRows.verdict.${verdict}`);

export function resultWords(part: ResultPart, service: Service): ResultWords {
  const by = <K extends string>(names: readonly K[], word: (name: K) => string) =>
    Object.fromEntries(names.map((name) => [name, word(name)]));
  const own = part === 'all' ? '' : `, ${t(`payouts.result.part.${part}`).toLocaleLowerCase()}`;
  return {
    title: `${t('payouts.title')}${own}`,
    columns: by(columns, (name) => t(`payouts.word.${name}`)),
    states: by(states, (state: State) => t(`journal.state.${state}`)),
    verdicts: by(verdicts, (verdict: RowVerdict) => verdictWord(verdict, service)),
  };
}
