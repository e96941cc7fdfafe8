// The whole screen: every state of every tab is looked over for accessibility, and the ways from one tab to another lead to
// what they name.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure, type DeskErrorCode, type Host, type Reconciliation } from '$host';
import { answerLeaving, guardUnsaved } from '$app/leave.svelte';
import { route, type FleetTab } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { setLanguage } from '$shared/i18n/i18n.svelte';
import { endFleet, fleetTransaction } from './create/form.svelte';
import { deskOf, forgetReconciliations } from './reconciliation/desk.svelte';
import { later, reconciliation, row } from './reconciliation/testing';
import {
  access,
  answers,
  at,
  begin,
  cell,
  cellOf,
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
  walked,
} from './testing';

let park: string;
beforeEach(() => {
  forgetReconciliations();
  park = begin();
});
afterEach(() => {
  const form = fleetTransaction();
  if (form) endFleet(form);
  end();
  setLanguage('ru');
});

const fails = (code: DeskErrorCode) => async () => {
  throw new DeskFailure(error(code));
};
const everything: Record<FleetTab, (code: DeskErrorCode) => Partial<Host>> = {
  transactions: (code) => ({ yandexListParkTransactions: fails(code) }),
  drivers: (code) => ({ yandexListDriverProfiles: fails(code) }),
  reconciliation: (code) => ({ reconcileFleet: fails(code) }),
};

describe('nothing hinders whoever does not see the screen', () => {
  it.each(['transactions', 'drivers', 'reconciliation'] as const)('%s, in either language', async (tab) => {
    answers();
    await open(tab);
    expect(await axeProblems()).toEqual([]);
    setLanguage('en');
    await settle();
    expect(document.body.textContent).not.toMatch(/[а-яё]/i);
    expect(await axeProblems()).toEqual([]);
  });

  it.each(['transactions', 'drivers', 'reconciliation'] as const)(
    '%s when the network is gone',
    async (tab) => {
      answers(everything[tab]('offline'));
      await open(tab);
      if (tab === 'reconciliation') await press('reconciliation-run');
      expect(document.querySelector('[role=alert]')).not.toBeNull();
      expect(await axeProblems()).toEqual([]);
    },
  );

  it.each(['collecting', 'waiting', 'incomplete', 'stopped'] as const)('a list that is %s', async (phase) => {
    const change = {
      phase,
      waiting_until: phase === 'waiting' ? '2026-11-21T18:45:00+03:00' : null,
    } as const;
    answers({
      yandexListParkTransactions: async () => walked(change),
      yandexListDriverProfiles: async () => listed({ ...change, received: 3, total: 5 }),
    });
    await open('transactions');
    expect(await axeProblems()).toEqual([]);
    await press('fleet-tab-drivers');
    await follow();
    expect(await axeProblems()).toEqual([]);
  });

  it('a transaction with the others of its order', async () => {
    answers();
    await open('transactions');
    await cell('100', 1);
    await press('fleet-order-show');
    expect(has('fleet-order-row-t3')).toBe(true);
    expect(await axeProblems()).toEqual([]);
  });

  it('a driver with those who may be him', async () => {
    answers();
    await open('drivers');
    await driverCell('200', 1);
    await press('fleet-link-find');
    expect(has('fleet-suggestion-1204118')).toBe(true);
    expect(await axeProblems()).toEqual([]);
  });

  it('the form of a debit beside the drivers', async () => {
    answers();
    await open('drivers');
    await driverCell('200', 1);
    await press('fleet-money-debit');
    await vi.waitFor(() => expect(has('fleet-sign-debit')).toBe(true));
    expect(await axeProblems()).toEqual([]);
  });

  it('a reconciliation with a row open, complete or not', async () => {
    let complete = true;
    answers({
      reconcileFleet: async () => reconciliation(undefined, { complete }),
      operationDetails: () => new Promise(() => undefined),
    });
    await open('reconciliation');
    await press('reconciliation-run');
    await cellOf('reconciliation-row-1', 2);
    expect(has('reconciliation-drawer')).toBe(true);
    expect(await axeProblems()).toEqual([]);
    complete = false;
    await key('F5');
    expect(textAt('reconciliation-completeness')).toContain('неполно');
    expect(await axeProblems()).toEqual([]);
  });

  it('no two elements answer to one id, whichever tab is on', async () => {
    answers();
    await open('transactions');
    for (const tab of ['drivers', 'reconciliation', 'transactions'] as const) {
      await press(`fleet-tab-${tab}`);
      await follow();
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)]);
      expect(document.querySelectorAll('[data-testid=screen-ready]').length).toBe(1);
    }
  });
});

describe('from tab to tab', () => {
  it('an_offline_access_is_asked_for_again_and_the_list_follows', async () => {
    let broken = true;
    const double = answers({
      fleetAccess: async () => {
        if (broken) throw new DeskFailure(error('offline'));
        return access();
      },
    });
    await open();
    expect(double.calls('yandexListParkTransactions')).toEqual([]);
    broken = false;
    document.querySelector<HTMLElement>('[role=alert] .btn.pri')?.click();
    await settle();
    expect(double.calls('fleetAccess')).toHaveLength(2);
    expect(double.calls('yandexListParkTransactions')).toHaveLength(1);
    expect(has('fleet-transaction-row-100')).toBe(true);
  });

  it('f5_reads_the_list_that_is_on_and_no_other', async () => {
    const double = answers({ reconcileFleet: async () => reconciliation() });
    await open('drivers');
    await key('F5');
    expect(double.calls('yandexListDriverProfiles')).toHaveLength(2);
    await press('fleet-tab-reconciliation');
    await follow();
    await key('F5');
    expect(double.calls('reconcileFleet')).toHaveLength(1);
    expect(double.calls('yandexListDriverProfiles')).toHaveLength(2);
    expect(double.calls('yandexListParkTransactions')).toHaveLength(0);
  });

  it('only_a_list_has_an_export_button', async () => {
    answers();
    await open('transactions');
    const exporting = () => document.querySelectorAll('[data-testid*="export"]').length;
    expect(exporting()).toBeGreaterThan(0);
    await press('fleet-tab-reconciliation');
    await follow();
    expect(exporting()).toBe(0);
  });

  it('a_row_of_the_reconciliation_opens_its_driver_among_those_of_yandex', async () => {
    const double = answers({
      reconcileFleet: async () =>
        reconciliation([row(1, 'only_yandex', { fleet_driver: 'f71', driver: 'Driver John Paul' })]),
      narrowRegister: async () => listed({ revision: 2, shown: 1 }),
      fleetDriversWindow: async (_, from) => ({
        revision: 2,
        from,
        shown: 1,
        rows: [driver(1)],
      }),
    });
    await open('reconciliation');
    await press('reconciliation-run');
    await cellOf('reconciliation-row-1', 2);
    await press('reconciliation-fleet-driver');
    await follow();
    expect(route()).toEqual({ name: 'fleet', tab: 'drivers' });
    await vi.waitFor(() => expect(has('fleet-driver-drawer')).toBe(true));
    const [, narrowing] = double.calls('narrowRegister').at(-1)!;
    expect(JSON.stringify(narrowing)).toContain('f71');
  });

  it('a_look_at_another_tab_keeps_the_rows_that_took_minutes', async () => {
    const double = answers({ reconcileFleet: async () => reconciliation() });
    await open('reconciliation');
    await press('reconciliation-run');
    await press('fleet-tab-drivers');
    await follow();
    await press('fleet-tab-reconciliation');
    await follow();
    expect(has('reconciliation-row-6')).toBe(true);
    expect(double.calls('reconcileFleet')).toHaveLength(1);
  });

  it('another_tab_cancels_a_reconciliation_and_its_late_answer_is_dropped', async () => {
    const answer = later<Reconciliation>();
    answers({ reconcileFleet: () => answer.promise });
    await open('reconciliation');
    await press('reconciliation-run');
    await press('fleet-tab-drivers');
    await follow();
    answer.give(reconciliation());
    await settle();
    expect(deskOf(park).result).toBeNull();
    await press('fleet-tab-reconciliation');
    await follow();
    expect(has('reconciliation-grid')).toBe(false);
    expect(has('reconciliation-running')).toBe(false);
  });

  it('the_rows_of_one_park_are_never_shown_in_another', async () => {
    answers({ reconcileFleet: async () => reconciliation() });
    const view = await open('reconciliation');
    await press('reconciliation-run');
    view.unmount();
    begin();
    expect(session.currentId).not.toBe(park);
    await open('reconciliation');
    expect(has('reconciliation-grid')).toBe(false);
  });

  it('unsaved_input_keeps_the_tab_that_is_on', async () => {
    answers();
    await open('drivers');
    const release = guardUnsaved();
    await press('fleet-tab-transactions');
    answerLeaving(false);
    await settle();
    expect(route()).toEqual({ name: 'fleet', tab: 'drivers' });
    expect(document.activeElement).toBe(at('fleet-tab-drivers'));
    release();
  });
});
