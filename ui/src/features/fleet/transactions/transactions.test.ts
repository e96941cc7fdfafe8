import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure, type FleetTransactionsFilter, type Narrowing } from '$host';
import { route } from '$app/router.svelte';
import { axeProblems } from '$shared/axe';
import { transactions as listOf } from '../testing';
import {
  answers,
  at,
  begin,
  categories,
  category,
  cell,
  end,
  error,
  follow,
  has,
  key,
  open,
  order,
  press,
  settle,
  textAt,
  totals,
  transaction,
  type,
  walked,
} from '../testing';

let park: string;
beforeEach(() => void (park = begin()));
afterEach(end);

const phase = () => at('completeness').dataset['phase'];
const rowText = (id: string) => textAt(`fleet-transaction-row-${id}`);
const lastOf = (calls: unknown[][], place: number) => calls.at(-1)?.[place] as FleetTransactionsFilter;

describe('the list', () => {
  it('says_that_it_was_walked_to_its_end_and_claims_no_total', async () => {
    answers();
    await open();
    expect(phase()).toBe('complete');
    expect(textAt('completeness')).toBe('До конца списка · 4 строки · окно 01.11–21.11.2026');
    expect(textAt('completeness')).not.toMatch(/полно|из/);
    expect(at('completeness').title).toContain('Общего числа строк сервис не называет');
    expect(await axeProblems()).toEqual([]);
  });

  it('tells_pages_and_no_share_while_rows_come', async () => {
    answers({
      yandexListParkTransactions: async () => walked({ phase: 'collecting', pages: 2, pages_done: 2 }),
    });
    await open();
    expect(textAt('fleet-transactions-collecting')).toContain('Прочитаны 2 страницы · строк: 4');
    expect(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')).toBeNull();
    expect(textAt('completeness')).toBe('Получено 4, всего неизвестно · 01.11–21.11.2026 · собираем');
  });

  it('names_yandex_and_the_time_left_when_it_asks_to_wait', async () => {
    vi.useFakeTimers({
      toFake: ['Date', 'setInterval', 'clearInterval'],
      now: Date.parse('2026-11-21T15:00:00Z'),
    });
    answers({
      yandexListParkTransactions: async () =>
        walked({ phase: 'waiting', waiting_until: '2026-11-21T15:01:15Z' }),
    });
    await open();
    expect(textAt('fleet-transactions-collecting')).toContain('Яндекс просит подождать: 01:15');
    vi.useRealTimers();
  });

  it.each([
    ['incomplete', 'Список не дочитан'],
    ['stopped', 'Вы остановили получение.'],
  ] as const)('%s_is_never_shown_as_whole', async (is, said) => {
    answers({ yandexListParkTransactions: async () => walked({ phase: is }) });
    await open();
    expect(document.body.textContent).toContain(said);
    expect(document.body.textContent).toContain('Сколько их всего, неизвестно');
    expect(textAt('completeness')).toContain('неполно');
    expect(textAt('completeness')).not.toContain('До конца списка');
  });

  it('an_empty_list_says_no_zero_of_zero', async () => {
    answers({ yandexListParkTransactions: async () => walked({ received: 0, shown: 0 }) });
    await open();
    expect(document.body.textContent).toContain('Список дочитан до конца: строк в нём нет.');
    expect(document.body.textContent).not.toContain('0 из 0');
  });

  it('a_failure_can_be_asked_again', async () => {
    let broken = true;
    answers({
      yandexListParkTransactions: async () => {
        if (broken) throw new DeskFailure(error('offline'));
        return walked();
      },
    });
    await open();
    expect(await axeProblems()).toEqual([]);
    broken = false;
    await fireEvent.click(screen.getByText('Повторить'));
    await settle();
    expect(phase()).toBe('complete');
  });

  it('narrowing_to_who_made_a_transaction_is_done_by_its_value', async () => {
    const double = answers({ registerValue: async () => ({ column: 'origin', key: 'api', title: 'API' }) });
    await open();
    await cell('102', 7);
    await key('Enter', { altKey: true }, at('fleet-transactions-grid'));
    expect(double.calls('narrowRegister').at(-1)?.[1]).toMatchObject({
      values: [{ column: 'origin', key: 'api' }],
    });
    expect(textAt('narrowed-origin')).toContain('Кто создал API');
  });

  it('given_and_taken_are_told_apart_by_a_chip_of_their_own_one_at_a_time', async () => {
    const double = answers();
    await open();
    const values = () => (double.calls('narrowRegister').at(-1)?.[1] as Narrowing).values;
    await press('fleet-sign');
    await press('fleet-sign-debit');
    expect(values()).toEqual([{ column: 'sign', key: 'debit', title: 'Списание', excluded: false }]);
    expect(textAt('fleet-sign')).toContain('Списание');
    // Not twice in one line.
    expect(has('narrowed-sign')).toBe(false);
    expect(await axeProblems()).toEqual([]);
    await press('fleet-sign');
    await press('fleet-sign-credit');
    expect(values()).toMatchObject([{ column: 'sign', key: 'credit' }]);
    await key('Delete', { code: 'Delete' }, at('fleet-sign'));
    expect(values()).toEqual([]);
  });
});

describe('sums', () => {
  it('cash_stands_apart_from_what_moves_the_balance', async () => {
    answers();
    await open();
    expect(rowText('101')).toMatch(/—\s*500,00/);
    expect(textAt('total-amount')).toBe('−2 806,00 ₽');
    expect(textAt('total-outside')).toBe('500,00 ₽');
    expect(textAt('fleet-cash')).toBe('Наличные в сумму не входят');
    expect(has('fleet-foreign')).toBe(false);
    expect(document.body.textContent).not.toContain('строка без суммы');
    expect(document.body.textContent).not.toContain('Другая валюта');
  });

  it('another_currency_has_its_column_and_is_added_to_nothing', async () => {
    answers({
      yandexListParkTransactions: async () => walked({ received: 5, shown: 5 }),
      fleetTransactionsWindow: async (_, from) => ({
        revision: 1,
        from,
        shown: 5,
        rows: [transaction(9, { amount: null, foreign: '400,40 KZT', currency: 'KZT' }), ...listOf()].slice(
          from,
        ),
      }),
      registerTotals: async () => totals(5),
    });
    await open();
    expect(textAt('fleet-foreign')).toBe('1 строка в другой валюте не сложена');
    expect(screen.getByRole('columnheader', { name: /Другая валюта/ })).toBeTruthy();
    expect(textAt('total-amount')).toBe('−2 806,00 ₽');
    expect(rowText('109')).toContain('400,40 KZT');
  });

  it('a_park_of_another_country_is_not_told_roubles', async () => {
    answers({
      fleetTransactionsWindow: async (_, from) => ({
        revision: 1,
        from,
        shown: 4,
        rows: listOf()
          .map((row) => ({ ...row, currency: 'KZT' }))
          .slice(from),
      }),
    });
    await open();
    expect(textAt('total-amount')).toBe('−2 806,00 KZT');
    expect(screen.getByRole('columnheader', { name: /Сумма, KZT/ })).toBeTruthy();
    expect(document.querySelector('.tfoot')?.textContent).not.toContain('₽');
  });
});

describe('categories', () => {
  it('stand_by_groups_with_the_parks_own_first_and_a_group_is_chosen_at_once', async () => {
    const double = answers();
    await open();
    await press('fleet-categories');
    const groups = screen
      .getAllByTestId(/^fleet-category-group-/)
      .map((one) => one.getAttribute('aria-label'));
    expect(groups).toEqual(['Manual', 'Rides']);
    expect(textAt('fleet-category-group-manual')).toMatch(/Rent of a car\s*Своя\s*Manual payment/);
    expect(textAt('fleet-category-group-rides')).toContain('Cash вне баланса');
    expect(await axeProblems()).toEqual([]);
    await press('fleet-category-all-manual');
    await press('fleet-categories-apply');
    expect(lastOf(double.calls('yandexListParkTransactions'), 1).category_ids).toEqual([
      'partner_service_manual',
      'partner_service_manual_1',
    ]);
    expect(textAt('fleet-categories')).toBe('Категория 2 из 4');
  });

  it('are_found_by_name_in_either_layout_and_all_of_them_ask_for_everything', async () => {
    const double = answers();
    await open();
    await press('fleet-categories');
    await type('fleet-category-search', 'rent');
    expect(has('fleet-category-partner_service_manual_1')).toBe(true);
    expect(has('fleet-category-card')).toBe(false);
    await type('fleet-category-search', '');
    await press('fleet-category-all-manual');
    await press('fleet-category-all-rides');
    await press('fleet-categories-apply');
    expect(lastOf(double.calls('yandexListParkTransactions'), 1).category_ids).toEqual([]);
  });

  it('one_that_the_park_no_longer_has_stays_in_the_filter_by_its_id', async () => {
    let all = [...categories(), category('gone', 'Gone')];
    answers({ yandexListTransactionCategories: async () => all });
    await open();
    await press('fleet-categories');
    await press('fleet-category-gone');
    await press('fleet-categories-apply');
    expect(textAt('fleet-categories')).toBe('Категория Gone');
    all = categories();
    await press('fleet-categories');
    await press('fleet-categories-refresh');
    expect(textAt('fleet-categories')).toBe('Категория gone (нет в списке категорий)');
  });
});

describe('a driver', () => {
  const fakeSearch = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

  it('is_looked_for_by_yandex_and_asked_for_by_the_operation_of_his_own', async () => {
    const double = answers();
    await open();
    await press('fleet-driver');
    fakeSearch();
    await type('fleet-driver-search', 'driver');
    await vi.advanceTimersByTimeAsync(400);
    vi.useRealTimers();
    await settle();
    expect(double.calls('yandexListDriverProfiles').at(-1)?.[1]).toMatchObject({ search: 'driver' });
    await press('fleet-driver-f71');
    expect(double.calls('yandexListDriverTransactions').at(-1)?.[1]).toBe('f71');
    expect(lastOf(double.calls('yandexListDriverTransactions'), 2)).toMatchObject({
      driver_id: 'f71',
      category_ids: [],
    });
    expect(lastOf(double.calls('yandexListDriverTransactions'), 2)).not.toHaveProperty('driver_ids');
    expect(textAt('fleet-driver')).toBe('Водитель Driver J.P.');
    expect(double.calls('closeRegister').flat()).toContain('fd');
  });

  it('is_kept_by_a_saved_view_by_id_and_named_again_by_his_rows', async () => {
    answers({
      viewBook: async () => ({
        usual: 'v1',
        views: [{ id: 'v1', name: 'His', content: { preset: 'month', lists: { driver_id: ['f71'] } } }],
      }),
    });
    await open();
    expect(textAt('fleet-driver')).toBe('Водитель Driver J.P.');
  });

  it('is_opened_among_the_drivers_from_his_transaction', async () => {
    const double = answers();
    await open();
    await cell('102', 3);
    await press('fleet-transaction-open-driver');
    expect(route()).toEqual({ name: 'fleet', tab: 'drivers' });
    await follow();
    expect(double.calls('narrowRegister').at(-1)?.[1]).toMatchObject({
      values: [{ column: 'driver_id', key: 'f71' }],
    });
    expect(textAt('narrowed-driver_id')).toContain('Driver John Paul');
  });
});

describe('one transaction', () => {
  it('tells_who_made_it_and_leads_by_its_mark_to_the_journal', async () => {
    answers();
    await open();
    await cell('102', 3);
    const drawer = textAt('fleet-transaction-drawer');
    expect(drawer).toContain('Диспетчер Jane');
    expect(drawer).toContain('Rent of a car (категорию завёл парк)');
    expect(textAt('fleet-transaction-sum')).toBe('−3 350,00 ₽');
    expect(at('fleet-transaction-journal').getAttribute('href')).toBe('#/journal/op-1');
    expect(await axeProblems()).toEqual([]);
  });

  it('a_mark_that_the_journal_does_not_know_leads_nowhere', async () => {
    answers({
      fleetTransactionDetails: async () => ({
        row: listOf()[2]!,
        event_id: null,
        client_id: null,
        operation: null,
        position: 2,
      }),
    });
    await open();
    await cell('102', 3);
    expect(has('fleet-transaction-journal')).toBe(false);
    expect(textAt('fleet-transaction-drawer')).toContain('#7K3F9Q в журнале этого компьютера её нет');
  });

  it('shows_the_rows_of_its_order_with_cash_outside_the_total', async () => {
    const double = answers();
    await open();
    await cell('100', 3);
    expect(double.calls('yandexListOrderTransactions')).toEqual([]);
    await press('fleet-order-show');
    expect(double.calls('yandexListOrderTransactions')).toEqual([
      [park, 'order-1', '2026-11-20T12:00:00+03:00'],
    ]);
    expect(at('fleet-order-row-t0').getAttribute('aria-current')).toBe('true');
    expect(textAt('fleet-order-row-t1')).toContain('500,00 ₽вне баланса');
    expect(textAt('fleet-order-total-RUB')).toBe('544,00 ₽');
    expect(textAt('fleet-order')).toContain('То, что баланс не меняет, в итог не входит.');
    expect(await axeProblems()).toEqual([]);
  });

  it('two_currencies_of_an_order_have_a_total_each', async () => {
    answers({
      yandexListOrderTransactions: async () =>
        order({
          totals: [
            { currency: 'RUB', sum: '544.00' },
            { currency: 'KZT', sum: '400.40' },
          ],
        }),
    });
    await open();
    await cell('100', 3);
    await press('fleet-order-show');
    expect(textAt('fleet-order-total-KZT')).toBe('400,40 KZT');
    expect(textAt('fleet-order')).toContain('Валюты не складываем');
  });

  it('an_order_that_could_not_be_read_says_so_and_can_be_asked_again', async () => {
    const double = answers({
      yandexListOrderTransactions: async () => {
        throw new DeskFailure(error('rate_limited'));
      },
    });
    await open();
    await cell('100', 3);
    await press('fleet-order-show');
    expect(has('fleet-order-failed')).toBe(true);
    await press('fleet-order-show');
    expect(double.calls('yandexListOrderTransactions')).toHaveLength(2);
  });

  it('cash_says_that_it_changes_no_balance', async () => {
    answers();
    await open();
    await cell('101', 3);
    expect(textAt('fleet-transaction-outside')).toContain('Не меняет баланс водителя');
  });
});
