// A reconciliation under way and as a file: how far it is, how it is stopped, what cannot be asked, what is handed on.
import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  RECONCILIATION_LIMITS,
  type ExportState,
  type Host,
  type Reconciliation,
  type ReconciliationExport,
} from '$host';
import type { Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import { forgetExports } from '$shared/register/board/exports.svelte';
import { dismiss, toasts } from '$shared/toasts.svelte';
import { deskOf, forgetReconciliations } from './desk.svelte';
import { daysOf, excessOf } from './limits';
import {
  access,
  answers,
  at,
  everyVerdict,
  has,
  key,
  later,
  newPark,
  open,
  press,
  reconciliation,
  settle,
  textAt,
} from './testing';

let double: Double;
let park: string;
beforeEach(() => {
  forgetReconciliations();
  park = newPark();
  double = answers();
});
afterEach(() => {
  cleanup();
  double.restore();
  forgetExports();
  for (const { id } of toasts()) dismiss(id);
});

function answer(change: Partial<Host>) {
  double.restore();
  double = answers(change);
}
const sideNow = (rows: number, change = {}) => ({
  rows,
  total: null,
  done: false,
  waiting_until: null,
  ...change,
});
const plain = (testid: string) => textAt(testid).replace(/\u00a0/g, ' ');

describe('while both services are read', () => {
  it('each_side_tells_how_far_it_is_and_an_older_reading_is_not_heard', async () => {
    answer({ reconcileFleet: () => later<Reconciliation>().promise });
    await open();
    await press('reconciliation-run');
    expect(textAt('reconciliation-progress-jump')).toBe('спрашиваем…');
    const told = {
      connection: park,
      reading: 1,
      jump: sideNow(1200, { total: 5089 }),
      yandex: sideNow(250),
    };
    double.emit('reconciliationAdvanced', told);
    await settle();
    expect(plain('reconciliation-progress-jump')).toBe('строк 1 200 из 5 089');
    expect(plain('reconciliation-progress-yandex')).toBe('строк 250');
    expect(await axeProblems()).toEqual([]);
    double.emit('reconciliationAdvanced', { ...told, reading: 0, yandex: sideNow(7) });
    double.emit('reconciliationAdvanced', { ...told, connection: 'another', yandex: sideNow(8) });
    await settle();
    expect(plain('reconciliation-progress-yandex')).toBe('строк 250');
    double.emit('reconciliationAdvanced', {
      ...told,
      jump: sideNow(5089, { total: 5089, done: true }),
      yandex: sideNow(250, { waiting_until: '2026-11-21T18:40:05+03:00' }),
    });
    await settle();
    expect(plain('reconciliation-progress-jump')).toBe('прочитан, строк 5 089');
    expect(plain('reconciliation-progress-yandex')).toBe('просит подождать до 18:40:05');
  });

  it('a_park_without_a_limit_is_not_told_of_zero_requests_a_second', async () => {
    answer({
      fleetAccess: async () => ({ ...(await access()), requests_per_second: 0 }),
      reconcileFleet: () => later<Reconciliation>().promise,
    });
    await open();
    await press('reconciliation-run');
    expect(textAt('reconciliation-running')).not.toContain('в секунду');
    expect(textAt('reconciliation-running')).toContain('несколько минут');
  });

  it('leaving_the_tab_stops_the_reading_in_rust_and_one_that_is_over_is_left_alone', async () => {
    const reading = later<Reconciliation>();
    answer({ reconcileFleet: () => reading.promise });
    const view = await open();
    await press('reconciliation-run');
    view.unmount();
    expect(double.calls('cancelReconciliation')).toEqual([[park, 1]]);
    answer({});
    const again = await open();
    await press('reconciliation-run');
    again.unmount();
    expect(double.calls('cancelReconciliation')).toEqual([]);
  });

  it('the_button_stops_it_and_nothing_is_called_a_failure', async () => {
    const reading = later<Reconciliation>();
    answer({ reconcileFleet: () => reading.promise });
    await open();
    await press('reconciliation-run');
    await press('reconciliation-stop');
    expect(double.calls('cancelReconciliation')).toEqual([[park, 1]]);
    reading.refuse({ code: 'cancelled', params: {}, fields: [], trace_id: null });
    await settle();
    expect(has('reconciliation-running')).toBe(false);
    expect(deskOf(park).failure).toBeNull();
    await press('reconciliation-run');
    expect(double.calls('reconcileFleet').at(-1)).toMatchObject([park, { reading: 3 }]);
  });
});

describe('a period that is too long', () => {
  it('is_told_before_anything_is_asked', async () => {
    await open();
    deskOf(park).choosePeriod({ from: '2026-01-01', to: '2026-03-31' }, null);
    await settle();
    expect(plain('reconciliation-too-long')).toContain('Дней: 90. Весь парк сверяем не дольше 35 дней');
    await press('reconciliation-run');
    await key('F5');
    expect(double.calls('reconcileFleet')).toEqual([]);
    expect(await axeProblems()).toEqual([]);
    deskOf(park).driver = { id: 'f1', name: 'Ivanov Ivan' };
    await settle();
    expect(has('reconciliation-too-long')).toBe(false);
    await press('reconciliation-run');
    expect(double.calls('reconcileFleet')).toHaveLength(1);
  });

  it('is_counted_in_whole_days_both_ends_included', () => {
    const days = (from: string, to: string) => daysOf({ from, to });
    expect([days('2026-10-31', '2026-10-31'), days('2026-10-01', '2026-10-31')]).toEqual([1, 31]);
    expect(days('2024-01-01', '2024-12-31')).toBe(RECONCILIATION_LIMITS.driver_days);
    expect(excessOf({ from: '2026-09-27', to: '2026-10-31' }, false)).toBeNull();
    expect(excessOf({ from: '2026-09-26', to: '2026-10-31' }, false)).toMatchObject({ days: 36, most: 35 });
  });
});

const written = (change: Partial<ExportState> = {}): ExportState => ({
  id: 'e1',
  handle: 'r-1',
  phase: 'writing',
  file: 'a.xlsx',
  done: 0,
  rows: 6,
  complete: true,
  sha256: null,
  error: null,
  ...change,
});

describe('the file', () => {
  const begun = async (result: Reconciliation = reconciliation()) => {
    answer({
      reconcileFleet: async () => result,
      exportReconciliation: async () => written(),
      revealExport: async () => null,
    });
    await open();
    await press('reconciliation-run');
  };
  const asked = () => double.calls('exportReconciliation')[0]?.[1] as ReconciliationExport;
  const lineOf = (kind: string) => asked().words.lines.find(({ value }) => value.kind === kind);

  it('holds_the_rows_as_they_are_shown_and_can_be_found_in_its_folder', async () => {
    await begun();
    await key('KeyE', { ctrlKey: true });
    expect(asked()).toMatchObject({ id: 'r-1', format: 'xlsx', rows: [4, 1, 2, 3, 5, 6] });
    expect(asked().words.verdicts['only_journal']).toBe('Только журнал');
    expect(lineOf('yandex')?.value).toEqual({
      kind: 'yandex',
      of: { complete: 'полно: прочитан до конца', incomplete: 'НЕПОЛНО: прочитан не до конца' },
    });
    expect(lineOf('sha256')).toBeTruthy();
    double.emit('exportChanged', written({ phase: 'done', done: 6 }));
    await settle();
    await press('export-reveal');
    expect(double.calls('revealExport')).toEqual([['e1']]);
    expect(await axeProblems()).toEqual([]);
  });

  it('of_a_verdict_or_a_selection_holds_nothing_else_and_says_so', async () => {
    await begun();
    await press('reconciliation-verdict-matched');
    await press('reconciliation-export-menu');
    await press('reconciliation-export-csv');
    expect(asked()).toMatchObject({ format: 'csv', rows: [1] });
    expect(asked().words.lines.map(({ value }) => value)).toContainEqual({ kind: 'text', of: 'Совпало' });
  });

  it('that_will_be_marked_as_not_complete_is_told_to_be_before', async () => {
    await begun(reconciliation(everyVerdict(), { complete: false, yandex_complete: false }));
    expect(at('reconciliation-export').title).toContain('будет помечен');
  });
});

it('what_only_the_journal_has_shows_its_own_sum_time_and_state', async () => {
  await open();
  await press('reconciliation-run');
  expect(plain('reconciliation-verdict-only_journal')).toBe('Только журнал 1 Журнал −75,40 ₽');
  await press('reconciliation-verdict-only_journal');
  const said = plain('reconciliation-row-6');
  for (const part of ['−75,40', '16.11.2026 09:00', 'Выполнено', '#BBBBBB']) expect(said).toContain(part);
  expect(plain('reconciliation-sum-journal')).toBe('−75,40 ₽');
  expect(has('reconciliation-sum-jump')).toBe(false);
});
