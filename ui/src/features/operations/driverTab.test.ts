import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PaymentsFilter, TransactionsFilter } from '$host';
import type { Double } from '$host/double';
import { route, type DriverTab, type RouteOf } from '$app/router.svelte';
import { axeProblems } from '$shared/axe';
import { commonAnswers, settle } from '$shared/register/testing';
import * as card from '../drivers/testing';
import { lastOfDriver as lastPayments } from '../payments/visits';
import { paymentAnswers } from '../payments/testing';
import { operationAnswers } from './testing';
import { lastOfDriver as lastOperations } from './visits';

const { at, has, press, textAt } = card;
let double: Double;

beforeEach(async () => {
  await card.begin();
  double = card.answers(card.sampleCard(), {
    ...commonAnswers,
    ...operationAnswers,
    ...paymentAnswers,
  });
  // The tabs' code is there: the tests do not wait for it.
  await Promise.all([import('../payments/DriverPayments.svelte'), import('./DriverOperations.svelte')]);
});
afterEach(() => {
  cleanup();
  lastPayments.end();
  lastOperations.end();
  double.restore();
  card.end();
});

let shown: Awaited<ReturnType<typeof card.openCard>>;

async function openTab(tab: DriverTab) {
  await press(`driver-tab-${tab}`);
  // The frame around a screen hands it the new route.
  await shown.rerender({ route: route() as RouteOf<'driver'> });
  // The code of a tab comes in a task of its own.
  await new Promise((resolve) => setImmediate(resolve));
  await settle();
}

it('shows this driver alone, with the filters of a card', async () => {
  shown = await card.openCard();
  await openTab('payments');
  expect(has('payments-grid')).toBe(true);
  expect((double.calls('jumpListPayments')[0]?.[1] as PaymentsFilter).driver_ids).toEqual(['1204118']);
  expect(has('payments-search')).toBe(false);
  expect(has('payments-agent_ids')).toBe(false);
  await openTab('operations');
  expect(has('operations-grid')).toBe(true);
  expect(has('operations-filter-driver')).toBe(false);
  expect((double.calls('jumpListTransactions')[0]?.[1] as TransactionsFilter).driver_ids).toEqual([
    '1204118',
  ]);
  expect(textAt('completeness')).toContain('полно');
  expect(await axeProblems()).toEqual([]);
});

it('the draft stays while the tabs are switched, and the bar is there only for it', async () => {
  shown = await card.openCard();
  await openTab('operations');
  expect(has('driver-save')).toBe(false);
  await openTab('profile');
  await card.fill('driver-last_name', 'Changed');
  await openTab('payments');
  expect(has('payments-grid')).toBe(true);
  expect(textAt('driver-dirty')).toContain('1');
  expect(has('driver-save')).toBe(true);
  await openTab('profile');
  expect(card.inputAt('driver-last_name').value).toBe('Changed');
});

it('coming back to a tab takes up its register; the filters cannot be cleared to other drivers', async () => {
  shown = await card.openCard();
  await openTab('operations');
  await openTab('profile');
  await openTab('operations');
  expect(double.calls('jumpListTransactions')).toHaveLength(1);
  expect(double.calls('registerState')).toHaveLength(1);
  await card.key('F4', { shiftKey: true });
  await settle();
  expect((double.calls('jumpListTransactions').at(-1)?.[1] as TransactionsFilter).driver_ids).toEqual([
    '1204118',
  ]);
});

it('F5 reads the card and the list of the tab', async () => {
  shown = await card.openCard();
  await openTab('operations');
  await card.key('F5');
  await settle();
  expect(double.calls('jumpGetDriver')).toHaveLength(2);
  expect(double.calls('jumpListTransactions')).toHaveLength(2);
});

it('a drawer in the card leads to no other driver', async () => {
  shown = await card.openCard();
  await openTab('operations');
  at('operation-row-9001').querySelectorAll<HTMLElement>('[role=gridcell]')[1]?.click();
  await settle();
  expect(has('operation-drawer')).toBe(true);
  expect(has('operation-driver')).toBe(false);
  expect(has('operation-open-driver')).toBe(false);
  await card.key('Escape');
  expect(has('operation-drawer')).toBe(false);
  expect(has('operations-grid')).toBe(true);
});
