import { fireEvent } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import {
  answers,
  at,
  begin,
  cell,
  end,
  has,
  key,
  narrowings,
  open,
  press,
  register,
  settle,
  textAt,
  type,
} from './testing';

let double: Double;

beforeEach(() => {
  begin();
});
afterEach(end);

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
