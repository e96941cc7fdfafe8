// What the tests of the reconciliation share: rows of both services, a host that answers with them. Invented values only.
import { render } from '@testing-library/svelte';
import type {
  FleetAccessView,
  Host,
  Reconciliation,
  ReconciliationRow,
  ReconciliationSide,
  ReconciliationVerdict,
} from '$host';
import { useDouble, type Double } from '$host/double';
import { setFeatures } from '$app/feature';
import { addUp } from '$shared/register/board/exact';
import { commonAnswers, november, settle } from '$shared/register/testing';
import { installShortcuts } from '$shared/shortcuts';
import ReconciliationTab from './ReconciliationTab.svelte';
import { verdicts } from './verdicts';

export * from '$shared/register/testing';

const roubles = { currency: 'RUB' };
export const side = (
  id: string,
  amount: string,
  change: Partial<ReconciliationSide> = {},
): ReconciliationSide => ({
  ...roubles,
  id,
  at: '2026-11-20T12:00:00+03:00',
  amount,
  description: `Note ${id}`,
  category: 'Manual',
  ...change,
});

export const row = (
  number: number,
  verdict: ReconciliationVerdict,
  change: Partial<ReconciliationRow> = {},
): ReconciliationRow => ({
  number,
  verdict,
  driver: 'Driver John Paul',
  jump_driver: '71',
  fleet_driver: 'f71',
  reference: null,
  jump: null,
  yandex: null,
  journal: null,
  journal_state: null,
  operation: null,
  difference: null,
  ...change,
});

/** One row of each verdict. */
export const everyVerdict = (): ReconciliationRow[] => [
  row(1, 'matched', {
    reference: '7K3F9Q',
    operation: 'op-1',
    journal: side('op-1', '-3350.00', { at: '2026-11-20T11:59:58+03:00' }),
    journal_state: 'accepted',
    jump: side('j1', '-3350.00'),
    yandex: side('y1', '-3350.00', { at: '2026-11-20T12:01:30+03:00' }),
    difference: '0.00',
  }),
  row(2, 'looks_alike', {
    driver: 'Petrova Anna',
    jump: side('j2', '500.10', { at: '2026-11-19T09:00:00+03:00' }),
    yandex: side('y2', '500.10', { at: '2026-11-19T10:00:00+03:00' }),
    difference: '0.00',
  }),
  row(3, 'amount_differs', {
    reference: 'AAAAAA',
    jump: side('j3', '-1000.00', { at: '2026-11-18T09:00:00+03:00' }),
    yandex: side('y3', '-1000.0001', { at: '2026-11-18T09:00:10+03:00' }),
    difference: '-0.0001',
  }),
  row(4, 'only_jump', {
    fleet_driver: null,
    jump: side('j4', '90071992547409.93', { at: '2026-11-21T09:00:00+03:00' }),
  }),
  row(5, 'only_yandex', { yandex: side('y5', '70.00', { at: '2026-11-17T09:00:00+03:00' }) }),
  row(6, 'only_journal', {
    reference: 'BBBBBB',
    operation: 'op-6',
    journal: side('op-6', '-75.40', { at: '2026-11-16T09:00:00+03:00' }),
    journal_state: 'accepted',
  }),
];

export function reconciliation(
  rows: ReconciliationRow[] = everyVerdict(),
  change: Partial<Reconciliation> = {},
): Reconciliation {
  const amounts = (of: ReconciliationRow[], name: 'jump' | 'yandex' | 'journal') =>
    addUp(of.flatMap((one) => one[name]?.amount ?? []));
  return {
    id: 'r-1',
    period: november,
    jump_complete: true,
    yandex_complete: true,
    drivers_known: true,
    jump_rows: 1284,
    yandex_rows: 991,
    complete: true,
    made_at: '2026-11-21T18:40:00+03:00',
    // Rust may leave out what has no rows.
    by_verdict: verdicts.flatMap((verdict) => {
      const of = rows.filter((one) => one.verdict === verdict);
      return of.length === 0
        ? []
        : [
            {
              verdict,
              count: of.length,
              jump: amounts(of, 'jump'),
              yandex: amounts(of, 'yandex'),
              journal: amounts(of, 'journal'),
            },
          ];
    }),
    rows,
    ...change,
  };
}

export const access = async (): Promise<FleetAccessView> => ({
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

export const answers = (change: Partial<Host> = {}): Double =>
  useDouble({
    ...commonAnswers,
    fleetAccess: access,
    reconcileFleet: async () => reconciliation(),
    cancelReconciliation: async () => null,
    ...change,
  });

let uninstall: () => void = () => undefined;
export async function open(props: { onfleetdriver?: (driver: { id: string; name: string }) => void } = {}) {
  uninstall();
  uninstall = installShortcuts();
  const never = () => new Promise<never>(() => undefined);
  setFeatures([{ screens: { fleet: never, driver: never, journal: never, settings: never } }]);
  const view = render(ReconciliationTab, { props });
  await settle();
  return view;
}

/** An answer that comes when the test says so. */
export function later<T>() {
  let give!: (value: T) => void;
  let refuse!: (thrown: unknown) => void;
  const promise = new Promise<T>((resolve, reject) => ([give, refuse] = [resolve, reject]));
  return { promise, give, refuse };
}
