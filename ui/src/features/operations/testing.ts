// What the tests of operations share: rows, a host that answers like a register of them. Invented values only.
import { render } from '@testing-library/svelte';
import type { Host, RegisterTotals, Transaction, TransactionRow, TransactionsFilter, Trip } from '$host';
import { useDouble, type Double } from '$host/double';
import {
  cellOf,
  commonAnswers,
  items,
  november,
  register,
  settle,
  totalsOf,
  windowOf,
} from '$shared/register/testing';
import { installShortcuts } from '$shared/shortcuts';
import OperationsScreen from './OperationsScreen.svelte';

export * from '$shared/register/testing';

export const row = (index: number, change: Partial<TransactionRow> = {}): TransactionRow => ({
  id: String(9000 + index),
  driver_id: String(50 + index),
  driver: `Driver${index} John Paul`,
  phone: '79110000000',
  date: '2026-11-21T18:35:49+03:00',
  type_id: '2',
  type_title: 'Withdrawal',
  amount: '-8000.00',
  integration_id: '1',
  integration: 'Aggregator',
  description: 'Paid out',
  payment_id: '48141076',
  is_trip: false,
  route: '',
  ...change,
});

export const trip = (change: Partial<Trip> = {}): Trip => ({
  date: '2026-11-21T17:05:00+03:00',
  address_from: 'First street, 1',
  address_to: 'Second street, 2',
  duration: '25',
  distance: '8.4',
  payment_type: { id: '1', slug: null, title: 'Cash' },
  amount: {
    order: '640.00',
    tip: '50.00',
    cash: '640.00',
    cashless: '0.00',
    aggregator_commission: '-96.00',
    customer_commission: null,
    total: '594.00',
  },
  comment: 'Quick',
  ...change,
});

export const transaction = (id: string, change: Partial<Transaction> = {}): Transaction => ({
  id,
  date: '2026-11-21T18:35:49+03:00',
  description: 'Paid out',
  driver: null,
  type: { id: '2', slug: null, title: 'Withdrawal' },
  integration: { id: '1', slug: null, title: 'Aggregator' },
  amount: '-8000.00',
  payment_id: '48141076',
  trip: null,
  ...change,
});

export const usualFilter: TransactionsFilter = {
  period: november,
  driver_ids: [],
  integration_ids: [],
  type_ids: [],
};

export const totals = (count: number): RegisterTotals => {
  const { columns } = totalsOf(count, { amount: '-1500.00' });
  return { count, columns: columns.map((one) => ({ ...one, income: '6500.00', outcome: '-8000.00' })) };
};

export const operationAnswers: Partial<Host> = {
  jumpListTransactions: async () => register(),
  transactionsWindow: windowOf((index) => row(index)),
  registerTotals: async (_, selection) => totals(selection ? selection.ids.length : 5),
  registerPosition: async (_, id) => (Number(id) >= 9000 ? Number(id) - 9000 : null),
  transactionDetails: async (_, id) => ({ position: Number(id) - 9000, transaction: transaction(id) }),
  jumpDictIntegrations: async () => items('Aggregator', 'Other'),
  jumpDictTransactionTypes: async () => items('Trip', 'Withdrawal', 'Bonus'),
};

export const answers = (change: Partial<Host> = {}): Double =>
  useDouble({ ...commonAnswers, ...operationAnswers, ...change });

let uninstall: () => void = () => undefined;
export async function open() {
  uninstall();
  uninstall = installShortcuts();
  const view = render(OperationsScreen, { props: { route: { name: 'operations' } } });
  await settle();
  return view;
}

/** A cell of a row, by the row's id. */
export const cell = (id: string, column: number, init: MouseEventInit = {}) =>
  cellOf(`operation-row-${id}`, column, init);
