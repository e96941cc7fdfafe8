import { cleanup, fireEvent } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure, forget, type DriverListItem, type DriversPage, type TransactionsFilter } from '$host';
import type { Double } from '$host/double';
import { setFeatures } from '$app/feature';
import { navigate, route } from '$app/router.svelte';
import { axeProblems } from '$shared/axe';
import { toasts } from '$shared/toasts.svelte';
import { filtersOf as paymentFiltersOf } from '../payments/filters.svelte';
import { visitOf as paymentVisitOf } from '../payments/visits';
import * as page from './testing';
import {
  answers,
  at,
  cell,
  error,
  has,
  key,
  open,
  press,
  register,
  row,
  settle,
  textAt,
  type,
} from './testing';
import { visitOf } from './visits';

let double: Double;
let park: string;
const asked = () => double.calls('jumpListTransactions').at(-1)?.[1] as TransactionsFilter;
const phase = () => at('completeness').dataset['phase'];

beforeEach(async () => {
  forget();
  park = page.newPark();
  setFeatures([{ screens: { payments: () => new Promise(() => undefined) } }]);
  await navigate({ name: 'operations' }, { force: true });
});
afterEach(() => {
  cleanup();
  visitOf(null);
  paymentVisitOf(null);
  double.restore();
  vi.useRealTimers();
});

describe('the list', () => {
  it('asks for the current month and says what came in and what went out', async () => {
    double = answers();
    await open();
    expect(double.calls('jumpListTransactions')).toEqual([[park, page.usualFilter]]);
    expect(phase()).toBe('complete');
    expect(textAt('total-count')).toBe('5');
    expect(textAt('total-income')).toBe('6 500,00 ₽');
    expect(textAt('total-outcome')).toBe('\u22128 000,00 ₽');
    expect(textAt('total-amount')).toBe('\u22121 500,00 ₽');
    expect(at('total-outcome').className).toContain('neg');
    expect(at('total-income').className).not.toContain('neg');
  });

  it('a negative amount is red with a true minus, a positive one plain, a missing one no zero', async () => {
    const amounts = ['-8000.00', '6500.00', null];
    double = answers({
      transactionsWindow: page.windowOf((index) => row(index, { amount: amounts[index % 3] ?? null })),
    });
    await open();
    const sums = ['9000', '9001', '9002'].map(
      (id) => at(`operation-row-${id}`).querySelectorAll('[role=gridcell]')[4]!,
    );
    expect(sums.map((one) => one.textContent?.replace(/\s+/g, ' ').trim())).toEqual([
      '\u22128 000,00',
      '6 500,00',
      '\u2014',
    ]);
    expect(sums.map((one) => one.classList.contains('neg'))).toEqual([true, false, false]);
    expect(sums.every((one) => one.classList.contains('num'))).toBe(true);
  });

  it('stopped and incomplete lists say so and keep what came', async () => {
    double = answers({
      jumpListTransactions: async () => register({ phase: 'collecting', received: 2, shown: 2, pages: 3 }),
    });
    await open();
    await press('operations-stop');
    expect(phase()).toBe('stopped');
    expect(has('operation-row-9001')).toBe(true);
    expect(textAt('operations-resume')).toBe('Дополучить 3 строки');
    await press('operations-resume');
    expect(double.calls('resumeRegister')).toEqual([['r1']]);
  });

  it('a list stopped before its first row does not say that there are no operations', async () => {
    double = answers({
      jumpListTransactions: async () => register({ phase: 'stopped', received: 0, shown: 0, total: null }),
    });
    const { container } = await open();
    expect(textAt('operations-not-read')).toContain('Есть ли что-то за 01.11–21.11.2026, неизвестно.');
    expect(container.textContent).not.toContain('операций нет');
    expect(container.textContent).not.toContain('ответил полностью');
    expect(has('operations-resume')).toBe(true);
  });

  it('no operations are said only after a whole answer, with the filters and a way out', async () => {
    double = answers({ jumpListTransactions: async () => register({ received: 0, shown: 0, total: 0 }) });
    const { getByText, getByLabelText } = await open();
    expect(getByText('За 01.11–21.11.2026 операций нет')).toBeTruthy();
    await press('operations-filter-type');
    await fireEvent.click(getByLabelText('Bonus'));
    await fireEvent.click(getByText('Показать'));
    await settle();
    expect(asked().type_ids).toEqual(['3']);
    expect(getByText(/Включён фильтр: Тип/)).toBeTruthy();
    await press('operations-clear');
    expect(asked().type_ids).toEqual([]);
    await press('operations-last-month');
    expect(asked().period).toEqual(page.october);
  });

  it('a refused opening is told in place of the rows and can be tried again', async () => {
    let tries = 0;
    double = answers({
      jumpListTransactions: async () => {
        if (++tries === 1) throw new DeskFailure({ code: 'offline' });
        return register();
      },
    });
    const { getByText } = await open();
    expect(getByText('Нет сети или сервис не отвечает')).toBeTruthy();
    expect(await axeProblems()).toEqual([]);
    await fireEvent.click(getByText('Повторить'));
    await settle();
    expect(phase()).toBe('complete');
  });

  it('a large copy shows that it is at work and is not asked for twice', async () => {
    let finish: (rows: number) => void = () => undefined;
    double = answers({ copyRegister: () => new Promise((resolve) => (finish = resolve)) });
    await open();
    await key('KeyA', { ctrlKey: true }, at('operations-grid'));
    await press('operations-copy');
    expect(at('operations-copy').getAttribute('aria-busy')).toBe('true');
    expect(textAt('operations-copy')).toContain('Копируем…');
    await press('operations-copy');
    await key('KeyC', { ctrlKey: true });
    expect(double.calls('copyRegister')).toHaveLength(1);
    finish(5);
    await settle();
    expect(at('operations-copy').getAttribute('aria-busy')).toBeNull();
    expect(toasts().at(-1)?.text).toBe('Скопировано 5 строк для Excel.');
  });

  it('typing looks among the loaded rows; Enter asks nobody, for the service has no search here', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    double = answers();
    await open();
    await type('operations-search', 'taxi');
    await key('Enter', {}, at('operations-search'));
    vi.advanceTimersByTime(200);
    await settle();
    expect(double.calls('narrowRegister')).toEqual([['r1', { find: 'taxi', values: [], days: null }]]);
    expect(double.calls('jumpListTransactions')).toHaveLength(1);
    expect(has('operations-search-service')).toBe(false);
  });
});

describe('drivers of the filter', () => {
  const driver = (id: string, full_name: string) =>
    ({ id, full_name, phone: '79110041892' }) as unknown as DriverListItem;
  const found = (...drivers: DriverListItem[]) => ({ items: drivers, total: 23 }) as unknown as DriversPage;

  it('are found by the service, kept between searches and sent together', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    double = answers({
      jumpListDrivers: async (_, query) =>
        query.search === 'ivan' ? found(driver('7', 'Ivanov Ivan')) : found(driver('8', 'Petrov Petr')),
    });
    await open();
    await press('operations-filter-driver');
    await type('operations-driver-search', 'i');
    vi.advanceTimersByTime(400);
    expect(double.calls('jumpListDrivers')).toHaveLength(0);
    for (const [words, id] of [
      ['ivan', '7'],
      ['petr', '8'],
    ] as const) {
      await type('operations-driver-search', words);
      vi.advanceTimersByTime(400);
      await settle();
      await press(`operations-driver-${id}`);
    }
    expect(document.body.textContent).toContain('И ещё 22 водителя. Уточните поиск.');
    expect(has('operations-driver-7')).toBe(true);
    vi.useRealTimers();
    expect(await axeProblems()).toEqual([]);
    await press('operations-driver-apply');
    expect(asked().driver_ids).toEqual(['7', '8']);
    expect(textAt('operations-filter-driver')).toBe('Водитель 2');
    await key('F4', { shiftKey: true });
    expect(asked().driver_ids).toEqual([]);
  });
});

describe('the drawer', () => {
  it('shows the trip with its amounts as they came', async () => {
    double = answers({
      transactionDetails: async (_, id) => ({
        position: 1,
        transaction: page.transaction(id, { trip: page.trip() }),
      }),
    });
    await open();
    await cell('9001', 1);
    expect(textAt('operation-drawer')).toContain('\u22128 000,00 ₽');
    expect(textAt('operation-trip')).toMatch(
      /Начало 21\.11\.2026 17:05:00.*First street, 1.*Second street, 2.*25.*8\.4.*Cash.*Quick/,
    );
    const lines = [...at('operation-trip-amounts').querySelectorAll('tr')].map((line) =>
      [...line.children].map((one) => one.textContent?.trim()),
    );
    expect(lines).toEqual([
      ['Заказ', '640,00'],
      ['Чаевые', '50,00'],
      ['Наличные', '640,00'],
      ['Безналичные', '0,00'],
      ['Комиссия агрегатора', '\u221296,00'],
      ['Комиссия заказчика', '\u2014'],
      ['Итого', '594,00'],
    ]);
    expect(await axeProblems()).toEqual([]);
  });

  it('opens the payment in Payments, looked for around the day of the operation', async () => {
    double = answers();
    await open();
    await cell('9001', 1);
    await press('operation-payment');
    expect(route()).toEqual({ name: 'payments' });
    const filters = paymentFiltersOf(park);
    expect(filters.search).toBe('48141076');
    expect(filters.preset).toBeNull();
    expect(filters.period).toEqual({ from: '2026-10-21', to: '2026-12-22' });
    expect(paymentVisitOf(park).wanted).toBe('48141076');
  });

  it('Enter opens the operation and then its driver; "their operations" narrows the list', async () => {
    double = answers();
    await open();
    await key('Enter', {}, at('operations-grid'));
    await press('operation-of-driver');
    expect(asked().driver_ids).toEqual(['50']);
    await key('Enter', {}, at('operations-grid'));
    await key('Enter', {}, at('operations-grid'));
    expect(route()).toEqual({ name: 'driver', id: '50', tab: 'profile' });
  });
});

describe('ids without a title', () => {
  it('are looked up, and what the dictionary does not have is shown as such', async () => {
    const types = ['3', '123'];
    double = answers({
      transactionsWindow: page.windowOf((index) =>
        row(index, { type_id: types[index % 2] ?? null, type_title: '' }),
      ),
      transactionDetails: async (_, id) => ({
        position: 1,
        transaction: page.transaction(id, { integration: { id: '77', slug: null, title: null } }),
      }),
    });
    await open();
    await settle();
    expect(textAt('operation-row-9000')).toContain('Bonus');
    expect(textAt('operation-row-9001')).toContain('№ 123 (нет в справочнике)');
    expect(double.calls('jumpDictTransactionTypes')).toHaveLength(1);
  });

  it('an unreadable dictionary leaves the bare id and claims nothing', async () => {
    double = answers({
      transactionsWindow: page.windowOf((index) => row(index, { type_id: '123', type_title: '' })),
      jumpDictTransactionTypes: () => Promise.reject(new DeskFailure({ code: 'forbidden' })),
    });
    await open();
    expect(textAt('operation-row-9000')).toContain('ID 123');
    expect(textAt('operation-row-9000')).not.toContain('справочник');
  });
});

it('has no faults that axe sees: loading, filled with a drawer', async () => {
  double = answers({ jumpListTransactions: () => new Promise(() => undefined) });
  const { unmount } = await open();
  expect(has('screen-ready')).toBe(false);
  expect(await axeProblems()).toEqual([]);
  unmount();
  double.restore();
  double = answers();
  await open();
  await cell('9001', 0);
  await cell('9002', 1);
  expect(at('screen-ready').dataset['screen']).toBe('operations');
  expect(await axeProblems()).toEqual([]);
});

it('a failed page is told with its trace id', async () => {
  double = answers({
    jumpListTransactions: async () =>
      register({ phase: 'failed', received: 2, shown: 2, error: error('service_down') }),
  });
  const { getByText } = await open();
  await fireEvent.click(getByText('Подробности'));
  await settle();
  expect(textAt('operations-trouble-details')).toContain('trace-42');
});
