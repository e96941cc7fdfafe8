import { cleanup, fireEvent } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure, forget, type Narrowing, type PaymentsFilter, type RegisterState } from '$host';
import type { Double } from '$host/double';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { toasts } from '$shared/toasts.svelte';
import { filtersOf } from './filters.svelte';
import * as page from './testing';
import { answers, at, cell, error, has, key, open, press, register, settle, textAt, type } from './testing';
import { lookFor, visitOf } from './visits';

let double: Double;
let park: string;
const phase = () => at('completeness').dataset['phase'];
const asked = () => double.calls('jumpListPayments').at(-1)?.[1] as PaymentsFilter;
const narrowings = () => double.calls('narrowRegister').map(([, narrowing]) => narrowing as Narrowing);
const sought = () => narrowings().map(({ find }) => find);

beforeEach(() => {
  forget();
  park = page.newPark();
});
afterEach(() => {
  cleanup();
  // The last visit ends with its register.
  visitOf(null);
  double.restore();
  vi.useRealTimers();
});

describe('collecting', () => {
  const collecting = (change: Partial<RegisterState> = {}) =>
    register({ phase: 'collecting', received: 2, shown: 2, pages_done: 1, pages: 3, ...change });

  it('a list is never called complete before the register says so', async () => {
    double = answers({ jumpListPayments: async () => collecting() });
    await open();
    expect(phase()).toBe('collecting');
    expect(textAt('completeness')).toMatch(/Получено 2 из 5 .*собираем/);
    expect(textAt('payments-collecting')).toContain('Получаем страницу 2 из 3 · 2 из 5');
    double.emit('registerChanged', register({ revision: 2 }));
    await settle();
    expect(phase()).toBe('complete');
    expect(textAt('completeness')).toMatch(/Получено 5 из 5 · 01\.11–21\.11\.2026 · полно/);
    expect(has('payments-collecting')).toBe(false);
    expect(has('payments-resume')).toBe(false);
  });

  it('an event that overtakes the answer is not undone by it', async () => {
    double = answers({
      jumpListPayments: async () => {
        double.emit('registerChanged', register({ revision: 3 }));
        return collecting({ revision: 0 });
      },
    });
    await open();
    expect(phase()).toBe('complete');
    double.emit('registerChanged', collecting({ revision: 2 }));
    double.emit('registerChanged', register({ handle: 'other', phase: 'failed', revision: 9 }));
    await settle();
    expect(phase()).toBe('complete');
  });

  it('rows of a new revision are asked for again', async () => {
    double = answers({ jumpListPayments: async () => collecting() });
    await open();
    const before = double.calls('paymentsWindow').length;
    double.emit('registerChanged', collecting({ received: 4, shown: 4, revision: 2 }));
    await settle();
    expect(double.calls('paymentsWindow').length).toBeGreaterThan(before);
    expect(has('payment-row-1003')).toBe(true);
  });

  it('Esc stops, what came stays, the rest can be fetched', async () => {
    double = answers({ jumpListPayments: async () => collecting() });
    await open();
    await key('Escape');
    expect(double.calls('stopRegister')).toEqual([['r1']]);
    expect(phase()).toBe('stopped');
    expect(has('payment-row-1001')).toBe(true);
    expect(textAt('payments-resume')).toBe('Дополучить 3 строки');
    await press('payments-resume');
    expect(double.calls('resumeRegister')).toEqual([['r1']]);
    expect(phase()).toBe('collecting');
    await press('payments-stop');
    expect(double.calls('stopRegister')).toHaveLength(2);
  });

  it('a wait is counted down and needs no press', async () => {
    vi.useFakeTimers({
      now: Date.parse('2026-11-21T12:00:00Z'),
      toFake: ['Date', 'setInterval', 'clearInterval'],
    });
    double = answers({
      jumpListPayments: async () =>
        collecting({ phase: 'waiting', waiting_until: '2026-11-21T15:00:12+03:00' }),
    });
    await open();
    expect(textAt('payments-collecting')).toContain('Jump просит подождать: 00:12, продолжим сами');
    vi.advanceTimersByTime(2000);
    await settle();
    expect(textAt('payments-collecting')).toContain('00:10');
  });

  it('a failed page keeps the rows and shows the trace id', async () => {
    double = answers({
      jumpListPayments: async () => collecting({ phase: 'failed', error: error('service_down') }),
    });
    const { getByText } = await open();
    expect(has('payment-row-1000')).toBe(true);
    expect(getByText('Сервис ответил сбоем.')).toBeTruthy();
    await fireEvent.click(getByText('Подробности'));
    await settle();
    expect(textAt('payments-trouble-details')).toContain('trace-42');
    expect(textAt('payments-resume')).toBe('Дополучить 3 строки');
  });

  it('another opening closes the register, a visit to another screen does not', async () => {
    let handles = 0;
    double = answers({
      jumpListPayments: async () => register({ handle: `r${++handles}` }),
      registerState: async (handle) => register({ handle, revision: 7 }),
    });
    const { unmount } = await open();
    await key('F5');
    expect(double.calls('closeRegister')).toEqual([['r1']]);
    await cell('1002', 0);
    await cell('1001', 1);
    unmount();
    await open();
    expect(double.calls('closeRegister')).toHaveLength(1);
    expect(double.calls('jumpListPayments')).toHaveLength(2);
    expect(double.calls('registerState')).toEqual([['r2']]);
    expect(textAt('selected-count')).toBe('1');
    expect(textAt('payment-drawer')).toContain('1 001');
    expect(phase()).toBe('complete');
  });

  it('a register kept for other filters, or forgotten by Rust, is opened anew', async () => {
    double = answers({ registerState: () => Promise.reject(new DeskFailure({ code: 'no_register' })) });
    (await open()).unmount();
    filtersOf(park).search = 'x';
    const { unmount } = await open();
    expect(double.calls('registerState')).toHaveLength(0);
    expect(asked().search).toBe('x');
    unmount();
    await open();
    expect(double.calls('registerState')).toHaveLength(1);
    expect(double.calls('jumpListPayments')).toHaveLength(3);
    expect(phase()).toBe('complete');
  });

  it('the register of a former park is closed with the first look at another', async () => {
    double = answers();
    (await open()).unmount();
    page.newPark();
    await open();
    expect(double.calls('closeRegister')).toEqual([['r1']]);
    expect(double.calls('registerState')).toHaveLength(0);
  });

  it('a register that Rust has forgotten is said to be closed and not shown as empty', async () => {
    double = answers({
      orderRegister: async () => {
        throw new DeskFailure({ code: 'no_register' });
      },
    });
    const { getByText } = await open();
    await fireEvent.click(getByText('Комиссия, ₽'));
    await settle();
    expect(getByText('Список закрыт')).toBeTruthy();
    expect(has('payments-grid')).toBe(false);
  });
});

describe('filters', () => {
  it('the current month is asked for when nothing was chosen', async () => {
    double = answers();
    await open();
    expect(double.calls('jumpListPayments')).toEqual([[park, page.usualFilter]]);
    expect(at('payments-period').dataset).toMatchObject({ from: '2026-11-01', to: '2026-11-21' });
  });

  it('a ready-made period reopens the register and outlives the screen', async () => {
    double = answers();
    const { unmount } = await open();
    await press('payments-period');
    await press('period-preset-last_month');
    expect(asked().period).toEqual(page.october);
    expect(at('payments-period').dataset['from']).toBe('2026-10-01');
    unmount();
    await open();
    expect(asked().period).toEqual(page.october);
  });

  it('own dates are both inclusive and the wrong way round they are not sent', async () => {
    double = answers();
    await open();
    await press('payments-period');
    await type('payments-from', '20.10.2026');
    await type('payments-to', '01.10.2026');
    await press('payments-period-apply');
    expect(textAt('payments-to-hint')).toBe('Конец раньше начала');
    expect(double.calls('jumpListPayments')).toHaveLength(1);
    await type('payments-to', '');
    await press('payments-period-apply');
    expect(textAt('payments-to-hint')).toBe('Укажите день');
    await type('payments-to', '20.10.2026');
    await key('Enter', {}, at('payments-to'));
    expect(asked().period).toEqual({ from: '2026-10-20', to: '2026-10-20' });
    expect(textAt('payments-period')).toBe('Период 20.10.2026');
  });

  it('a day that does not exist is not sent', async () => {
    double = answers();
    await open();
    await press('payments-period');
    await type('payments-from', '31.02.2026');
    await press('payments-period-apply');
    expect(double.calls('jumpListPayments')).toHaveLength(1);
  });

  it('a dictionary filter sends its ids, Shift+F4 clears it', async () => {
    double = answers();
    const { getByLabelText, getByText } = await open();
    expect(double.calls('jumpDictPaymentStatuses')).toHaveLength(0);
    await press('payments-status_ids');
    await fireEvent.click(getByLabelText('Rejected'));
    await fireEvent.click(getByText('Показать'));
    await settle();
    expect(asked().status_ids).toEqual(['2']);
    expect(textAt('payments-status_ids')).toBe('Статус Rejected');
    await key('F4', { shiftKey: true });
    expect(asked().status_ids).toEqual([]);
    expect(asked().period).toEqual(page.november);
  });

  it('an id that the dictionary does not have is shown and survives another choice', async () => {
    filtersOf(park).setList('status_ids', ['123']);
    double = answers();
    const { getByLabelText, getByText } = await open();
    expect(textAt('payments-status_ids')).toBe('Статус № 123 (нет в справочнике)');
    await press('payments-status_ids');
    await fireEvent.click(getByLabelText('Paid'));
    await fireEvent.click(getByText('Показать'));
    await settle();
    expect(asked().status_ids).toEqual(['1', '123']);
  });

  it('two statuses of one name are told apart and each sends its own id', async () => {
    const twins = ['4', '7'].map((code) => ({ code, slug: null, title: 'Ожидает' }));
    double = answers({
      jumpDictPaymentStatuses: async () => [...twins, { code: '1', slug: null, title: 'Выплачен' }],
    });
    const { getByLabelText, getByText } = await open();
    await press('payments-status_ids');
    await fireEvent.click(getByLabelText('Ожидает ID 7'));
    await fireEvent.click(getByText('Показать'));
    await settle();
    expect(asked().status_ids).toEqual(['7']);
  });

  it('typing looks among the loaded rows, Enter asks the service', async () => {
    double = answers();
    const { getByText } = await open();
    await type('payments-search', 'bdf');
    await type('payments-search', 'bdfyjd');
    expect(sought()).toEqual(['bdf', 'bdfyjd']);
    expect(double.calls('jumpListPayments')).toHaveLength(1);
    expect(getByText('«bdfyjd» не найдено')).toBeTruthy();
    expect(getByText('Найти «иванов»')).toBeTruthy();
    await key('Enter', {}, at('payments-search'));
    expect(asked().search).toBe('bdfyjd');
    expect(textAt('payments-server-search')).toBe('Поиск в Jump bdfyjd');
    expect((at('payments-search') as HTMLInputElement).value).toBe('');
  });

  it('Ctrl+F is the field, Esc in it shows all rows again', async () => {
    double = answers();
    await open();
    await key('KeyF', { ctrlKey: true });
    expect(document.activeElement).toBe(at('payments-search'));
    await type('payments-search', 'x');
    await key('Escape', {}, at('payments-search'));
    expect(sought()).toEqual(['x', '']);
  });

  it('a refresh leaves the focus on the table', async () => {
    double = answers();
    await open();
    at('payments-grid').focus();
    await key('F5');
    expect(document.activeElement).toBe(at('payments-grid'));
  });

  it('order is kept for the next register', async () => {
    double = answers();
    const { getByRole } = await open();
    await fireEvent.click(getByRole('columnheader', { name: 'Сумма, ₽' }));
    await settle();
    const order = { column: 'amount', descending: true };
    expect(double.calls('orderRegister')).toEqual([['r1', order]]);
    await key('F5');
    expect(double.calls('orderRegister')).toEqual([
      ['r1', order],
      ['r1', order],
    ]);
  });
});

describe('selection', () => {
  it('sums and copies exactly the chosen rows', async () => {
    double = answers();
    await open();
    await cell('1001', 0);
    await cell('1003', 0);
    const chosen = { all: false, except: [], ids: ['1001', '1003'] };
    expect(double.calls('registerTotals').at(-1)).toEqual(['r1', chosen]);
    expect(textAt('selected-amount')).toBe('16 000,00 ₽');
    expect(textAt('total-amount')).toBe('40 000,00 ₽');
    await press('payments-copy');
    const [handle, selection, columns] = double.calls('copyRegister')[0] ?? [];
    expect([handle, selection]).toEqual(['r1', chosen]);
    expect((columns as unknown[])[0]).toEqual({ column: 'driver', title: 'Водитель' });
    expect(columns).toHaveLength(14);
    expect(toasts().at(-1)?.text).toBe('Скопированы 2 строки для Excel.');
    await press('payments-unselect');
    expect(has('selected-count')).toBe(false);
  });

  it('Ctrl+A is all of the filter, less what is then left out', async () => {
    double = answers();
    await open();
    await key('KeyA', { ctrlKey: true }, at('payments-grid'));
    await cell('1002', 0);
    expect(textAt('selected-count')).toBe('4');
    await key('KeyC', { ctrlKey: true });
    expect(double.calls('copyRegister')[0]?.[1]).toEqual({ all: true, except: ['1002'], ids: [] });
  });

  it('other words do not silently change what "all" means', async () => {
    double = answers();
    await open();
    await key('KeyA', { ctrlKey: true }, at('payments-grid'));
    expect(textAt('selected-count')).toBe('5');
    await type('payments-search', 'x');
    expect(has('selected-count')).toBe(false);
  });

  it('sums of an incomplete list are copied with a warning', async () => {
    double = answers({ jumpListPayments: async () => register({ phase: 'incomplete', total: 6 }) });
    await open();
    await key('KeyC', { ctrlKey: true }, at('payments-grid'));
    expect(double.calls('copyRegister')[0]?.[1]).toEqual({ all: false, except: [], ids: ['1000'] });
    expect(toasts().at(-1)).toMatchObject({ tone: 'warn' });
    expect(textAt('payments-resume')).toBe('Перечитать список');
  });

  it('sums of the former selection never stand beside another', async () => {
    let release: (sums: ReturnType<typeof page.totals>) => void = () => undefined;
    double = answers({
      registerTotals: async (_, selection) =>
        selection ? new Promise((resolve) => (release = resolve)) : page.totals(5),
    });
    await open();
    await cell('1001', 0);
    release(page.totals(1));
    await settle();
    expect(has('selected-amount')).toBe(true);
    await cell('1002', 0);
    expect(textAt('selected-count')).toBe('2');
    expect(has('selected-amount')).toBe(false);
    release(page.totals(2));
    await settle();
    expect(has('selected-amount')).toBe(true);
  });

  it('totals of another set of rows are never shown as those of this one', async () => {
    let release: (sums: ReturnType<typeof page.totals>) => void = () => undefined;
    double = answers({ registerTotals: () => new Promise((resolve) => (release = resolve)) });
    await open();
    expect(has('total-amount')).toBe(false);
    release(page.totals(5));
    await settle();
    expect(textAt('total-count')).toBe('5');
    double.emit('registerChanged', register({ revision: 2, received: 4, total: 4, shown: 4 }));
    await settle();
    expect(has('total-count')).toBe(false);
    release(page.totals(4));
    await settle();
    expect(textAt('total-count')).toBe('4');
  });
});

describe('narrowing by a value', () => {
  const only = { column: 'status', key: 'key 1001', title: 'title 1001', excluded: false };
  const grid = () => at('payments-grid');

  it('Alt+Enter keeps the value under the cursor, its chip gives the others back', async () => {
    double = answers({ narrowRegister: async () => register({ revision: 2 }) });
    await open();
    await cell('1001', 3);
    await key('Enter', { altKey: true }, grid());
    expect(double.calls('registerValue')).toEqual([['r1', '1001', 'status']]);
    expect(narrowings().at(-1)).toEqual({ find: '', values: [only], days: null });
    expect(textAt('narrowed-status')).toBe('Статус title 1001');
    expect(double.calls('jumpListPayments')).toHaveLength(1);
    await press('narrowed-status-clear');
    expect(narrowings().at(-1)?.values).toEqual([]);
    expect(has('narrowed-status')).toBe(false);
  });

  it('dropping a value that was kept does not ask for both', async () => {
    double = answers({ narrowRegister: async () => register({ revision: 2 }) });
    await open();
    await cell('1001', 3);
    await key('Enter', { altKey: true }, grid());
    await key('Delete', { altKey: true }, grid());
    expect(narrowings().at(-1)?.values).toEqual([{ ...only, excluded: true }]);
    expect(textAt('narrowed-status')).toBe('Статус кроме title 1001');
  });

  it('the menu of a cell says the value and gives the focus back', async () => {
    double = answers({ narrowRegister: async () => register({ revision: 2 }) });
    await open();
    grid().focus();
    const found = at('payment-row-1001').querySelectorAll('[role=gridcell]')[3]!;
    await fireEvent.contextMenu(found);
    await settle();
    expect(textAt('payments-cell-only')).toContain('Только «title 1001»');
    await press('payments-cell-only');
    expect(narrowings().at(-1)?.values).toEqual([only]);
    expect(document.activeElement).toBe(grid());
  });

  it('no row left says so and not that nothing was found for empty words', async () => {
    double = answers();
    await open();
    await cell('1001', 3);
    await key('Delete', { altKey: true }, grid());
    expect(has('payments-widen')).toBe(true);
    await press('payments-widen');
    expect(narrowings().at(-1)?.values).toEqual([]);
  });

  it('a narrowed list is found narrowed after a visit elsewhere, and is not narrowed twice', async () => {
    double = answers({ narrowRegister: async () => register({ revision: 2 }) });
    const view = await open();
    await cell('1001', 3);
    await key('Enter', { altKey: true }, grid());
    view.unmount();
    await open();
    expect(has('narrowed-status')).toBe(true);
    expect(double.calls('narrowRegister')).toHaveLength(1);
  });

  it('words that were found in the other keyboard layout are told', async () => {
    double = answers({
      narrowRegister: async () => register({ revision: 2, found_as: 'иванов' }),
    });
    await open();
    await type('payments-search', 'bdfyjd');
    expect(textAt('payments-found-as')).toBe('Найдено по «иванов»');
  });
});

describe('columns', () => {
  const headers = () =>
    [...document.querySelectorAll('[role=columnheader]')].map((one) => one.textContent?.trim());

  it('are hidden, shown and moved without asking for the rows anew', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    double = answers();
    await open();
    await press('columns');
    await press('columns-show-status');
    await press('columns-show-paid_at');
    await key('ArrowUp', { altKey: true }, at('columns-show-amount'));
    expect(headers()).not.toContain('Статус');
    expect(headers()).toContain('Выплачен');
    vi.advanceTimersByTime(1000);
    await press('columns-reset');
    expect(headers()).toHaveLength(15);
    expect(double.calls('jumpListPayments')).toHaveLength(1);
  });

  it('a column is moved by the keys on its header', async () => {
    double = answers();
    await open();
    const grid = at('payments-grid');
    await key('ArrowUp', {}, grid);
    await key('ArrowRight', {}, grid);
    await key('ArrowRight', {}, grid);
    await key('ArrowRight', { altKey: true }, grid);
    expect(headers().slice(1, 4)).toEqual(['Водитель', 'Статус', 'Создан']);
    await key('ArrowLeft', { altKey: true }, grid);
    expect(headers().slice(1, 4)).toEqual(['Водитель', 'Создан', 'Статус']);
  });

  it('least, greatest and average stand beside the sums', async () => {
    double = answers();
    await open();
    await cell('1001', 0);
    await press('sums');
    expect(textAt('sums-selected-amount-sum')).toBe('16 000,00');
    expect(textAt('sums-whole-amount-average')).toBe('500,00');
    expect(await axeProblems()).toEqual([]);
  });
});

describe('the view that the screen opens with', () => {
  const view = {
    id: 'v1',
    name: 'Rejected',
    content: {
      preset: 'last_month',
      lists: { status_ids: ['2'] },
      values: [{ column: 'agent', key: 'Agent A', title: 'Agent A' }],
      columns: [{ column: 'amount', width: 150, shown: true, pinned: true }],
    },
  };
  const book = async () => ({ views: [view], usual: 'v1' });

  it('is asked for at once, and the usual list is not', async () => {
    double = answers({ viewBook: book });
    await open();
    const lists = double.calls('jumpListPayments').map(([, filter]) => filter as PaymentsFilter);
    expect(lists.map(({ status_ids, period }) => [status_ids, period])).toEqual([[['2'], page.october]]);
    expect(narrowings()[0]?.values).toEqual(view.content.values);
    expect(has('narrowed-agent')).toBe(true);
  });

  it('does not undo what another screen looks for', async () => {
    double = answers({ viewBook: book });
    lookFor(session.currentId!, '1003', '2026-11-20T10:00:00+03:00');
    await open();
    expect(asked()).toMatchObject({ search: '1003', status_ids: [] });
    expect(has('narrowed-agent')).toBe(false);
  });
});
