import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reconciliation } from '$host';
import type { Double } from '$host/double';
import { route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { dismiss, toasts } from '$shared/toasts.svelte';
import { deskOf, forgetReconciliations } from './desk.svelte';
import {
  access,
  answers,
  at,
  cellOf,
  error,
  everyVerdict,
  has,
  key,
  later,
  newPark,
  november,
  october,
  open,
  press,
  reconciliation,
  row,
  settle,
  side,
  textAt,
  type,
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
  for (const { id } of toasts()) dismiss(id);
});

const shown = () =>
  [...document.querySelectorAll('[data-testid^="reconciliation-row-"]')].map((found) =>
    found.getAttribute('data-testid')?.replace('reconciliation-row-', ''),
  );
const cells = (number: number) =>
  [...at(`reconciliation-row-${number}`).querySelectorAll('[role=gridcell]')]
    .slice(1)
    .map((cell) => cell.textContent?.trim());
const header = (title: string) => {
  const found = [...document.querySelectorAll('[role=columnheader]')].find((one) =>
    one.textContent?.includes(title),
  );
  return found?.querySelector<HTMLElement>('.sort') ?? (found as HTMLElement);
};
async function reconciled(result: Reconciliation = reconciliation()) {
  double.restore();
  double = answers({ reconcileFleet: async () => result });
  const view = await open();
  await press('reconciliation-run');
  return view;
}

describe('asking', () => {
  it('nothing_is_read_before_it_is_asked_for', async () => {
    await open();
    expect(double.calls('reconcileFleet')).toEqual([]);
    expect(document.body.textContent).toContain('остальных — только по метке');
    expect(document.body.textContent).toContain('не чаще 2 запросов в секунду');
    expect(await axeProblems()).toEqual([]);
    await key('F5');
    expect(double.calls('reconcileFleet')).toEqual([
      [park, { period: november, driver_id: null, reading: 1 }],
    ]);
  });

  it('a_park_that_may_only_be_read_can_be_reconciled', async () => {
    session.parks = session.parks.map((one) => ({ ...one, readOnly: true }));
    await open();
    await press('reconciliation-run');
    expect(double.calls('reconcileFleet')).toHaveLength(1);
  });

  it('the_period_and_the_driver_of_the_chips_are_asked_for', async () => {
    double.restore();
    double = answers({
      yandexListDriverProfiles: async () => ({
        ...(await found()),
        total: 3,
        received: 2,
        phase: 'complete',
      }),
      fleetDriversWindow: async () => ({
        revision: 1,
        from: 0,
        shown: 2,
        rows: [driver('f1', 'Ivanov Ivan'), driver('f2', 'Ivanov Petr')],
      }),
    });
    await open();
    await press('reconciliation-period');
    await press('period-preset-last_month');
    await press('reconciliation-driver');
    await type('reconciliation-driver-search', 'ivan');
    await new Promise((resolve) => setTimeout(resolve, 350));
    await settle();
    expect(document.body.textContent).toContain('И ещё 1 водитель');
    await press('reconciliation-driver-f2');
    expect(textAt('reconciliation-driver')).toContain('Ivanov');
    await press('reconciliation-run');
    expect(double.calls('reconcileFleet')).toEqual([
      [park, { period: october, driver_id: 'f2', reading: 1 }],
    ]);
    expect(double.calls('closeRegister')).toEqual([['fd']]);
    expect(textAt('reconciliation-completeness')).toContain('01.10–31.10.2026 · Ivanov Petr');
  });

  it('while_it_is_read_the_wait_is_told_and_a_second_press_asks_nothing', async () => {
    const answer = later<Reconciliation>();
    double.restore();
    double = answers({ reconcileFleet: () => answer.promise });
    await open();
    await press('reconciliation-run');
    expect(textAt('reconciliation-running')).toContain('не чаще 2 запросов в секунду');
    expect(textAt('reconciliation-running')).toContain('Уход с вкладки тоже остановит чтение');
    expect(await axeProblems()).toEqual([]);
    await press('reconciliation-run');
    await key('F5');
    expect(double.calls('reconcileFleet')).toHaveLength(1);
    answer.give(reconciliation());
    await settle();
    expect(has('reconciliation-running')).toBe(false);
    expect(shown()).toHaveLength(6);
  });

  it('leaving_drops_what_was_under_way_and_a_late_answer_does_not_come_back', async () => {
    const answer = later<Reconciliation>();
    double.restore();
    double = answers({ reconcileFleet: () => answer.promise });
    const view = await open();
    await press('reconciliation-run');
    view.unmount();
    answer.give(reconciliation());
    await settle();
    expect(deskOf(park).result).toBeNull();
    await open();
    expect(has('reconciliation-running')).toBe(false);
    expect(has('reconciliation-grid')).toBe(false);
  });

  it('whoever_comes_back_from_a_link_finds_the_rows_again', async () => {
    const view = await reconciled();
    view.unmount();
    await open();
    expect(shown()).toHaveLength(6);
    expect(double.calls('reconcileFleet')).toHaveLength(1);
  });

  it('rows_of_a_park_of_yandex_that_was_exchanged_for_another_are_gone', async () => {
    const view = await reconciled();
    view.unmount();
    double.restore();
    double = answers({ fleetAccess: async () => ({ ...(await access()), park_id: 'another' }) });
    await open();
    expect(has('reconciliation-grid')).toBe(false);
  });

  it('rows_of_other_days_are_not_taken_for_those_of_the_chips', async () => {
    await reconciled();
    expect(has('reconciliation-stale')).toBe(false);
    await press('reconciliation-period');
    await press('period-preset-last_month');
    expect(textAt('reconciliation-stale')).toContain('прежняя сверка: 01.11–21.11.2026');
    expect(textAt('reconciliation-completeness')).toContain('01.11–21.11.2026');
  });
});

describe('what came', () => {
  it('each_verdict_tells_its_count_and_both_sums', async () => {
    await reconciled();
    expect(textAt('reconciliation-verdict-all')).toMatch(/^Все 6/);
    expect(textAt('reconciliation-verdict-matched')).toBe('Совпало 1 Jump −3 350,00 ₽ Яндекс −3 350,00 ₽');
    expect(textAt('reconciliation-verdict-amount_differs')).toContain('Яндекс −1 000,0001 ₽');
    expect(textAt('reconciliation-verdict-only_yandex')).toBe('Только Яндекс 1 Яндекс 70,00 ₽');
    expect(await axeProblems()).toEqual([]);
  });

  it('a_verdict_that_rust_leaves_out_is_a_zero_and_not_missing', async () => {
    await reconciled(reconciliation([everyVerdict()[0]!]));
    expect(textAt('reconciliation-verdict-only_jump')).toBe('Только Jump 0 Jump 0,00 ₽');
  });

  it('sums_stay_exact_where_floats_lose_kopecks', async () => {
    await reconciled();
    await press('reconciliation-verdict-only_jump');
    expect(textAt('reconciliation-sum-jump')).toBe('90 071 992 547 409,93 ₽');
    expect(textAt('reconciliation-sum-gap')).toBe('−90 071 992 547 409,93 ₽');
    await press('reconciliation-verdict-amount_differs');
    expect(textAt('reconciliation-sum-gap')).toBe('−0,0001 ₽');
    expect(cells(3)).toContain('−0,0001');
  });

  it('another_currency_is_written_out_and_never_added_to_roubles', async () => {
    const dollars = { ...side('y9', '100.00'), currency: 'USD' };
    await reconciled(
      reconciliation([
        row(1, 'only_yandex', { yandex: side('y8', '70.00') }),
        row(2, 'only_yandex', { yandex: dollars }),
      ]),
    );
    expect(cells(2)).toContain('100,00\u00a0USD');
    expect(textAt('reconciliation-sum-yandex')).toBe('70,00 ₽');
    expect(textAt('reconciliation-foreign')).toBe('Без 1 суммы в другой валюте');
    await press('reconciliation-copy');
    expect(String(double.calls('copyText').at(-1)?.[0])).toContain('100,00\tUSD');
  });

  it('both_sides_stand_beside_each_other_and_a_missing_one_is_a_dash', async () => {
    await reconciled();
    expect(cells(1).slice(0, 8)).toEqual([
      'Совпало',
      'Driver\u00a0J.P.',
      '20.11.2026 12:00',
      '−3\u00a0350,00',
      '−3\u00a0350,00',
      '20.11.2026 12:01',
      '0,00',
      '#7K3F9Q',
    ]);
    expect(cells(5).slice(2, 7)).toEqual(['—', '—', '70,00', '17.11.2026 09:00', '—']);
  });

  it('a_complete_one_says_what_that_means', async () => {
    await reconciled();
    const said = textAt('reconciliation-completeness');
    expect(said).toContain('Прочитано до конца · ручных движений: Jump 1 284, Яндекс 991 · полно');
    expect(has('reconciliation-again')).toBe(false);
  });

  it('an_incomplete_one_never_looks_complete', async () => {
    await reconciled(reconciliation(everyVerdict(), { complete: false }));
    expect(at('reconciliation-completeness').dataset['complete']).toBe('false');
    expect(textAt('reconciliation-completeness')).toContain('неполно');
    expect(textAt('reconciliation-completeness')).not.toContain('до конца');
    expect(document.body.textContent).toContain('Сверка неполная.');
    expect(document.querySelector('.tfoot')?.textContent).toContain('неполно');
    await press('reconciliation-again');
    expect(double.calls('reconcileFleet')).toHaveLength(2);
  });

  it('no_rows_of_an_incomplete_one_are_not_told_as_nothing_there', async () => {
    await reconciled(reconciliation([], { complete: false }));
    expect(document.body.textContent).toContain('Есть ли движения, неизвестно');
    expect(document.body.textContent).not.toContain('Ручных движений нет');
  });

  it('no_rows_of_a_complete_one_are_told_with_the_period', async () => {
    await reconciled(reconciliation([]));
    expect(document.body.textContent).toContain('Ручных движений нет: 01.11–21.11.2026 · весь парк');
  });

  it('drivers_without_a_link_are_said_to_be_matched_by_their_mark_only', async () => {
    await reconciled();
    expect(textAt('reconciliation-unlinked')).toContain('только по метке');
  });
});

describe('looking', () => {
  it('a_verdict_narrows_the_table_by_press_and_by_arrows', async () => {
    await reconciled();
    await press('reconciliation-verdict-only_yandex');
    expect(shown()).toEqual(['5']);
    expect(textAt('reconciliation-count')).toBe('1');
    await key('ArrowLeft', {}, at('reconciliation-verdict-only_yandex'));
    expect(shown()).toEqual(['4']);
    expect(document.activeElement).toBe(at('reconciliation-verdict-only_jump'));
  });

  it.each([
    ['petrova', ['2']],
    ['3350,00', ['1']],
    ['#7k3f9q', ['1']],
    ['note y5', ['5']],
    ['зуекщмф', ['2']],
  ])('%s is found', async (words, wanted) => {
    await reconciled();
    await type('reconciliation-search', words);
    expect(shown()).toEqual(wanted);
  });

  it('nothing_found_has_a_way_out', async () => {
    await reconciled();
    await press('reconciliation-verdict-matched');
    await type('reconciliation-search', 'nobody');
    expect(document.body.textContent).toContain('Отбирали из 6 строк сверки: Совпало, «nobody»');
    expect(await axeProblems()).toEqual([]);
    await key('F4', { shiftKey: true });
    expect(shown()).toHaveLength(6);
  });

  it('time_and_difference_sort_and_rows_without_a_difference_stand_last_both_ways', async () => {
    await reconciled();
    expect(shown()).toEqual(['4', '1', '2', '3', '5', '6']);
    header('Jump, время').click();
    await settle();
    // What only the journal has stands at the time of its confirmation.
    expect(shown()).toEqual(['6', '5', '3', '2', '1', '4']);
    header('Разница').click();
    await settle();
    expect(shown().slice(0, 3)).toEqual(['1', '2', '3']);
    header('Разница').click();
    await settle();
    expect(shown()[0]).toBe('3');
    expect(new Set(shown().slice(3))).toEqual(new Set(['4', '5', '6']));
  });

  it('a_mark_leads_to_its_operation_and_one_without_an_operation_nowhere', async () => {
    await reconciled();
    expect(at('reconciliation-mark-1').getAttribute('href')).toBe('#/journal/op-1');
    expect(has('reconciliation-mark-3')).toBe(false);
    expect(cells(3)).toContain('#AAAAAA');
  });

  it('a_row_opens_with_both_records_and_both_drivers', async () => {
    double.restore();
    double = answers({ operationDetails: () => new Promise(() => undefined) });
    const asked: unknown[] = [];
    await open({ onfleetdriver: (driver) => asked.push(driver) });
    await press('reconciliation-run');
    await cellOf('reconciliation-row-1', 2);
    expect(textAt('reconciliation-drawer')).toContain('20.11.2026 12:01:30');
    expect(at('reconciliation-jump-driver').getAttribute('href')).toBe('#/driver/71/operations');
    await press('reconciliation-fleet-driver');
    expect(asked).toEqual([{ id: 'f71', name: 'Driver John Paul' }]);
    expect(await axeProblems()).toEqual([]);
    await key('Escape');
    expect(has('reconciliation-drawer')).toBe(false);
  });

  it('an_unlinked_driver_is_told_in_the_row_and_has_no_dead_link', async () => {
    await reconciled();
    await cellOf('reconciliation-row-4', 2);
    expect(has('reconciliation-unlinked-row')).toBe(true);
    expect(has('reconciliation-fleet-driver')).toBe(false);
    await cellOf('reconciliation-row-5', 2);
    expect(has('reconciliation-unlinked-row')).toBe(false);
    await press('reconciliation-fleet-driver');
    expect(route()).toEqual({ name: 'fleet', tab: 'drivers' });
  });
});

describe('copying', () => {
  const copied = () => String(double.calls('copyText').at(-1)?.[0]);

  it('what_is_shown_is_copied_with_a_header_in_the_form_of_a_spreadsheet', async () => {
    await reconciled();
    await press('reconciliation-verdict-matched');
    await press('reconciliation-copy');
    const [head, first, end] = copied().split('\r\n');
    expect(head?.split('\t')).toHaveLength(22);
    expect(first?.split('\t')).toEqual([
      'Совпало',
      'Driver John Paul',
      '#7K3F9Q',
      '20.11.2026 12:00:00',
      '-3350,00',
      'RUB',
      'Manual',
      'Note j1',
      'j1',
      '20.11.2026 12:01:30',
      '-3350,00',
      'RUB',
      'Manual',
      'Note y1',
      'y1',
      '0,00',
      '20.11.2026 11:59:58',
      '-3350,00',
      'Выполнено',
      'Note op-1',
      '71',
      'f71',
    ]);
    expect(end).toBe('');
    expect(toasts().at(-1)?.tone).toBe('info');
  });

  it('only_the_selected_rows_are_copied_when_there_are_any', async () => {
    await reconciled();
    await press('reconciliation-check-2');
    await key('KeyC', { ctrlKey: true }, at('reconciliation-grid'));
    expect(copied().trimEnd().split('\r\n')).toHaveLength(2);
    expect(copied()).toContain('500,10');
    expect(textAt('reconciliation-sum-jump')).toBe('500,10 ₽');
  });

  it('a_copy_of_an_incomplete_one_says_so', async () => {
    await reconciled(reconciliation(everyVerdict(), { complete: false }));
    await press('reconciliation-copy');
    expect(toasts().at(-1)).toMatchObject({ tone: 'warn' });
    expect(toasts().at(-1)?.text).toContain('неполная');
  });

  it('a_description_that_is_a_formula_or_holds_tabs_arrives_as_one_text', async () => {
    await reconciled(
      reconciliation([
        row(1, 'only_jump', {
          jump: side('00012', '1.5', { description: '=1+1\tx\ny', category: '"quoted' }),
        }),
      ]),
    );
    await press('reconciliation-copy');
    const cells = copied().split('\r\n')[1]?.split('\t');
    expect(cells?.slice(4, 9)).toEqual(['1,50', 'RUB', '"""quoted"', "'=1+1 x y", "'00012"]);
  });
});

describe('what goes wrong', () => {
  it.each(['offline', 'forbidden', 'rate_limited', 'service_down'] as const)(
    '%s is told with a way on where there is one',
    async (code) => {
      double.restore();
      double = answers({ reconcileFleet: async () => Promise.reject(error(code)) });
      await open();
      await press('reconciliation-run');
      expect(has('reconciliation-grid')).toBe(false);
      expect(document.querySelector('[role=alert]')).not.toBeNull();
      expect(await axeProblems()).toEqual([]);
    },
  );

  it('a_driver_whom_nobody_linked_is_told_as_that_and_leads_to_where_it_is_done', async () => {
    const refusal = {
      ...error('invalid_input'),
      fields: [{ field: 'driver_id', code: 'not_linked', params: {} }],
    };
    double.restore();
    double = answers({ reconcileFleet: async () => Promise.reject(refusal) });
    deskOf(park).driver = { id: 'f9', name: 'Ivanov Petr' };
    const asked: unknown[] = [];
    await open({ onfleetdriver: (one) => asked.push(one) });
    await press('reconciliation-run');
    expect(document.body.textContent).toContain('Ivanov Petr: не связан с водителем Jump');
    await press('reconciliation-link');
    expect(asked).toEqual([{ id: 'f9', name: 'Ivanov Petr' }]);
    expect(await axeProblems()).toEqual([]);
  });

  it('a_failure_keeps_the_rows_before_and_says_of_when_they_are', async () => {
    await reconciled();
    double.restore();
    double = answers({ reconcileFleet: async () => Promise.reject(error('offline')) });
    await press('reconciliation-run');
    expect(shown()).toHaveLength(6);
    expect(document.body.textContent).toContain('данные на 21.11.2026 18:40');
    expect(has('reconciliation-retry')).toBe(true);
  });

  it('without_periods_it_says_why_nothing_can_be_asked', async () => {
    double.restore();
    double = answers({ periodPresets: async () => Promise.reject(error('internal')) });
    await open();
    expect(document.querySelector('[role=alert]')).not.toBeNull();
  });
});

const driver = (driver_id: string, name: string) => ({
  id: driver_id,
  driver_id,
  driver: name,
  phone: '79110041892',
  balance: null,
  balance_limit: null,
  foreign: '',
  currency: 'RUB',
  work_status: 'working',
  current_status: 'free',
  work_rule: '',
  car: '',
  license: '',
  last_transaction_at: null,
  created_at: null,
  linked: null,
});
const found = async () => ({
  handle: 'fd',
  register: 'fleet_drivers' as const,
  phase: 'complete' as const,
  received: 2,
  total: 2,
  shown: 2,
  found_as: null,
  pages_done: 1,
  pages: 1,
  until: '',
  started_at: '',
  finished_at: null,
  waiting_until: null,
  error: null,
  revision: 1,
});
