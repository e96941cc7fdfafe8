import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeskFailure, forget, type RegisterState } from '$host';
import type { Double } from '$host/double';
import { answers, at, error, has, key, newPark, open, press, register, settle, textAt } from './testing';
import { visitOf } from './visits';

let double: Double;

beforeEach(() => {
  forget();
  newPark();
});
afterEach(() => {
  cleanup();
  visitOf(null);
  double.restore();
});

/** The first opening answers a whole list, each later one what the test says. */
function then(answer: () => Promise<RegisterState>): Double {
  let opened = 0;
  return answers({ jumpListPayments: async () => (++opened === 1 ? register() : answer()) });
}

describe('refresh', () => {
  it('rows do not vanish when the network died before F5', async () => {
    double = then(() => Promise.reject(new DeskFailure({ code: 'offline' })));
    await open();
    await key('F5');
    await settle();
    expect(has('payments-grid')).toBe(true);
    expect(textAt('total-count')).toBe('5');
    expect(document.body.textContent).toContain('Показаны прежние строки, данные на 21.11.2026 18:40');
    expect(double.calls('closeRegister')).toEqual([]);
    await press('payments-refresh-again');
    expect(double.calls('jumpListPayments')).toHaveLength(3);
  });

  it('rows stay until the new ones are there, then give way to them', async () => {
    double = then(async () => register({ handle: 'r2', phase: 'collecting', received: 0, shown: 0 }));
    await open();
    await key('F5');
    expect(has('payments-grid')).toBe(true);
    expect(at('completeness').dataset['phase']).toBe('complete');
    expect(double.calls('closeRegister')).toEqual([]);
    double.emit('registerChanged', register({ handle: 'r2', received: 7, total: 7, shown: 7, revision: 2 }));
    await settle();
    expect(textAt('completeness')).toContain('Получено 7 из 7');
    expect(double.calls('closeRegister')).toEqual([['r1']]);
  });

  it('the place in the list is not lost while the new rows have not reached it', async () => {
    double = then(async () =>
      register({ handle: 'r2', phase: 'collecting', received: 2, shown: 2, total: 5 }),
    );
    const park = newPark();
    await open();
    visitOf(park).index = 4;
    await key('F5');
    await settle();
    expect(textAt('completeness')).toContain('Получено 5 из 5');
    expect(double.calls('closeRegister')).toEqual([]);
    double.emit('registerChanged', register({ handle: 'r2', revision: 2 }));
    await settle();
    expect(double.calls('closeRegister')).toEqual([['r1']]);
  });

  it('a register that fails before its first row leaves the former one', async () => {
    double = then(async () => register({ handle: 'r2', phase: 'collecting', received: 0, shown: 0 }));
    await open();
    await key('F5');
    const failed = {
      phase: 'failed',
      received: 0,
      shown: 0,
      error: error('service_down'),
      revision: 2,
    } as const;
    double.emit('registerChanged', register({ handle: 'r2', ...failed }));
    await settle();
    expect(textAt('completeness')).toContain('Получено 5 из 5');
    expect(double.calls('closeRegister')).toEqual([['r2']]);
    expect(has('payments-refresh-again')).toBe(true);
  });
});
