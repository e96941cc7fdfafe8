// What happened to an operation, in words: the newest line first, what is about to happen above them all.
import type { Evidence, HistoryLine, OperationView } from '$host';
import { count, countdown, date, time } from '$shared/format';
import { t, textOf } from '$shared/i18n/i18n.svelte';
import type { IconName } from '$shared/icons';
import { isPending, serviceWords, whoText } from './states';

export type LineTone = 'unk' | 'info' | 'ok' | 'err' | 'mut';

export interface Line {
  key: string;
  icon: IconName;
  tone: LineTone;
  title: string;
  /** Under the title, parted by points. */
  notes: string[];
  /** In a paragraph of its own: the service's words, a person's reason. */
  quote?: string;
  evidence?: Evidence;
  strong?: boolean;
}

/** `b41c…09fe`. */
export const shortHash = (hash: string) =>
  hash.length > 12 ? `${hash.slice(0, 4)}\u2026${hash.slice(-4)}` : hash;

/** Time with milliseconds where they are known; the day too when it is not that of `day`. */
export function moment(at: string, day: string): string {
  const millis = /\.(\d{3})/.exec(at)?.[1];
  const clock = `${time(at, { seconds: true })}${millis ? `,${millis}` : ''}`;
  return date(at) === date(day) ? clock : `${date(at)} ${clock}`;
}

/** A code of the journal in words: an error's title where it is one, else the code itself. */
const codeText = (code: string, service: string) =>
  textOf(`errors.${code}.title.${service}`) ?? textOf(`errors.${code}.title`) ?? code;

type Words = Pick<Line, 'icon' | 'tone' | 'title'> & Partial<Line>;

function confirmed(line: HistoryLine): Words {
  const { plan, agreed } = line.params;
  const names = (agreed ?? '')
    .split(/[,\s]+/)
    .filter(Boolean)
    .map((code) => textOf(`journal.warning.${code}`) ?? code);
  return {
    icon: 'book',
    tone: 'mut',
    title: t('journal.line.confirmed'),
    notes: plan ? [t('journal.line.confirmed.plan', { hash: shortHash(plan) })] : [],
    ...(names.length && { quote: t('journal.line.confirmed.agreed', { names: names.join(', ') }) }),
  };
}

function checked({ params, evidence }: HistoryLine): Words {
  const number = params['number'] ?? '';
  if (evidence?.source === 'status')
    return { icon: 'clock', tone: 'info', title: t('journal.line.checked.status', { number }) };
  const alike = evidence?.alike.length ?? 0;
  const title =
    evidence && !evidence.complete
      ? t('journal.line.checked.incomplete', { number })
      : alike > 0
        ? t('journal.line.checked.alike', { number, n: alike })
        : t('journal.line.checked', { number });
  return { icon: 'search', tone: 'unk', title, notes: [t('journal.line.checked.note')] };
}

function wordsOf(line: HistoryLine, operation: OperationView): Words {
  const { params } = line;
  const service = serviceWords(operation);
  const yandex = operation.service === 'yandex';
  const why = params['why'] ?? '';
  switch (line.what) {
    case 'confirmed':
      return confirmed(line);
    case 'cancelled':
      return {
        icon: 'minusCircle',
        tone: 'mut',
        title: textOf(`journal.line.cancelled.${why}`) ?? t('journal.line.cancelled'),
        // Stopped by the program, with an error's code.
        quote: textOf(`errors.${why}.title`) ?? undefined,
      };
    case 'intent':
      return {
        icon: 'send',
        tone: 'info',
        title: t('journal.line.intent', service),
        notes: params['body_sha256']
          ? [t('journal.line.intent.body', { hash: shortHash(params['body_sha256']) })]
          : [],
      };
    case 'accepted': {
      const source = line.evidence?.source;
      const key =
        source === 'transactions'
          ? 'journal.line.accepted.found'
          : source === 'status'
            ? 'journal.line.accepted.status'
            : 'journal.line.accepted';
      return { icon: 'okCircle', tone: 'ok', title: t(key, service) };
    }
    case 'rejected':
      return {
        icon: 'failCircle',
        tone: 'err',
        title: t('journal.line.rejected', service),
        quote: answerOf(params) ?? codeText(params['code'] ?? '', operation.service),
      };
    case 'not_sent':
      return {
        icon: 'minusCircle',
        tone: 'mut',
        title: t('journal.line.not_sent'),
        quote: codeText(params['code'] ?? '', operation.service),
      };
    case 'unknown':
      return {
        icon: 'question',
        tone: 'unk',
        title: textOf(`journal.line.unknown.${why}`, service) ?? t('journal.line.unknown'),
        notes: [t(yandex ? 'journal.line.unknown.note.token' : 'journal.line.unknown.note')],
        quote: answerOf(params),
      };
    case 'pending':
      return {
        icon: 'clock',
        tone: 'info',
        title: t('journal.line.pending', service),
        notes: [
          ...(params['id'] ? [t('journal.line.pending.id', { id: params['id'] })] : []),
          ...(params['status'] ? [statusText(params['status'])] : []),
        ],
      };
    case 'repeated':
      return {
        icon: 'send',
        tone: 'info',
        title: t('journal.line.repeated', { number: params['number'] ?? '' }),
        notes: [t('journal.line.repeated.note')],
      };
    case 'failed':
      return {
        icon: 'failCircle',
        tone: 'err',
        title: t('journal.line.failed', service),
        quote: answerOf(params),
      };
    case 'checked':
      return checked(line);
    case 'closed':
      return {
        icon: 'user',
        tone: 'mut',
        title: t(
          params['verdict'] === 'absent' ? 'journal.line.closed.absent' : 'journal.line.closed.exists',
        ),
        quote: params['reason'] && t('journal.line.reason', { text: params['reason'] }),
      };
  }
}

/** The service's own word where it is not known. */
const statusText = (status: string) =>
  textOf(`journal.remote.${status}`) ?? t('journal.remote.other', { status });

const answerOf = ({ answer }: HistoryLine['params']) =>
  answer ? t('journal.line.answer', { text: answer }) : undefined;

/** What a person did stands with their name; what the program did by itself stands without. */
const byPerson = ({ what, params }: HistoryLine) =>
  what === 'confirmed' || what === 'closed' || (what === 'cancelled' && params['why'] === 'person');

/** Of looks that found nothing the newest alone is shown in full. */
function telling({ evidence, what }: HistoryLine, isNewest: boolean): boolean {
  if (!evidence) return false;
  if (evidence.found !== null || evidence.alike.length > 0) return true;
  return what === 'checked' ? isNewest : evidence.received !== null;
}

function receivedOf({ evidence }: HistoryLine): string[] {
  if (!evidence || evidence.received === null || evidence.told === null) return [];
  const numbers = { received: count(evidence.received), told: count(evidence.told) };
  return [`${t('journal.line.received')} ${t('journal.evidence.received.of', numbers)}`];
}

export function linesOf(operation: OperationView, history: HistoryLine[]): Line[] {
  const newest = history.findLast(({ what }) => what === 'checked');
  return history
    .map((line): Line => {
      const { notes = [], ...words } = wordsOf(line, operation);
      const who = byPerson(line) ? [whoText(line.who)] : [];
      const shown = telling(line, line === newest);
      return {
        ...words,
        key: String(line.number),
        notes: [
          moment(line.at, operation.confirmed_at),
          ...who,
          ...notes,
          ...(shown ? [] : receivedOf(line)),
        ].filter(Boolean),
        ...(shown && line.evidence && { evidence: line.evidence }),
      };
    })
    .reverse();
}

/** What comes next, counted down; null for what is settled. `now`: milliseconds. */
export function nextLine(operation: OperationView, now: number): Line | null {
  const left = (to: string) => (Date.parse(to) - now) / 1000;
  const line = (tone: LineTone, icon: IconName, title: string, notes: string[] = []): Line => ({
    key: 'next',
    tone,
    icon,
    title,
    notes,
    strong: true,
  });
  const service = serviceWords(operation);
  if (operation.state === 'waiting') {
    if (operation.hold_until === null)
      return line(
        'info',
        'clock',
        t(operation.payout === null ? 'journal.next.leaving' : 'journal.next.queue'),
      );
    const seconds = left(operation.hold_until);
    return seconds > 0
      ? line('info', 'clock', t('journal.next.hold', { left: countdown(seconds) }), [
          t('journal.next.hold.note'),
        ])
      : line('info', 'clock', t('journal.next.leaving'));
  }
  if (operation.state === 'sent') return line('info', 'clock', t('journal.next.sent', service));
  if (operation.state !== 'unknown') return null;
  if (isPending(operation)) return pendingLine(operation, left, line);
  const number = operation.checks + 1;
  if (operation.checking) return line('unk', 'search', t('journal.next.checking', { number, ...service }));
  if (operation.next_check_at === null)
    return line('unk', 'user', t('journal.next.person'), [t('journal.next.person.note', service)]);
  const seconds = left(operation.next_check_at);
  // Those that a person asked for come on top of the planned ones.
  const last =
    number <= operation.checks_planned
      ? t('journal.next.check.last', { n: operation.checks_planned })
      : t('journal.next.check.last.more');
  return seconds > 0
    ? line('unk', 'clock', t('journal.next.check', { number, left: countdown(seconds) }), [last])
    : line('unk', 'clock', t('journal.next.soon', { number }), [last]);
}

/** The service carries it out: it is asked from time to time, and nobody need be alarmed. */
function pendingLine(
  { checking, next_check_at }: OperationView,
  left: (to: string) => number,
  line: (tone: LineTone, icon: IconName, title: string, notes?: string[]) => Line,
): Line {
  if (checking) return line('info', 'clock', t('journal.next.asking'));
  if (next_check_at === null)
    return line('info', 'user', t('journal.next.pending.person'), [t('journal.next.pending.person.note')]);
  const seconds = left(next_check_at);
  return line('info', 'clock', t('journal.next.pending'), [
    seconds > 0
      ? t('journal.next.pending.ask', { left: countdown(seconds) })
      : t('journal.next.pending.soon'),
  ]);
}
