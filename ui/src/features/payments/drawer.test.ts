import { cleanup, fireEvent } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure, forget, type PaymentsFilter } from '$host';
import type { Double } from '$host/double';
import { route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import * as page from './testing';
import { answers, at, cell, error, has, key, open, press, register, settle, textAt, type } from './testing';
import { lookFor, visitOf } from './visits';

let double: Double;
const phase = () => at('completeness').dataset['phase'];
const asked = () => double.calls('jumpListPayments').at(-1)?.[1] as PaymentsFilter;

beforeEach(() => {
  forget();
  page.newPark();
});
afterEach(() => {
  cleanup();
  // The last visit ends with its register.
  visitOf(null);
  double.restore();
  vi.useRealTimers();
});

describe('the drawer', () => {
  it('opens by a click, follows the arrows, closes by Esc', async () => {
    double = answers();
    await open();
    await cell('1001', 1);
    expect(textAt('payment-drawer')).toContain('Driver1 John Paul');
    expect(textAt('payment-drawer')).toContain('8 000,00 ₽');
    expect(textAt('payment-drawer')).toContain('Park account');
    expect(textAt('payment-history')).toMatch(/Rejected by the bank.*Created/);
    await key('ArrowDown', {}, at('payments-grid'));
    expect(textAt('payment-drawer')).toContain('Driver2');
    await fireEvent.click(page.at('payment-drawer').querySelector('[aria-label="Предыдущий платёж"]')!);
    await settle();
    expect(textAt('payment-drawer')).toContain('Driver1');
    await press('payment-copy-id');
    expect(double.calls('copyText')).toEqual([['1001']]);
    await key('Escape');
    expect(has('payment-drawer')).toBe(false);
  });

  it('steps faster than details come are all taken, and the buttons stay where they are', async () => {
    double = answers();
    await open();
    await cell('1000', 1);
    const next = at('payment-drawer').querySelectorAll('button')[1]!;
    expect(at('payment-drawer').querySelectorAll('button')[0]?.getAttribute('aria-disabled')).toBe('true');
    next.focus();
    for (let press = 0; press < 3; press++) void fireEvent.keyDown(next, { code: 'ArrowDown' });
    await settle();
    expect(textAt('payment-drawer')).toContain('1 003');
    expect(document.activeElement).toBe(next);
    await key('ArrowDown', {}, next);
    expect(textAt('payment-drawer')).toContain('1 004');
    expect(next.getAttribute('aria-disabled')).toBe('true');
  });

  it('a checkbox does not open it', async () => {
    double = answers();
    await open();
    await cell('1001', 0);
    expect(has('payment-drawer')).toBe(false);
  });

  it('Enter opens the payment and then its driver', async () => {
    double = answers();
    await open();
    await key('Enter', {}, at('payments-grid'));
    expect(textAt('payment-drawer')).toContain('Driver0');
    await key('Enter', {}, at('payments-grid'));
    expect(route()).toEqual({ name: 'driver', id: '50', tab: 'profile' });
  });

  it('narrows the list to the driver', async () => {
    double = answers();
    await open();
    await cell('1001', 1);
    await press('payment-of-driver');
    expect(asked().driver_ids).toEqual(['51']);
    expect(textAt('payments-driver')).toContain('Driver1');
    await fireEvent.click(at('payments-driver').querySelector('button')!);
    await settle();
    expect(asked().driver_ids).toEqual([]);
  });
});

describe('a payment that is looked for', () => {
  it('is opened as soon as the list has it', async () => {
    double = answers();
    lookFor(session.currentId!, '1003', '2026-11-20T10:00:00+03:00');
    await open();
    expect(asked().search).toBe('1003');
    expect(textAt('payment-drawer')).toContain('1 003');
    await key('Escape');
    await key('F5');
    expect(has('payment-drawer')).toBe(false);
  });

  it('that the list does not have leaves the list as it is', async () => {
    double = answers({ paymentDetails: () => Promise.reject(new DeskFailure({ code: 'not_found' })) });
    lookFor(session.currentId!, '777', '');
    await open();
    expect(asked()).toMatchObject({ search: '777', period: page.november });
    expect(phase()).toBe('complete');
    expect(has('payment-drawer')).toBe(false);
  });
});

describe('states', () => {
  it('no payments are said only after a whole answer', async () => {
    const none = { received: 0, shown: 0, total: 0 };
    double = answers({
      jumpListPayments: async () => register({ phase: 'collecting', ...none, total: null }),
    });
    const { queryByText, getByText } = await open();
    expect(has('screen-ready')).toBe(false);
    expect(queryByText(/платежей нет/)).toBeNull();
    double.emit('registerChanged', register({ ...none, revision: 2 }));
    await settle();
    expect(getByText('За 01.11–21.11.2026 платежей нет')).toBeTruthy();
    expect(has('screen-ready')).toBe(true);
    await press('payments-last-month');
    expect(asked().period).toEqual(page.october);
  });

  it('an empty list names the filters and gives a way out', async () => {
    double = answers({ jumpListPayments: async () => register({ received: 0, shown: 0, total: 0 }) });
    const { getByText } = await open();
    await press('payments-server-search');
    await type('payments-server-text', ' Иванов ');
    await key('Enter', {}, at('payments-server-text'));
    expect(asked().search).toBe('Иванов');
    expect(getByText(/Включён фильтр: Поиск в Jump/)).toBeTruthy();
    await press('payments-clear');
    expect(asked().search).toBe('');
  });

  it.each([
    ['offline', 'Нет сети или сервис не отвечает'],
    ['forbidden', 'Ключ не даёт этого права'],
    ['unauthorized', 'Jump не принял ключ'],
  ] as const)('%s is told in place of the rows', async (code, title) => {
    double = answers({
      jumpListPayments: async () =>
        register({ phase: 'failed', received: 0, shown: 0, total: null, error: error(code) }),
    });
    const { getByText } = await open();
    expect(getByText(title)).toBeTruthy();
    expect(has('screen-ready')).toBe(true);
    expect(has('payments-grid')).toBe(false);
    expect(await axeProblems()).toEqual([]);
  });

  it('a refused opening can be tried again', async () => {
    let tries = 0;
    double = answers({
      jumpListPayments: async () => {
        if (++tries === 1) throw new DeskFailure({ code: 'offline' });
        return register();
      },
    });
    const { getByText } = await open();
    await fireEvent.click(getByText('Повторить'));
    await settle();
    expect(phase()).toBe('complete');
  });

  it('has no faults that axe sees while it loads', async () => {
    double = answers({ jumpListPayments: () => new Promise(() => undefined) });
    await open();
    expect(await axeProblems()).toEqual([]);
  });

  it('has no faults that axe sees with a drawer, with the period open', async () => {
    double = answers();
    await open();
    await cell('1001', 0);
    await cell('1002', 1);
    expect(await axeProblems()).toEqual([]);
    await press('payments-period');
    expect(await axeProblems()).toEqual([]);
  });
});
