// What the tests of operations share: plans and operations as Rust gives them, a card to open the form on, time that
// passes only when told.
import { vi } from 'vitest';
import {
  DeskFailure,
  type DeskErrorCode,
  type Host,
  type JournalState,
  type OperationPlan,
  type OperationView,
  type PreviewView,
  type Warning,
  type WarningCode,
} from '$host';
import type { Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import { answers, begin, end, holdTimers, openCard, pass, press, type } from '../drivers/testing';
import { sampleCard } from '../drivers/samples';
import { followed } from './followed.svelte';
import { endOperation, openOperation } from './form.svelte';

export const DRIVER = '1204118';

export const preview = (change: Partial<PreviewView> = {}): PreviewView => ({
  asked: '3350.00',
  include_commission: false,
  answer: {
    amount: '3350.00',
    commission: '12.00',
    amount_paid: null,
    others: [{ key: 'fee_kind', value: 'percent' }],
  },
  at: '2026-11-21T14:05:12+03:00',
  ...change,
});

export const plan = (change: Partial<OperationPlan> = {}): OperationPlan => ({
  hash: 'hash-1',
  reference: '7K3F9Q',
  message: 'Weekly payout [#7K3F9Q]',
  amount: '3350.00',
  operation: 'withdraw',
  driver: 'Toshmatov Ulugbek Ilkhomovich',
  balance: { id: '1', name: 'Yandex Pro', amount: '12480.50', frozen: '2400.00' },
  target: null,
  target_driver: null,
  create_payment: true,
  include_commission: false,
  preview: preview(),
  requisite: 'Sberbank •••• 4471',
  warnings: [],
  hold_seconds: 5,
  lifetime_seconds: 300,
  ...change,
});

export const warning = (
  code: WarningCode,
  params: Record<string, string> = {},
  similar: Warning['similar'] = [],
): Warning => ({ code, params, similar });

const soon = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

export const view = (state: OperationView['state'], change: Partial<OperationView> = {}): OperationView => ({
  id: 'op-1',
  reference: '7K3F9Q',
  connection: 'p1',
  connection_name: 'North-West',
  service: 'jump',
  kind: 'withdraw',
  creates_payment: true,
  include_commission: false,
  driver_id: DRIVER,
  driver: 'Toshmatov Ulugbek Ilkhomovich',
  balance: 'Yandex Pro',
  target: null,
  amount: '3350.00',
  message: 'Weekly payout [#7K3F9Q]',
  requisite: 'Sberbank •••• 4471',
  state,
  payout: null,
  row: null,
  repeats: null,
  confirmed_at: '2026-11-21T14:06:41+03:00',
  changed_at: '2026-11-21T14:06:41+03:00',
  who: { os_user: 'sokolova', name: '' },
  reason: '',
  cancelled: state === 'cancelled' ? 'person' : null,
  hold_until: state === 'waiting' ? soon(5) : null,
  checks: 0,
  checks_planned: 5,
  next_check_at: state === 'unknown' ? soon(42) : null,
  checking: false,
  actions: [],
  ...change,
});

export const journal = (change: Partial<JournalState> = {}): JournalState => ({
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
  ...change,
});

export const refusal = (code: string, more: Partial<DeskFailure> = {}) =>
  new DeskFailure({ code: code as DeskErrorCode, ...more });

export function desk(more: Partial<Host> = {}): Double {
  return answers(sampleCard(), {
    jumpDictTransactionTypes: async () => [
      { code: '7', slug: null, title: 'Withdrawal' },
      { code: '9', slug: null, title: 'Bonus' },
    ],
    jumpPreviewWithdraw: async () => preview(),
    journalState: async () => journal(),
    planOperation: async () => plan(),
    jumpCreateTransaction: async () => view('waiting'),
    cancelOperation: async () => view('cancelled'),
    ...more,
  });
}

let clock = 0;

export async function beginMoney(park: { readOnly?: boolean } = {}): Promise<void> {
  holdTimers();
  clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  await begin(park);
}

export function endMoney(): void {
  const open = openOperation();
  if (open) endOperation(open);
  end();
  followed.forget();
  vi.restoreAllMocks();
}

/** As long as a preview waits after the last key, and as a confirming button takes no press. */
export async function later(ms = 450): Promise<void> {
  clock += ms;
  await pass(ms);
}

export async function openForm(kind = 'withdraw'): Promise<void> {
  await openCard();
  await press(`money-${kind}`);
}

/** A withdrawal of 3350 with a payment, as far as the check. */
export async function typeWithdrawal(): Promise<void> {
  await openForm();
  await press('operation-balance-1');
  await type('operation-amount', '3 350');
  await chooseType();
  await press('operation-pays-yes');
}

export async function chooseType(): Promise<void> {
  const select = document.querySelector<HTMLSelectElement>('[data-testid="operation-type"]');
  if (!select) throw new Error('there is no choice of types');
  select.value = '7';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await pass(0);
}

/** Up to the review, long enough for its button. */
export async function review(): Promise<void> {
  await typeWithdrawal();
  await press('operation-plan');
  await later();
}

export async function confirm(): Promise<void> {
  await review();
  await press('operation-confirm');
}

/** What axe finds; it needs time that passes by itself. */
export async function faults() {
  vi.useRealTimers();
  return axeProblems();
}
