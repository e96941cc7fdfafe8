// What the tests of payments share: rows, a host that answers like a register of them. Invented values only.
import { cleanup, render } from '@testing-library/svelte';
import { vi } from 'vitest';
import { forget, type Host, type Narrowing, type PaymentRow, type PaymentsFilter } from '$host';
import { useDouble, type Double } from '$host/double';
import {
  at,
  cellOf,
  commonAnswers,
  items,
  newPark,
  november,
  register,
  settle,
  totalsOf,
  windowOf,
} from '$shared/register/testing';
import { installShortcuts } from '$shared/shortcuts';
import PaymentsScreen from './PaymentsScreen.svelte';
import { visitOf } from './visits';

export * from '$shared/register/testing';

export const row = (index: number, change: Partial<PaymentRow> = {}): PaymentRow => ({
  id: String(1000 + index),
  driver_id: String(50 + index),
  driver: `Driver${index} John Paul`,
  phone: '79110000000',
  created_at: '2026-11-21T18:35:49+03:00',
  paid_at: null,
  status_id: '1',
  status: 'Paid',
  theme: 'success',
  amount: '8000.00',
  commission: '80.00',
  amount_paid: '7920.00',
  pay_type: 'Card',
  request_type: 'Manager',
  agent: 'Agent A',
  group: 'Common',
  integration: 'Aggregator',
  requisites: '',
  ...change,
});

/** What an untouched screen asks for. */
export const usualFilter: PaymentsFilter = {
  period: november,
  agent_ids: [],
  driver_ids: [],
  group_ids: [],
  integration_ids: [],
  status_ids: [],
  pay_type_ids: [],
  request_type_ids: [],
  search: '',
};

export const totals = (count: number, amount = '40000.00') =>
  totalsOf(count, { amount, commission: '400.00', amount_paid: '39600.00' });

export const paymentAnswers: Partial<Host> = {
  jumpListPayments: async () => register(),
  paymentsWindow: windowOf((index) => row(index)),
  registerTotals: async (_, selection) => (selection ? totals(selection.ids.length, '16000.00') : totals(5)),
  registerPosition: async (_, id) => (Number(id) >= 1000 ? Number(id) - 1000 : null),
  paymentDetails: async (_, id) => ({
    position: Number(id) - 1000,
    payment: {
      id,
      history: [
        { date_time: '2026-11-21T18:35:49+03:00', action: 'Created' },
        { date_time: '2026-11-21T18:37:07+03:00', action: 'Rejected by the bank' },
      ],
      write_off_account: { id: '7', slug: null, title: 'Park account' },
    } as never,
  }),
  jumpDictAgents: async () => items('Agent A', 'Agent B'),
  jumpDictPaymentStatuses: async () => items('Paid', 'Rejected', 'In progress'),
};

/** The one that answers now. */
let double: Double | null = null;

export function answers(change: Partial<Host> = {}): Double {
  double = useDouble({ ...commonAnswers, ...paymentAnswers, ...change });
  return double;
}

/** A park of its own, nothing remembered; answers its id. */
export function begin(): string {
  forget();
  return newPark();
}

export function end(): void {
  cleanup();
  // The last visit ends with its register.
  visitOf(null);
  double?.restore();
  double = null;
  vi.useRealTimers();
}

let uninstall: () => void = () => undefined;
export async function open() {
  uninstall();
  uninstall = installShortcuts();
  const view = render(PaymentsScreen, { props: { route: { name: 'payments' } } });
  await settle();
  return view;
}

/** A cell of a row, by the row's id. */
export const cell = (id: string, column: number, init: MouseEventInit = {}) =>
  cellOf(`payment-row-${id}`, column, init);

export const phase = () => at('completeness').dataset['phase'];
/** What the service was asked for last. */
export const asked = () => double?.calls('jumpListPayments').at(-1)?.[1] as PaymentsFilter;
export const narrowings = () =>
  (double?.calls('narrowRegister') ?? []).map(([, narrowing]) => narrowing as Narrowing);
