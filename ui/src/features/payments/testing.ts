// What the tests of payments share: rows, a register, a host that answers like one. Invented values only.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import type { DeskError, DictionaryItem, Host, PaymentRow, PeriodPreset, RegisterState } from '$host';
import { useDouble, type Double } from '$host/double';
import { session } from '$app/session.svelte';
import { installShortcuts } from '$shared/shortcuts';
import PaymentsScreen from './PaymentsScreen.svelte';

export const november = { from: '2026-11-01', to: '2026-11-21' };
export const october = { from: '2026-10-01', to: '2026-10-31' };

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

export const error = (code: DeskError['code']): DeskError => ({
  code,
  params: {},
  fields: [],
  trace_id: 'trace-42',
});

export const register = (change: Partial<RegisterState> = {}): RegisterState => ({
  handle: 'r1',
  phase: 'complete',
  filter: {
    period: november,
    agent_ids: [],
    driver_ids: [],
    group_ids: [],
    integration_ids: [],
    status_ids: [],
    pay_type_ids: [],
    request_type_ids: [],
    search: '',
  },
  received: 5,
  total: 5,
  shown: 5,
  pages_done: 1,
  pages: 1,
  until: '2026-11-21T18:40:00+03:00',
  started_at: '2026-11-21T18:40:00+03:00',
  finished_at: null,
  waiting_until: null,
  error: null,
  revision: 1,
  ...change,
});

const presets: PeriodPreset[] = [
  { code: 'month', period: november },
  { code: 'last_month', period: october },
];
const items = (...titles: string[]): DictionaryItem[] =>
  titles.map((title, index) => ({ code: String(index + 1), slug: null, title }));

export const totals = (count: number) => ({
  count,
  amount: '40000.00',
  commission: '400.00',
  amount_paid: '39600.00',
  without_amount: 0,
});

export function answers(change: Partial<Host> = {}): Double {
  return useDouble({
    screenReady: async () => null,
    periodPresets: async () => presets,
    jumpListPayments: async () => register(),
    registerState: async () => register(),
    registerWindow: async (_, from, count) => ({
      revision: 1,
      from,
      shown: 5,
      rows: Array.from({ length: count }, (_, index) => row(from + index)),
    }),
    registerTotals: async (_, selection) =>
      selection ? { ...totals(selection.ids.length), amount: '16000.00' } : totals(5),
    closeRegister: async () => null,
    orderRegister: async () => register({ revision: 2 }),
    findInRegister: async () => register({ revision: 2, shown: 0 }),
    stopRegister: async () => register({ phase: 'stopped', received: 2, shown: 2, revision: 3 }),
    resumeRegister: async () => register({ phase: 'collecting', received: 2, shown: 2, revision: 4 }),
    copyRegister: async (_, selection) => (selection.all ? 5 : selection.ids.length),
    copyText: async () => null,
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
    ...change,
  });
}

let parks = 0;
/** A park whose filters nobody has touched. */
export function newPark(): string {
  const id = `park-${++parks}`;
  session.parks = [{ id, name: id, mark: 1, demo: false, readOnly: false }];
  session.currentId = id;
  return id;
}

export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await tick();
}

let uninstall: () => void = () => undefined;
export async function open() {
  uninstall();
  uninstall = installShortcuts();
  const view = render(PaymentsScreen, { props: { route: { name: 'payments' } } });
  await settle();
  return view;
}

export const at = (testid: string) => screen.getByTestId(testid);
export const has = (testid: string) => screen.queryByTestId(testid) !== null;
export const textAt = (testid: string) => at(testid).textContent?.replace(/\s+/g, ' ').trim();

export async function press(testid: string): Promise<void> {
  await fireEvent.click(at(testid));
  await settle();
}

export async function key(code: string, init: KeyboardEventInit = {}, on: Element = document.body) {
  await fireEvent.keyDown(on, { code, ...init });
  await settle();
}

export async function type(testid: string, text: string): Promise<void> {
  await fireEvent.focus(at(testid));
  await fireEvent.input(at(testid), { target: { value: text } });
  await settle();
}

/** A cell of a row, by the row's id. */
export async function cell(id: string, column: number, init: MouseEventInit = {}): Promise<void> {
  const found = at(`payment-row-${id}`).querySelectorAll('[role=gridcell]')[column];
  if (!found) throw new Error(`row ${id} has no cell ${column}`);
  await fireEvent.click(found, init);
  await settle();
}
