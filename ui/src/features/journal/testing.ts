// What the tests of the journal share: operations, their history, a host that answers like a journal of them. Invented
// values only.
import { render } from '@testing-library/svelte';
import type {
  Evidence,
  HistoryKind,
  HistoryLine,
  Host,
  JournalFilter,
  JournalState,
  OperationDetails,
  OperationView,
  SendAgain,
  State,
} from '$host';
import { useDouble, type Double } from '$host/double';
import { navigate, type RouteOf } from '$app/router.svelte';
import { commonAnswers, settle } from '$shared/register/testing';
import { installShortcuts } from '$shared/shortcuts';
import JournalScreen from './JournalScreen.svelte';
import { listed as listedStates, listedAs } from './states';

export * from '$shared/register/testing';

export const PARK = 'park-journal';

const actionsOf: Partial<Record<State, OperationView['actions']>> = {
  waiting: ['cancel'],
  unknown: ['check', 'close'],
  closed_absent: ['send_again'],
};

export const operation = (id: string, state: State, change: Partial<OperationView> = {}): OperationView => ({
  id,
  reference: `REF${id.toUpperCase()}`,
  connection: PARK,
  connection_name: 'North',
  service: 'jump',
  kind: 'withdraw',
  creates_payment: true,
  include_commission: false,
  driver_id: `7${id.length}`,
  driver: 'Driver John Paul',
  balance: 'Aggregator',
  target: null,
  amount: '3350.00',
  message: `Weekly [#REF${id.toUpperCase()}]`,
  requisite: '\u2022\u20224471',
  state,
  payout: null,
  row: null,
  repeats: null,
  confirmed_at: '2026-11-21T14:06:41.203+03:00',
  changed_at: '2026-11-21T14:06:41.203+03:00',
  who: { os_user: 'sokolova', name: 'Sokolova E. P.' },
  reason: '',
  cancelled: null,
  hold_until: null,
  checks: 0,
  checks_planned: 5,
  next_check_at: null,
  checking: false,
  actions: actionsOf[state] ?? [],
  ...change,
});

export const evidence = (change: Partial<Evidence> = {}): Evidence => ({
  source: 'transactions',
  window_from: '2026-11-21T13:56:41+03:00',
  window_to: '2026-11-21T14:18:12+03:00',
  received: 37,
  told: 37,
  complete: true,
  sought: 'REFA',
  balance: '14120.50',
  found: null,
  alike: [],
  trace_id: 'trace-1',
  ...change,
});

export const line = (
  number: number,
  what: HistoryKind,
  params: HistoryLine['params'] = {},
  shown: Evidence | null = null,
): HistoryLine => ({
  number,
  at: `2026-11-21T14:0${number}:00.000+03:00`,
  who: { os_user: 'sokolova', name: 'Sokolova E. P.' },
  what,
  params,
  evidence: shown,
  trace_id: null,
  hash: String(number).repeat(64),
});

export const unknownHistory = (): HistoryLine[] => [
  line(1, 'confirmed', { plan: 'a'.repeat(64) }),
  line(2, 'intent', { body_sha256: 'b'.repeat(64) }),
  line(3, 'unknown', { why: 'timeout' }),
  line(4, 'checked', { number: '1' }, evidence({ received: 35, told: 35 })),
  line(5, 'checked', { number: '2' }, evidence()),
];

export const again = (change: Partial<SendAgain> = {}): SendAgain => ({
  repeats: 'a',
  driver_id: '71',
  operation: 'withdraw',
  amount: '12345.10',
  balance_id: '88112',
  target_balance_id: null,
  target: null,
  transaction_type_id: '7',
  message: 'Weekly',
  create_payment: true,
  include_commission: true,
  ...change,
});

export const details = (of: OperationView, change: Partial<OperationDetails> = {}): OperationDetails => ({
  operation: of,
  history: of.state === 'unknown' ? unknownHistory() : [line(1, 'confirmed')],
  body: '{"operation":"withdraw","amount":3350.00,"balance_id":88112,"message":"Weekly"}',
  body_sha256: 'b'.repeat(64),
  position: 0,
  again: of.state === 'closed_absent' ? again({ repeats: of.id }) : null,
  ...change,
});

export const journalState = (change: Partial<JournalState> = {}): JournalState => ({
  practice: false,
  trouble: null,
  events: 12,
  operations: 3,
  head: 'c'.repeat(64),
  checked_at: '2026-11-22T09:01:00+03:00',
  unknown: 0,
  pending: 0,
  closed_drivers: 0,
  paused_payouts: [],
  folder: 'Parkdesk',
  ...change,
});

/** A journal of these operations, newest first. It may be changed by the test. */
export class FakeJournal {
  constructor(
    public operations: OperationView[],
    public state: Partial<JournalState> = {},
  ) {}

  #fitting = (filter: JournalFilter) =>
    this.operations.filter(
      (one) =>
        `${one.reference} ${one.driver}`.toLowerCase().includes(filter.search.toLowerCase()) &&
        (filter.service === null || filter.service === one.service) &&
        (filter.kinds.length === 0 || filter.kinds.includes(one.kind)) &&
        (filter.driver_ids.length === 0 || filter.driver_ids.includes(one.driver_id)),
    );

  list(filter: JournalFilter): OperationView[] {
    const listed = this.#fitting(filter).filter(
      (one) => filter.states.length === 0 || filter.states.includes(listedAs(one)),
    );
    return filter.oldest_first ? listed.reverse() : listed;
  }

  now(): JournalState {
    const listed = (state: string) => this.operations.filter((one) => listedAs(one) === state).length;
    const [unknown, pending] = [listed('unknown'), listed('pending')];
    return journalState({
      operations: this.operations.length,
      unknown,
      pending,
      closed_drivers: unknown + pending,
      ...this.state,
    });
  }

  answers(): Partial<Host> {
    return {
      journalState: async () => this.now(),
      journalWindow: async (_, filter, from, count) => ({
        total: this.list(filter).length,
        from,
        rows: this.list(filter).slice(from, from + count),
        by_state: listedStates.flatMap((state) => {
          const all = this.#fitting(filter).filter((one) => listedAs(one) === state);
          return all.length ? [{ state, count: all.length, amount: '3350.00' }] : [];
        }),
      }),
      operationDetails: async (_, id, filter) => {
        const found = this.operations.find((one) => one.id === id);
        if (!found) throw { code: 'not_found', params: {}, fields: [], trace_id: null };
        const position = this.list(filter).findIndex((one) => one.id === id);
        return details(found, { position: position < 0 ? null : position });
      },
    };
  }
}

export const answers = (journal: FakeJournal, change: Partial<Host> = {}): Double =>
  useDouble({ ...commonAnswers, ...journal.answers(), ...change });

let uninstall: () => void = () => undefined;

/** The screen, with one operation open when a link names it. */
export async function open(operation: string | null = null) {
  uninstall();
  uninstall = installShortcuts();
  const route: RouteOf<'journal'> = { name: 'journal', operation };
  await navigate(route, { force: true });
  const view = render(JournalScreen, { props: { route } });
  await settle();
  return view;
}
