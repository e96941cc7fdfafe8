import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure, type FleetDriversFilter } from '$host';
import { route } from '$app/router.svelte';
import { axeProblems } from '$shared/axe';
import {
  answers,
  at,
  balance,
  begin,
  driver,
  driverCell,
  end,
  error,
  follow,
  has,
  key,
  listed,
  open,
  press,
  settle,
  textAt,
  type,
} from '../testing';
import { showFleetDriver } from '../ways';

let park: string;
beforeEach(() => void (park = begin()));
afterEach(end);

const rowText = (id: string) => textAt(`fleet-driver-row-${id}`);
/** Stays at the opened driver until his balance is asked for. */
async function stay() {
  await vi.waitFor(() => expect(has('fleet-balance-at')).toBe(true), { timeout: 3000 });
}

describe('the list', () => {
  it('a_balance_in_another_currency_is_written_out_and_said_to_be_in_no_sum', async () => {
    answers({
      fleetDriversWindow: async () => ({
        revision: 1,
        from: 0,
        shown: 2,
        rows: [driver(0), driver(1, { balance: null, foreign: '70000,00 KZT', currency: 'KZT' })],
      }),
    });
    await open('drivers');
    expect(rowText('201')).toContain('70000,00 KZT');
    expect(textAt('fleet-drivers-foreign')).toContain('в другой валюте');
    expect(await axeProblems()).toEqual([]);
  });

  it('writes_statuses_in_words_and_an_unknown_one_as_it_came', async () => {
    answers();
    await open('drivers');
    expect(rowText('200')).toMatch(/Работает\s*Свободен/);
    expect(rowText('201')).toMatch(/Уволен\s*Не на линии/);
    expect(rowText('202')).toMatch(/on_leave\s*flying/);
    expect(at('fleet-driver-row-201').querySelector('.neg')?.textContent?.trim()).toBe('−200,00');
    expect(textAt('completeness')).toContain('Получено 3 из 3');
    expect(await axeProblems()).toEqual([]);
  });

  it('is_asked_for_by_status_work_rule_and_the_words_that_yandex_searches', async () => {
    const double = answers();
    const asked = () => double.calls('yandexListDriverProfiles').at(-1)?.[1] as FleetDriversFilter;
    await open('drivers');
    await press('fleet-drivers-work_statuses');
    await press('fleet-drivers-work_statuses-fired');
    await press('choice-apply');
    expect(asked()).toEqual({ work_statuses: ['fired'], work_rule_ids: [], search: '' });
    await press('fleet-drivers-work_rule_ids');
    await press('fleet-drivers-work_rule_ids-w1');
    await press('choice-apply');
    await type('fleet-drivers-search', 'paul');
    await fireEvent.keyDown(at('fleet-drivers-search'), { code: 'Enter' });
    await settle();
    // The only rule there is: all of them are none.
    expect(asked()).toEqual({ work_statuses: ['fired'], work_rule_ids: [], search: 'paul' });
    expect(textAt('fleet-drivers-server-search')).toBe('Поиск в Яндексе paul');
    expect(document.body.textContent).not.toContain('Поиск в Jump');
  });

  it('opens_the_driver_that_another_screen_asked_for_and_nobody_else', async () => {
    answers({
      fleetDriversWindow: async (_, from) => ({ revision: 2, from, shown: 1, rows: [driver(1)].slice(from) }),
    });
    await showFleetDriver(park, { id: 'f71', name: 'Driver John Paul' });
    await open('drivers');
    await vi.waitFor(() => expect(has('fleet-driver-drawer')).toBe(true));
    expect(textAt('fleet-driver-drawer')).toContain('f71');
  });

  it('does_not_open_a_stranger_in_his_place', async () => {
    answers({
      fleetDriversWindow: async (_, from) => ({ revision: 2, from, shown: 1, rows: [driver(1)].slice(from) }),
    });
    await showFleetDriver(park, { id: 'f79', name: 'Somebody' });
    await open('drivers');
    await settle();
    expect(has('fleet-driver-row-201')).toBe(true);
    expect(has('fleet-driver-drawer')).toBe(false);
  });
});

describe('one driver', () => {
  it('shows_what_is_blocked_and_why_with_the_time_of_the_answer', async () => {
    const double = answers();
    await open('drivers');
    await driverCell('200', 2);
    await stay();
    expect(textAt('fleet-balance-free')).toBe('1 200,00 ₽');
    expect(textAt('fleet-balance-cashless')).toBe('250,00 ₽');
    expect(has('fleet-balance-tips')).toBe(false);
    expect(textAt('fleet-balance')).toContain('gifts');
    expect(textAt('fleet-balance-at')).toBe('Яндекс ответил 21.11.2026 18:35:49');
    expect(await axeProblems()).toEqual([]);
    await press('fleet-balance-refresh');
    expect(double.calls('yandexGetBlockedBalance')).toEqual([
      [park, 'f70'],
      [park, 'f70'],
    ]);
  });

  it('keeps_the_former_figures_and_says_so_when_a_refresh_fails', async () => {
    let broken = false;
    answers({
      yandexGetBlockedBalance: async () => {
        if (broken) throw new DeskFailure(error('timeout'));
        return balance();
      },
    });
    await open('drivers');
    await driverCell('200', 2);
    await stay();
    broken = true;
    await press('fleet-balance-refresh');
    expect(textAt('fleet-balance-free')).toBe('1 200,00 ₽');
    expect(textAt('fleet-balance-failed')).toContain('Показаны прежние числа.');
  });

  it('passing_by_drivers_asks_yandex_for_none_of_their_balances', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const double = answers();
    await open('drivers');
    for (const id of ['200', '201', '202']) {
      await driverCell(id, 2);
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(1000);
    vi.useRealTimers();
    expect(double.calls('yandexGetBlockedBalance')).toEqual([[park, 'f72']]);
  });

  it('leads_to_his_transactions_by_their_driver_filter', async () => {
    const double = answers();
    await open('drivers');
    await driverCell('201', 2);
    await press('fleet-driver-transactions');
    expect(route()).toEqual({ name: 'fleet', tab: 'transactions' });
    await follow();
    expect(double.calls('yandexListDriverTransactions').at(-1)?.[1]).toBe('f71');
    expect(textAt('fleet-driver')).toBe('Водитель Driver J.P.');
  });

  it('offers_to_move_money', async () => {
    answers();
    await open('drivers');
    await driverCell('200', 2);
    expect(has('fleet-money-debit')).toBe(true);
    expect(has('fleet-money-credit')).toBe(true);
  });
});

describe('the driver in Jump', () => {
  it('is_suggested_with_the_reason_and_linked_only_when_a_person_says_so', async () => {
    const double = answers();
    await open('drivers');
    await driverCell('201', 2);
    expect(double.calls('fleetLinkSuggestions')).toEqual([]);
    await press('fleet-link-find');
    expect(textAt('fleet-suggestion-1204118')).toContain('Совпало: телефон, ВУ');
    expect(textAt('fleet-suggestion-1204200')).toContain('может быть однофамилец');
    expect(double.calls('linkFleetDriver')).toEqual([]);
    expect(await axeProblems()).toEqual([]);
    await press('fleet-link-confirm-1204118');
    expect(double.calls('linkFleetDriver')).toEqual([[park, 'f71', '1204118']]);
    expect(textAt('fleet-link-name')).toBe('Driver John Paul');
    expect(textAt('fleet-link')).toContain('В Jump и в Яндексе ничего не изменилось');
    expect(at('fleet-link-open').getAttribute('href')).toBe('#/driver/1204118/profile');
  });

  it('a_link_can_be_taken_back', async () => {
    const link = {
      fleet_id: 'f71',
      jump_id: '1204118',
      name: 'Driver John Paul',
      since: '2026-11-01T10:00:00+03:00',
    };
    const row = driver(1, { linked: '1204118' });
    const double = answers({
      fleetDriversWindow: async (_, from) => ({
        revision: 1,
        from,
        shown: 3,
        rows: [driver(0), row, driver(2)].slice(from),
      }),
      fleetDriverDetails: async () => ({
        row,
        comment: '',
        employment: '',
        link,
        position: 1,
      }),
    });
    await open('drivers');
    await driverCell('201', 2);
    expect(textAt('fleet-link')).toContain('Связан 01.11.2026 10:00');
    await press('fleet-link-undo');
    expect(double.calls('linkFleetDriver')).toEqual([[park, 'f71', null]]);
    expect(has('fleet-link-name')).toBe(false);
    expect(has('fleet-link-find')).toBe(true);
  });

  it('nobody_alike_and_a_failed_search_are_told_apart', async () => {
    let broken = true;
    answers({
      fleetLinkSuggestions: async () => {
        if (broken) throw new DeskFailure(error('offline'));
        return [];
      },
    });
    await open('drivers');
    await driverCell('201', 2);
    await press('fleet-link-find');
    expect(has('fleet-link-failed')).toBe(true);
    expect(has('fleet-link-nobody')).toBe(false);
    broken = false;
    await press('fleet-link-find');
    expect(has('fleet-link-nobody')).toBe(true);
    expect(has('fleet-link-failed')).toBe(false);
  });
});

describe('states', () => {
  it('nobody_is_said_only_after_a_whole_answer', async () => {
    answers({ yandexListDriverProfiles: async () => listed({ received: 0, shown: 0, total: 0 }) });
    await open('drivers');
    expect(document.body.textContent).toContain('В парке нет водителей');
  });

  it('the_keyboard_alone_opens_and_closes_a_driver', async () => {
    answers();
    await open('drivers');
    const grid = screen.getByRole('grid');
    grid.focus();
    await key('ArrowDown', {}, grid);
    await key('Enter', {}, grid);
    expect(has('fleet-driver-drawer')).toBe(true);
    await key('Escape', {}, grid);
    expect(has('fleet-driver-drawer')).toBe(false);
  });
});
