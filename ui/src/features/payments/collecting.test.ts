import { fireEvent } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure, type RegisterState } from '$host';
import type { Double } from '$host/double';
import { filtersOf } from './filters.svelte';
import {
  answers,
  asked,
  begin,
  cell,
  end,
  error,
  has,
  key,
  newPark,
  open,
  phase,
  press,
  register,
  settle,
  textAt,
} from './testing';

let double: Double;
let park: string;

beforeEach(() => {
  park = begin();
});
afterEach(end);

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
    newPark();
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
