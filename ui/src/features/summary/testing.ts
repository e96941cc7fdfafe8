// What the tests of the summary share: figures, a host that answers like two registers of payments. Invented values only.
import { render } from '@testing-library/svelte';
import type { Compared, Host, PaymentsSummary, RegisterState, SummaryBlock } from '$host';
import { useDouble, type Double } from '$host/double';
import { november, october, register, settle } from '$shared/register/testing';
import { installShortcuts } from '$shared/shortcuts';
import SummaryScreen from './SummaryScreen.svelte';

export { error, has, key, newPark, press, settle, textAt } from '$shared/register/testing';

const compared = (sum: string, count: number, change: number | null = 12): Compared => ({
  now: { count, sum },
  before: { count: change === null ? 0 : count + 1, sum: change === null ? '0.00' : '900.00' },
  change,
});

export const block = (paid = '1284560.00'): SummaryBlock => ({
  paid: compared(paid, 1284),
  waiting: compared('8400.00', 3, -25),
  rejected: compared('8000.00', 2, 0),
  other: compared('0.00', 0, null),
  commission: compared('12845.60', 900),
});

export const summary = (change: Partial<PaymentsSummary> = {}): PaymentsSummary => ({
  today: block('54000.00'),
  month: block(),
  agents: [
    { id: '7', title: 'Agent A', block: block('1000000.00') },
    { id: null, title: '', block: block('284560.00') },
  ],
  integrations: [{ id: '3', title: 'Aggregator', block: block() }],
  to_confirm: { count: 1, sum: '15157.78' },
  statuses: {
    paid: ['1'],
    waiting: ['3', '4', '7', '8'],
    to_confirm: ['4', '7', '8'],
    rejected: ['2', '5', '6'],
    other: [],
  },
  today_period: { from: november.to, to: november.to },
  month_period: november,
  before_period: { from: october.from, to: '2026-10-21' },
  complete: true,
  ...change,
});

/** The register of this month is r-month, that of the month before r-before. */
export const state = (handle: string, change: Partial<RegisterState> = {}) => register({ handle, ...change });

export const answers = (change: Partial<Host> = {}): Double =>
  useDouble({
    screenReady: async () => null,
    periodPresets: async () => [
      { code: 'month', period: november },
      { code: 'last_month', period: october },
    ],
    jumpListPayments: async (_, { period }) => state(period.from === november.from ? 'r-month' : 'r-before'),
    paymentsSummary: async () => summary(),
    jumpCountApplications: async () => [{ status: 'not_processed', count: 14 }],
    expiringLicences: async () => [
      { application_id: '501', expires_on: '2026-11-20', days_left: -1 },
      { application_id: '502', expires_on: '2026-12-30', days_left: 39 },
    ],
    closeRegister: async () => null,
    forgetDictionaries: async () => null,
    resumeRegister: async (handle) => state(handle, { revision: 9 }),
    stopRegister: async (handle) => state(handle, { phase: 'stopped', received: 2, revision: 9 }),
    ...change,
  });

let uninstall: () => void = () => undefined;
export async function open() {
  uninstall();
  uninstall = installShortcuts();
  const view = render(SummaryScreen, { props: { route: { name: 'summary' } } });
  await settle();
  return view;
}
