import { afterEach, beforeEach, expect, it } from 'vitest';
import { screen } from '@testing-library/svelte';
import { DeskFailure } from '$host';
import { route } from '$app/router.svelte';
import { axeProblems } from '$shared/axe';
import feature from './feature';
import { answers, at, begin, end, error, follow, has, key, open, press, settle } from './testing';

beforeEach(() => void begin());
afterEach(end);

it('a_park_without_access_is_told_what_it_would_give_and_asks_yandex_for_nothing', async () => {
  const double = answers({ fleetAccess: async () => null });
  await open();
  expect(has('no-fleet')).toBe(true);
  expect(has('fleet-tab-drivers')).toBe(false);
  expect(double.calls('yandexListParkTransactions')).toEqual([]);
  expect(await axeProblems()).toEqual([]);
});

it('an_access_that_could_not_be_read_is_not_taken_for_none', async () => {
  let broken = true;
  const double = answers({
    fleetAccess: async () => {
      if (broken) throw new DeskFailure(error('internal'));
      return null;
    },
  });
  await open();
  expect(has('no-fleet')).toBe(false);
  expect(await axeProblems()).toEqual([]);
  broken = false;
  expect(double.calls('fleetAccess')).toHaveLength(1);
});

it('tabs_are_chosen_with_enter_and_stay_under_the_keyboard', async () => {
  answers();
  await open();
  at('fleet-tab-transactions').focus();
  await key('ArrowRight', { key: 'ArrowRight' }, at('fleet-tab-transactions'));
  expect(route()).toEqual({ name: 'fleet', tab: 'transactions' });
  expect(document.activeElement).toBe(at('fleet-tab-drivers'));
  await press('fleet-tab-drivers');
  await follow();
  expect(route()).toEqual({ name: 'fleet', tab: 'drivers' });
  expect(at('fleet-tab-drivers').getAttribute('aria-selected')).toBe('true');
  expect(document.activeElement).toBe(at('fleet-tab-drivers'));
});

it('coming_back_to_a_tab_finds_its_list_and_asks_for_no_other', async () => {
  const double = answers();
  await open();
  await press('fleet-tab-drivers');
  await follow();
  await press('fleet-tab-transactions');
  await follow();
  expect(double.calls('yandexListParkTransactions')).toHaveLength(1);
  expect(has('fleet-transaction-row-100')).toBe(true);
});

it('the_reconciliation_is_a_tab_and_reads_nothing_by_itself', async () => {
  const double = answers();
  await open('reconciliation');
  await settle();
  expect(at('fleet-tab-reconciliation').getAttribute('aria-selected')).toBe('true');
  expect(double.calls('reconcileFleet')).toEqual([]);
  expect(screen.getByRole('tabpanel').textContent).toContain('Сверить');
  expect(await axeProblems()).toEqual([]);
});

it('the_palette_finds_the_tabs_only_where_there_is_access', async () => {
  answers();
  const find = feature.search![0]!.find;
  expect((await find('сверка')).map(({ id }) => id)).toEqual(['fleet-reconciliation']);
  expect(await find('')).toEqual([]);
  expect((await find('списать')).map(({ id }) => id)).toEqual(['fleet-money-debit']);
  answers({ fleetAccess: async () => null });
  expect(await find('сверка')).toEqual([]);
});
