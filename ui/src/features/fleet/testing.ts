// What the tests of Yandex Fleet share: rows, a host that answers like registers of them. Invented values only.
import { cleanup, render } from '@testing-library/svelte';
import {
  forget,
  type FleetAccessView,
  type FleetBalance,
  type FleetCategory,
  type FleetDriverRow,
  type FleetOrder,
  type FleetTransactionRow,
  type Host,
  type RegisterState,
  type RegisterTotals,
} from '$host';
import { useDouble, type Double } from '$host/double';
import { setFeatures } from '$app/feature';
import { navigate, route, type FleetTab, type RouteOf } from '$app/router.svelte';
import { cellOf, commonAnswers, newPark, register, settle, totalsOf } from '$shared/register/testing';
import { installShortcuts } from '$shared/shortcuts';
import { forgetVisits as forgetDrivers } from './drivers/visits';
import FleetScreen from './FleetScreen.svelte';
import { forgetVisits as forgetTransactions } from './transactions/visits';

export * from '$shared/register/testing';

export const transaction = (
  index: number,
  change: Partial<FleetTransactionRow> = {},
): FleetTransactionRow => ({
  id: String(100 + index),
  transaction_id: `t${index}`,
  at: `2026-11-20T12:0${index}:00+03:00`,
  driver_id: 'f71',
  driver: 'Driver John Paul',
  category_id: 'card',
  category: 'Card payment',
  group: 'Rides',
  sign: 'debit',
  partner_category: false,
  amount: '640.00',
  outside: null,
  foreign: '',
  currency: 'RUB',
  description: `Order ${index}`,
  origin: 'platform',
  origin_name: '',
  order_id: 'order-1',
  reference: null,
  ...change,
});

/** A ride by card, cash, a debit of ours, a commission. */
export const transactions = (): FleetTransactionRow[] => [
  transaction(0),
  transaction(1, {
    category_id: 'cash_collected',
    category: 'Cash',
    amount: null,
    outside: '500.00',
  }),
  transaction(2, {
    category_id: 'partner_service_manual_1',
    category: 'Rent of a car',
    group: 'Manual',
    sign: 'debit',
    partner_category: true,
    amount: '-3350.00',
    origin: 'dispatcher',
    origin_name: 'Jane',
    order_id: null,
    reference: '7K3F9Q',
    description: 'Rent [#7K3F9Q]',
  }),
  transaction(3, { category_id: 'platform_ride_fee', category: 'Fee', amount: '-96.00' }),
];

export const category = (id: string, name: string, change: Partial<FleetCategory> = {}): FleetCategory => ({
  id,
  name,
  group_id: 'rides',
  group: 'Rides',
  enabled: true,
  creatable: false,
  moves_balance: true,
  partner: false,
  ...change,
});

export const categories = (): FleetCategory[] => [
  category('card', 'Card payment'),
  category('cash_collected', 'Cash', { moves_balance: false }),
  category('partner_service_manual', 'Manual payment', { group_id: 'manual', group: 'Manual' }),
  category('partner_service_manual_1', 'Rent of a car', {
    group_id: 'manual',
    group: 'Manual',
    partner: true,
    creatable: true,
  }),
];

export const driver = (index: number, change: Partial<FleetDriverRow> = {}): FleetDriverRow => ({
  id: String(200 + index),
  driver_id: `f7${index}`,
  driver: `Driver${index} John Paul`,
  phone: '79110000000',
  balance: '1500.00',
  foreign: '',
  balance_limit: '0.00',
  currency: 'RUB',
  work_status: 'working',
  current_status: 'free',
  work_rule: 'Usual',
  car: 'Kia Rio A123BC77',
  license: '7700123456',
  last_transaction_at: '2026-11-20T12:00:00+03:00',
  created_at: '2025-01-10T12:00:00+03:00',
  linked: null,
  ...change,
});

export const drivers = (): FleetDriverRow[] => [
  driver(0),
  driver(1, {
    driver: 'Driver John Paul',
    balance: '-200.00',
    work_status: 'fired',
    current_status: 'offline',
  }),
  driver(2, { work_status: 'on_leave', current_status: 'flying' }),
];

export const access = (change: Partial<FleetAccessView> = {}): FleetAccessView => ({
  client_id: 'taxi/park/demo',
  park_id: 'demo',
  base_address: 'https://fleet.test',
  requests_per_second: 2,
  requests_per_hour: 5000,
  manner: { manner: 'event' },
  key_place: 'keychain',
  key_mask: '•••• 4f1c',
  key_saved_at: null,
  ...change,
});

export const balance = (change: Partial<FleetBalance> = {}): FleetBalance => ({
  balance: '1500.00',
  blocked: '300.00',
  free: '1200.00',
  parts: [
    { what: 'cashless', amount: '250.00' },
    { what: 'tips', amount: '0.00' },
    { what: 'gifts', amount: '50.00' },
  ],
  at: '2026-11-21T18:35:49+03:00',
  ...change,
});

export const order = (change: Partial<FleetOrder> = {}): FleetOrder => ({
  order_id: 'order-1',
  rows: transactions().filter((row) => row.order_id === 'order-1'),
  totals: [{ currency: 'RUB', sum: '544.00' }],
  ...change,
});

export const walked = (change: Partial<RegisterState> = {}): RegisterState =>
  register({
    handle: 'ft',
    register: 'fleet_transactions',
    received: 4,
    shown: 4,
    total: null,
    pages: 3,
    pages_done: 3,
    ...change,
  });

export const listed = (change: Partial<RegisterState> = {}): RegisterState =>
  register({ handle: 'fd', register: 'fleet_drivers', received: 3, shown: 3, total: 3, ...change });

/** Three rows move balances, one does not; the rest, if any, are in another currency. */
export const totals = (count = 4): RegisterTotals => {
  const { columns } = totalsOf(count, { amount: '-2806.00', outside: '500.00' });
  const [amount, outside] = columns;
  return {
    count,
    columns: [
      { ...amount!, count: 3, income: '640.00', outcome: '-3446.00' },
      { ...outside!, count: 1 },
    ],
  };
};

const slice =
  <R>(rows: () => R[], shown = rows().length) =>
  async (_: string, from: number, count: number) => ({
    revision: 1,
    from,
    shown,
    rows: rows().slice(from, from + count),
  });

const fleetAnswers: Partial<Host> = {
  fleetAccess: async () => access(),
  yandexListParkTransactions: async () => walked(),
  yandexListDriverTransactions: async () => walked(),
  fleetTransactionsWindow: slice(transactions),
  fleetTransactionDetails: async (_, id) => {
    const place = Number(id) - 100;
    const row = transactions()[place]!;
    const operation = row.reference ? 'op-1' : null;
    return { row, event_id: null, client_id: null, operation, position: place };
  },
  yandexListOrderTransactions: async () => order(),
  yandexListTransactionCategories: async () => categories(),
  yandexListDriverProfiles: async () => listed(),
  fleetDriversWindow: slice(drivers),
  fleetDriverDetails: async (_, id) => {
    const place = Number(id) - 200;
    return { row: drivers()[place]!, comment: '', employment: '', link: null, position: place };
  },
  yandexListWorkRules: async () => [{ id: 'w1', name: 'Usual', enabled: true }],
  yandexGetBlockedBalance: async () => balance(),
  fleetLinkSuggestions: async () => [
    { jump_id: '1204118', name: 'Driver John Paul', phone: '79110000000', by: ['phone', 'license'] },
    { jump_id: '1204200', name: 'Driver John', phone: '', by: ['name'] },
  ],
  linkFleetDriver: async (_, fleet_id, jump_id) =>
    jump_id === null
      ? null
      : { fleet_id, jump_id, name: 'Driver John Paul', since: '2026-11-21T18:35:49+03:00' },
  registerTotals: async (handle) => (handle === 'fd' ? totalsOf(3, { balance: '2800.00' }) : totals()),
  registerState: async (handle) => (handle === 'fd' ? listed() : walked()),
  narrowRegister: async (handle) =>
    handle === 'fd' ? listed({ revision: 2, shown: 1 }) : walked({ revision: 2 }),
  orderRegister: async (handle) => (handle === 'fd' ? listed({ revision: 2 }) : walked({ revision: 2 })),
  stopRegister: async () => walked({ phase: 'stopped', revision: 3 }),
  resumeRegister: async () => walked({ phase: 'collecting', revision: 4 }),
};

let double: Double | null = null;
let uninstall: () => void = () => undefined;
let view: ReturnType<typeof render> | null = null;

const never = () => new Promise<never>(() => undefined);

/** A park of its own, nothing remembered; answers its id. */
export function begin(): string {
  forget();
  setFeatures([{ screens: { journal: never, driver: never, settings: never, fleet: never } }]);
  return newPark();
}

export function end(): void {
  cleanup();
  uninstall();
  forgetTransactions();
  forgetDrivers();
  double?.restore();
  double = view = null;
}

export function answers(change: Partial<Host> = {}): Double {
  double = useDouble({ ...commonAnswers, ...fleetAnswers, ...change });
  return double;
}

const fleetRoute = () => route() as RouteOf<'fleet'>;

export async function open(tab: FleetTab = 'transactions') {
  uninstall();
  uninstall = installShortcuts();
  await navigate({ name: 'fleet', tab }, { force: true });
  view = render(FleetScreen, { props: { route: fleetRoute() } });
  await settle();
  return view;
}

/** The screen goes where the address went. */
export async function follow(): Promise<void> {
  await settle();
  await view?.rerender({ route: fleetRoute() });
  await settle();
}

/** A cell of a row, by the row's id. */
export const cell = (id: string, column: number) => cellOf(`fleet-transaction-row-${id}`, column);
export const driverCell = (id: string, column: number) => cellOf(`fleet-driver-row-${id}`, column);
