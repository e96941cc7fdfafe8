// What the tests of transactions of Fleet share: a plan and operations as Rust gives them, a panel to type in. Invented values
// only.
import { render } from '@testing-library/svelte';
import { vi } from 'vitest';
import type { FleetBalance, FleetCategory, FleetPlan, Host, OperationView } from '$host';
import { useDouble, type Double } from '$host/double';
import { commonAnswers } from '$shared/register/testing';
import { at, begin, end, holdTimers, pass, press, settle, type } from '../../drivers/testing';
import { followed } from '../../money/followed.svelte';
import { journal, view as jumpView } from '../../money/testing';
import FleetMoneyPanel from './FleetMoneyPanel.svelte';
import { beginFleet, endFleet, fleetTransaction, type FleetAsk } from './form.svelte';

export const DRIVER = 'f0e1d2c3b4a5968778695a4b3c2d1e0f';

export const balance = (change: Partial<FleetBalance> = {}): FleetBalance => ({
  balance: '4350.5000',
  blocked: '1000.0000',
  free: '3350.5000',
  parts: [
    { what: 'tips', amount: '1000.0000' },
    { what: 'bonuses', amount: '0.0000' },
  ],
  at: '2026-11-21T14:05:12+03:00',
  ...change,
});

export const category = (id: string, change: Partial<FleetCategory> = {}): FleetCategory => ({
  id,
  name: `Category ${id}`,
  group_id: 'partner_other',
  group: 'Other',
  enabled: true,
  creatable: true,
  moves_balance: true,
  partner: true,
  ...change,
});

export const plan = (change: Partial<FleetPlan> = {}): FleetPlan => ({
  hash: 'fleet-hash-1',
  reference: '7K3F9Q',
  description: 'Rent [#7K3F9Q]',
  reason: 'Rent of 20 November',
  amount: '1500.00',
  sign: 'debit',
  driver: 'Toshmatov Ulugbek',
  category: 'other',
  manner: { manner: 'event' },
  balance: balance(),
  balance_min: null,
  warnings: [],
  hold_seconds: 5,
  lifetime_seconds: 300,
  ...change,
});

export const view = (state: OperationView['state'], change: Partial<OperationView> = {}): OperationView =>
  jumpView(state, {
    service: 'yandex',
    kind: 'debit',
    creates_payment: false,
    driver_id: DRIVER,
    driver: 'Toshmatov Ulugbek',
    balance: 'other',
    amount: '1500.00',
    message: 'Rent [#7K3F9Q]',
    requisite: null,
    ...change,
  });

export const remote = { id: 'event-1', version: 1, status: 'in_progress' };

export function desk(more: Partial<Host> = {}): Double {
  double = useDouble({
    ...commonAnswers,
    unsavedWork: async () => null,
    journalState: async () => journal(),
    journalWindow: async () => ({ total: 0, from: 0, rows: [], by_state: [] }),
    fleetAccess: async () => null,
    yandexGetBlockedBalance: async () => balance(),
    yandexListTransactionCategories: async () => [
      category('partner_service_manual_1'),
      category('partner_service_manual_2', { creatable: false }),
      category('partner_service_manual_3', { enabled: false }),
    ],
    planFleetTransaction: async () => plan(),
    yandexCreateDriverTransactionV3: async () => view('waiting'),
    yandexCreateDriverTransactionV2: async () => view('waiting'),
    cancelOperation: async () => view('cancelled'),
    ...more,
  });
  return double;
}

let double: Double | null = null;
let clock = 0;

export async function beginMoney(park: { readOnly?: boolean } = {}): Promise<void> {
  holdTimers();
  clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  await begin(park);
}

export function endMoney(): void {
  const open = fleetTransaction();
  if (open) endFleet(open);
  double?.restore();
  double = null;
  end();
  followed.forget();
  vi.restoreAllMocks();
}

/** As long as a confirming button takes no press. */
export async function later(ms = 450): Promise<void> {
  clock += ms;
  await pass(ms);
}

export async function open(ask: Partial<FleetAsk> = {}) {
  const shown = render(FleetMoneyPanel, { props: {} });
  beginFleet('p1', { driverId: DRIVER, name: 'Toshmatov Ulugbek', sign: 'debit', ...ask });
  await settle();
  return shown;
}

/** A debit of 1500 with a reason, as far as the check. */
export async function typeDebit(): Promise<void> {
  await open();
  await type('operation-amount', '1 500');
  await type('fleet-reason', 'Rent of 20 November');
}

/** Up to the review, long enough for its button. */
export async function review(): Promise<void> {
  await typeDebit();
  await press('operation-plan');
  await later();
}

export async function confirm(): Promise<void> {
  await review();
  await press('operation-confirm');
}

/** As a person reads it. */
export const plain = (testid: string) => (at(testid).textContent ?? '').replace(/\s+/g, ' ').trim();
