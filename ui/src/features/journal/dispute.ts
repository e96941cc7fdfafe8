// Papers for whoever decides a dispute: a sheet to print and the same as JSON. Rust has the facts; the words are those of
// the screen's language.
import { asFailure, host, type ConnectionId, type DisputeWords, type OperationId } from '$host';
import { describeError } from '$shared/errors';
import { t } from '$shared/i18n/i18n.svelte';
import { toast } from '$shared/toasts.svelte';
import { states } from './states';

const kinds = ['withdraw', 'deposit', 'transfer', 'credit', 'debit'] as const;
const history = [
  'confirmed',
  'cancelled',
  'intent',
  'accepted',
  'rejected',
  'not_sent',
  'unknown',
  'pending',
  'repeated',
  'failed',
  'checked',
  'closed',
] as const;

const wordsFor = <K extends string>(names: readonly K[], word: (name: K) => string) =>
  Object.fromEntries(names.map((name) => [name, word(name)]));

export function disputeWords(): DisputeWords {
  return {
    title: t('journalPaper.title'),
    intro: t('journalPaper.intro'),
    labels: wordsFor(labels, (name) => t(`journalPaper.label.${name}`)),
    states: wordsFor(states, (state) => t(`journal.state.${state}`)),
    kinds: wordsFor(kinds, (kind) => t(`journal.kind.${kind}`)),
    history: wordsFor(history, (what) => t(`journalPaper.history.${what}`)),
  };
}

/** What the sheet has words for. */
const labels = [
  'reference',
  'state',
  'kind',
  'amount',
  'driver',
  'driver_id',
  'balance',
  'target',
  'message',
  'requisite',
  'creates_payment',
  'include_commission',
  'park',
  'service',
  'id',
  'payout',
  'row',
  'repeats',
  'confirmed_at',
  'changed_at',
  'who',
  'reason',
  'body',
  'body_sha256',
  'timeline',
  'number',
  'why',
  'code',
  'status',
  'answer',
  'verdict',
  'plan',
  'agreed',
  'trace_id',
  'source',
  'window_from',
  'window_to',
  'received',
  'told',
  'complete',
  'sought',
  'balance_then',
  'found',
  'alike',
  'hash',
  'prev',
  'head',
  'checked_at',
  'written_at',
  'yes',
  'no',
] as const;

/** Asks where to and writes; says what was saved. A closed dialog says nothing. */
export async function saveDispute(connection: ConnectionId, operations: OperationId[]): Promise<void> {
  if (operations.length === 0) return;
  try {
    const names = await host.saveDispute(
      connection,
      { operations, words: disputeWords() },
      t('journal.dispute.kind'),
    );
    if (names)
      toast({ text: t('journal.dispute.saved', { names: names.join(', ') }), tone: 'ok', icon: 'okCircle' });
  } catch (thrown) {
    const said = describeError(asFailure(thrown));
    toast({ title: `${said.title}.`, text: said.text, tone: 'warn' });
  }
}
