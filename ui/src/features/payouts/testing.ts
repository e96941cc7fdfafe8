// What the tests of payouts share: registers and rows as Rust gives them, a host that answers like one register of them.
// Invented values only.
import { fireEvent, render } from '@testing-library/svelte';
import type {
  FleetAccessView,
  Host,
  JumpWay,
  PayoutFilter,
  PayoutListed,
  PayoutPlan,
  PayoutRow,
  PayoutSettings,
  PayoutView,
  RowVerdict,
  SheetFacts,
  State,
  StateTotal,
  YandexWay,
} from '$host';
import { useDouble, type Double } from '$host/double';
import { navigate } from '$app/router.svelte';
import { items, settle } from '$shared/register/testing';
import { installShortcuts } from '$shared/shortcuts';
import PayoutScreen from './PayoutScreen.svelte';
import { freshJump, freshYandex } from './ways';

export * from '$shared/register/testing';

export const row = (number: number, change: Partial<PayoutRow> = {}): PayoutRow => ({
  row: number,
  driver_text: `Driver${number} John`,
  amount_text: '100,50',
  driver_id: String(70 + number),
  driver: `Driver${number} John Paul`,
  amount: '100.50',
  comment: 'Weekly',
  verdict: 'ready',
  params: {},
  candidates: [],
  readings: [],
  included: true,
  can_include: true,
  commission: '12.00',
  amount_paid: '100.50',
  requisite: '\u2022\u20224471',
  balance: '5000.00',
  free: null,
  operation: null,
  reference: null,
  state: null,
  reason: '',
  ...change,
});

/** A row that is left out for this reason. */
export const out = (number: number, verdict: RowVerdict, change: Partial<PayoutRow> = {}) =>
  row(number, {
    verdict,
    included: false,
    can_include: false,
    commission: null,
    amount_paid: null,
    ...change,
  });

/** A row of a confirmed register. */
export const sent = (number: number, state: State, change: Partial<PayoutRow> = {}) =>
  row(number, {
    state,
    operation: `op-${number}`,
    reference: `REF00${number}`,
    can_include: false,
    ...change,
  });

export const candidates: PayoutRow['candidates'] = [
  { driver_id: '501', driver: 'Smith John', phone: '79110041892', group: 'Day', balance: '900.00' },
  { driver_id: '502', driver: 'Smith Jane', phone: '79110041893', group: 'Night', balance: null },
];

export const sheet = (change: Partial<SheetFacts> = {}): SheetFacts => ({
  file: '',
  sheets: [],
  sheet: null,
  header: true,
  columns: [
    { index: 0, title: 'Name', role: 'driver', sample: ['Smith'] },
    { index: 1, title: 'Number', role: null, sample: ['17'] },
    { index: 2, title: 'Sum', role: 'amount', sample: ['100,50'] },
  ],
  remembered: false,
  skipped: 0,
  stated_total: null,
  ...change,
});

export const SHA = '7f3a91c40be2aa11bb22cc33dd44ee55ff66778899aabbccddeeff005d18e20b';

export const jumpSettings = (change: Partial<JumpWay> = {}): PayoutSettings => ({
  way: { ...freshJump(), ...change },
  message: '',
});

/** A debit with a reason. */
export const yandexSettings = (change: Partial<YandexWay> = {}): PayoutSettings => ({
  way: { ...freshYandex({ manner: 'event' }), reason: 'Rent', ...change },
  message: '',
});

export const view = (change: Partial<PayoutView> = {}): PayoutView => ({
  id: 'p1',
  name: '21.11.2026 14:00',
  phase: 'read',
  revision: 1,
  sheet: sheet(),
  settings: jumpSettings(),
  verdicts: [{ verdict: 'not_checked', count: 4 }],
  control: {
    rows: 4,
    left_out: 4,
    included: 0,
    amount: '0',
    commission: '0',
    commission_known: 0,
    sha256: SHA,
  },
  done: 0,
  of: 0,
  waiting_until: null,
  hold_until: null,
  pause_reason: null,
  states: [],
  taken: 0,
  seconds_left: null,
  confirmed_at: null,
  ...change,
});

const paying = jumpSettings({ create_payment: true, transaction_type_id: '2' });

/** Two of four rows are to be sent. */
export const checked = (change: Partial<PayoutView> = {}): PayoutView =>
  view({
    phase: 'checked',
    settings: paying,
    verdicts: [
      { verdict: 'ready', count: 2 },
      { verdict: 'duplicate_in_file', count: 1 },
      { verdict: 'ambiguous_driver', count: 1 },
    ],
    control: {
      rows: 4,
      left_out: 2,
      included: 2,
      amount: '201.00',
      commission: '24.00',
      commission_known: 2,
      sha256: SHA,
    },
    ...change,
  });

export const total = (state: State, count: number, amount: string | null): StateTotal => ({
  state,
  count,
  amount,
});

export const confirmed = (phase: PayoutView['phase'], change: Partial<PayoutView> = {}): PayoutView =>
  checked({
    phase,
    revision: 10,
    of: 2,
    states: [total('waiting', 2, '201.00')],
    confirmed_at: '2026-11-21T14:06:02+03:00',
    ...change,
  });

export const plan = (change: Partial<PayoutPlan> = {}): PayoutPlan => ({
  hash: 'hash-1',
  control: checked().control,
  settings: paying,
  warnings: [],
  hold_seconds: 30,
  lifetime_seconds: 300,
  ...change,
});

export const listed = (id: string, phase: PayoutListed['phase']): PayoutListed => ({
  id,
  service: 'jump',
  name: `Register ${id}`,
  confirmed_at: '2026-11-21T12:00:00+03:00',
  phase,
  rows: 3,
  amount: '300.00',
  states: [total('accepted', 2, '200.00'), total('waiting', 1, '100.00')],
});

export const checkedRows = [
  row(1),
  row(2),
  out(3, 'duplicate_in_file', { can_include: true, params: { row: '1' } }),
  out(4, 'ambiguous_driver', { driver_id: null, driver: '', driver_text: 'Smith', candidates }),
];

const passes = (one: PayoutRow, filter: PayoutFilter) =>
  (filter.verdicts.length === 0 || filter.verdicts.includes(one.verdict)) &&
  (filter.states.length === 0 || (one.state !== null && filter.states.includes(one.state))) &&
  (!filter.left_out || !one.included);

export const windowOf =
  (rows: PayoutRow[]): Host['payoutWindow'] =>
  async (_, filter, from, count) => {
    const fitting = rows.filter((one) => passes(one, filter));
    return { total: fitting.length, from, rows: fitting.slice(from, from + count) };
  };

const unread = [1, 2, 3, 4].map((number) =>
  out(number, 'not_checked', { driver_id: null, driver: '', requisite: '', balance: null }),
);

/** A host with one register that stands as told. */
export const answers = (
  now: PayoutView = view(),
  rows: PayoutRow[] = unread,
  more: Partial<Host> = {},
): Double =>
  useDouble({
    screenReady: async () => null,
    unsavedWork: async () => null,
    copyText: async () => null,
    jumpDictTransactionTypes: async () => items('Trip', 'Withdrawal'),
    fleetAccess: async () => null,
    jumpDictIntegrations: async () => items('Aggregator'),
    journalState: async () => ({
      practice: false,
      trouble: null,
      events: 0,
      operations: 0,
      head: '',
      checked_at: null,
      unknown: 0,
      pending: 0,
      closed_drivers: 0,
      paused_payouts: [],
      folder: 'journal',
    }),
    payouts: async () => [],
    closePayout: async () => null,
    openPayoutText: async () => now,
    openPayout: async () => now,
    payoutState: async () => now,
    payoutWindow: windowOf(rows),
    ...more,
  });

let uninstall: () => void = () => undefined;
export async function open(id: string | null = null) {
  uninstall();
  uninstall = installShortcuts();
  await navigate({ name: 'payout', id }, { force: true });
  const screen = render(PayoutScreen, { props: { route: { name: 'payout', id } } });
  await settle();
  return screen;
}

export async function paste(text: string, on: Element = document.body): Promise<void> {
  const event = new Event('paste', { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { getData: () => text } });
  await fireEvent(on, event);
  await settle();
}

/** A register that was pasted and stands as the host's answer says. */
export async function openPasted() {
  const screen = await open();
  await paste('Smith\t100,50');
  return screen;
}

export async function choose(testid: string, value: string): Promise<void> {
  const select = document.querySelector<HTMLSelectElement>(`[data-testid="${testid}"]`);
  if (!select) throw new Error(`there is no ${testid}`);
  await fireEvent.change(select, { target: { value } });
  await settle();
}

export const fleetAccess = async (): Promise<FleetAccessView> => ({
  client_id: 'taxi/park/demo',
  park_id: 'demo',
  base_address: 'https://fleet.invalid',
  requests_per_second: 2,
  requests_per_hour: 5000,
  manner: { manner: 'event' },
  key_place: 'keychain',
  key_mask: '',
  key_saved_at: null,
});

/** A park with both services, whose register says back what is set. */
export function bothServices(
  now: PayoutView = view(),
  rows: PayoutRow[] = unread,
  more: Partial<Host> = {},
): Double {
  let told = now;
  return answers(now, rows, {
    fleetAccess,
    yandexListTransactionCategories: async () => [],
    payoutState: async () => told,
    setPayoutSettings: async (_, settings) =>
      (told = view({ sheet: now.sheet, settings, revision: told.revision + 1 })),
    ...more,
  });
}

export const DRIVER = 'f0e1d2c3b4a5968778695a4b3c2d1e0f';

/** A row at Yandex, where there is no commission and nowhere to pay to. */
export const fleetRow = (number: number, change: Partial<PayoutRow> = {}) =>
  row(number, {
    driver_id: DRIVER,
    commission: null,
    amount_paid: null,
    requisite: '',
    balance: '1500.00',
    free: '1200.00',
    ...change,
  });
