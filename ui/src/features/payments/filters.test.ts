import { fireEvent } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Double } from '$host/double';
import { filtersOf } from './filters.svelte';
import {
  answers,
  asked,
  at,
  begin,
  end,
  key,
  november,
  october,
  open,
  press,
  narrowings,
  settle,
  textAt,
  type,
  usualFilter,
} from './testing';

let double: Double;
let park: string;

beforeEach(() => {
  park = begin();
});
afterEach(end);

describe('filters', () => {
  it('the current month is asked for when nothing was chosen', async () => {
    double = answers();
    await open();
    expect(double.calls('jumpListPayments')).toEqual([[park, usualFilter]]);
    expect(at('payments-period').dataset).toMatchObject({ from: '2026-11-01', to: '2026-11-21' });
  });

  it('a ready-made period reopens the register and outlives the screen', async () => {
    double = answers();
    const { unmount } = await open();
    await press('payments-period');
    await press('period-preset-last_month');
    expect(asked().period).toEqual(october);
    expect(at('payments-period').dataset['from']).toBe('2026-10-01');
    unmount();
    await open();
    expect(asked().period).toEqual(october);
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
    expect(asked().period).toEqual(november);
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
    expect(narrowings().map(({ find }) => find)).toEqual(['bdf', 'bdfyjd']);
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
    expect(narrowings().map(({ find }) => find)).toEqual(['x', '']);
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
