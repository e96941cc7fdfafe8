import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Double } from '$host/double';
import { toasts } from '$shared/toasts.svelte';
import {
  answers,
  at,
  begin,
  cell,
  end,
  has,
  key,
  open,
  press,
  register,
  settle,
  textAt,
  totals,
  type,
} from './testing';

let double: Double;

beforeEach(() => {
  begin();
});
afterEach(end);

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
    let release: (sums: ReturnType<typeof totals>) => void = () => undefined;
    double = answers({
      registerTotals: async (_, selection) =>
        selection ? new Promise((resolve) => (release = resolve)) : totals(5),
    });
    await open();
    await cell('1001', 0);
    release(totals(1));
    await settle();
    expect(has('selected-amount')).toBe(true);
    await cell('1002', 0);
    expect(textAt('selected-count')).toBe('2');
    expect(has('selected-amount')).toBe(false);
    release(totals(2));
    await settle();
    expect(has('selected-amount')).toBe(true);
  });

  it('totals of another set of rows are never shown as those of this one', async () => {
    let release: (sums: ReturnType<typeof totals>) => void = () => undefined;
    double = answers({ registerTotals: () => new Promise((resolve) => (release = resolve)) });
    await open();
    expect(has('total-amount')).toBe(false);
    release(totals(5));
    await settle();
    expect(textAt('total-count')).toBe('5');
    double.emit('registerChanged', register({ revision: 2, received: 4, total: 4, shown: 4 }));
    await settle();
    expect(has('total-count')).toBe(false);
    release(totals(4));
    await settle();
    expect(textAt('total-count')).toBe('4');
  });
});
