// Which applications a batch rejection would be asked for: exceptions, narrowing, keys, other filters. More than the screen
// shows must never be asked for.
import { cleanup, fireEvent } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forget, type ApplicationsFilter, type RejectionAsk } from '$host';
import type { Double } from '$host/double';
import { readMarks } from '$app/marks';
import { setFeatures } from '$app/feature';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { register } from '$shared/register/testing';
import { toasts } from '$shared/toasts.svelte';
import feature from '../feature';
import {
  answers,
  at,
  has,
  key,
  listOf,
  listRows,
  newPark,
  open,
  PARK,
  press,
  settle,
  textAt,
} from '../testing';

let double: Double;

beforeEach(() => {
  forget();
  newPark();
});
afterEach(() => {
  cleanup();
  double.restore();
});

const lastFilter = () => double.calls('jumpListApplications').at(-1)?.[1] as ApplicationsFilter;
const box = (testid: string) => at(testid).dataset['state'];
const picked = () =>
  [...document.querySelectorAll<HTMLElement>('[data-testid^="application-row-"][aria-selected=true]')].map(
    (one) => one.dataset['testid']?.replace('application-row-', ''),
  );

async function find(text: string) {
  await fireEvent.input(at('applications-search'), { target: { value: text } });
  await settle();
}

async function onGrid(code: string, init: KeyboardEventInit = {}) {
  at('applications-grid').focus();
  await key(code, init);
}

/** What the dialog asks to count. */
async function asked(): Promise<RejectionAsk | undefined> {
  await press('applications-reject');
  await settle();
  return double.calls('planRejection').at(-1)?.[1] as RejectionAsk | undefined;
}

/** Counting never ends. */
const counting = { planRejection: () => new Promise<never>(() => undefined) };
const list = (count: number, state = {}) => answers({ ...counting, ...listOf(listRows(count), state) });
const named = (id: string) => listRows(1, Number(id))[0]!.name.split(' ')[0]!;

describe('selection', () => {
  it('all means all of the filter but what was unticked', async () => {
    double = list(5);
    await open(null);
    await press('applications-select-all');
    await press('application-select-2');
    expect(textAt('applications-selected')).toBe('Выбрано 4 Весь список, кроме 1');
    expect(picked()).toEqual(['1', '3', '4', '5']);
    await press('application-select-5');
    expect(await axeProblems()).toEqual([]);
    expect((await asked())?.selection).toEqual({ all: true, except: ['2', '5'], ids: [] });
  });

  it('ticked rows are exactly those, and the box over them tells some from all', async () => {
    double = list(5);
    await open(null);
    await press('application-select-1');
    await press('application-select-3');
    expect(textAt('applications-selected')).toBe('Выбрано 2');
    expect(box('applications-select-all')).toBe('some');
    expect((await asked())?.selection).toEqual({ all: false, except: [], ids: ['1', '3'] });
  });

  it('Space selects, Shift and arrows extend and take back, Ctrl+A takes all, Esc lets go', async () => {
    double = list(3);
    await open(null);
    await onGrid('Space');
    await key('ArrowDown', { shiftKey: true });
    await key('ArrowDown', { shiftKey: true });
    expect(picked()).toEqual(['1', '2', '3']);
    await key('ArrowUp', { shiftKey: true });
    expect(picked()).toEqual(['1', '2']);
    await key('KeyA', { ctrlKey: true });
    expect(textAt('applications-selected')).toContain('Выбрано 3');
    await key('Escape');
    expect(has('applications-selected')).toBe(false);
  });

  it('a range over every row is those rows, not whatever the service finds by then', async () => {
    double = list(3);
    await open(null);
    await onGrid('Space');
    await key('ArrowDown', { shiftKey: true });
    await key('ArrowDown', { shiftKey: true });
    expect((await asked())?.selection).toEqual({ all: false, except: [], ids: ['1', '2', '3'] });
  });

  it('Shift with a press takes everything up to the row, Ctrl only this one', async () => {
    double = list(3);
    await open(null);
    await press('application-select-1');
    const cell = (id: string) => at(`application-row-${id}`).querySelectorAll('[role=gridcell]')[2]!;
    await fireEvent.click(cell('3'), { shiftKey: true });
    await settle();
    expect(picked()).toEqual(['1', '2', '3']);
    await fireEvent.click(cell('2'), { ctrlKey: true });
    await settle();
    expect(picked()).toEqual(['1', '3']);
  });

  it('Ctrl+A and Esc in the search or in an open application leave the list alone', async () => {
    double = list(3);
    await open('90412');
    at('applications-search').focus();
    await key('KeyA', { ctrlKey: true });
    (document.activeElement as HTMLElement).blur();
    await key('KeyA', { ctrlKey: true });
    expect(picked()).toEqual([]);
    await press('application-select-1');
    (document.activeElement as HTMLElement).blur();
    await key('Escape');
    expect(picked()).toEqual(['1']);
  });

  it('beside an open application the same can be selected and rejected', async () => {
    double = list(3);
    await open('90412');
    expect(document.body.textContent).toContain('Все, 3');
    await press('applications-select-all');
    expect(textAt('applications-selected')).toContain('Выбрано 3');
    await press('application-select-3');
    expect((await asked())?.selection).toEqual({ all: true, except: ['3'], ids: [] });
  });

  it('a selection does not slip onto the rows of another filter', async () => {
    double = list(3);
    await open(null);
    await press('applications-select-all');
    await press('applications-tab-draft');
    expect(has('applications-selected')).toBe(false);
    expect(picked()).toEqual([]);
  });

  it('the order turns the list round and keeps the selection', async () => {
    double = list(3);
    await open('90412');
    await press('application-select-2');
    await press('applications-order');
    expect(picked()).toEqual(['2']);
  });

  it('a new reading of the same list keeps what is ticked', async () => {
    double = list(3);
    await open(null);
    await press('application-select-2');
    await key('F5');
    await settle();
    expect(double.calls('jumpListApplications')).toHaveLength(2);
    expect(picked()).toEqual(['2']);
  });

  it('a park for reading only says why nothing can be rejected', async () => {
    newPark(true);
    double = answers();
    await open(null);
    await press('application-select-1');
    await press('applications-reject');
    expect(has('batch-reject-dialog')).toBe(false);
    expect(document.body.textContent).toContain('отклонять нельзя');
  });
});

describe('a narrowed list', () => {
  it('"all" of the rows that words have found is exactly those rows', async () => {
    double = list(30);
    await open(null);
    await find(named('2'));
    // 2 and 20–29.
    await press('applications-select-all');
    expect(textAt('applications-selected')).toBe('Выбрано 11 Все по фильтру');
    await press('application-select-21');
    const ask = await asked();
    expect(ask?.selection.all).toBe(false);
    expect(ask?.selection.except).toEqual([]);
    expect(ask?.selection.ids).toEqual(['2', '20', '22', '23', '24', '25', '26', '27', '28', '29']);
    expect(textAt('batch-reject-dialog')).toContain(named('2'));
  });

  it('"all" of the rows with a value is exactly those rows', async () => {
    const rows = listRows(4).map((row, index) =>
      index % 2 ? { ...row, status: { id: '9', slug: 'draft', title: 'Draft' } } : row,
    );
    double = answers({ ...counting, ...listOf(rows) });
    await open(null);
    at('applications-grid').focus();
    await key('ArrowDown');
    for (let step = 0; step < 4; step++) await key('ArrowRight');
    await key('Enter', { altKey: true });
    await settle();
    expect(has('narrowed-status')).toBe(true);
    await press('applications-select-all');
    expect((await asked())?.selection).toEqual({ all: false, except: [], ids: ['2', '4'] });
  });

  it('long lists are told to the last id', async () => {
    double = list(1300);
    await open(null);
    await find(named('1').replace(/1$/, ''));
    await press('applications-select-all');
    const ask = await asked();
    expect(ask?.selection.ids).toHaveLength(1300);
    expect(new Set(ask?.selection.ids).size).toBe(1300);
  });

  it('what was ticked is not rejected unseen behind other words', async () => {
    double = list(5);
    await open(null);
    await press('application-select-1');
    await find(named('3'));
    expect(has('applications-selected')).toBe(false);
    await press('application-select-3');
    expect((await asked())?.selection).toEqual({ all: false, except: [], ids: ['3'] });
  });

  it('"all" of a narrowed list does not become all when the words are taken away', async () => {
    double = list(5);
    await open(null);
    await find(named('3'));
    await press('applications-select-all');
    await find('');
    expect(has('applications-selected')).toBe(false);
    expect(picked()).toEqual([]);
  });

  it('words that are taken away while their rows are still shown do not widen "all"', async () => {
    double = list(5);
    let answer: () => void = () => undefined;
    const fake = listOf(listRows(5));
    double.restore();
    double = answers({
      ...counting,
      ...fake,
      narrowRegister: async (handle, narrowing) => {
        if (narrowing.find === '') await new Promise<void>((resolve) => (answer = resolve));
        return fake.narrowRegister!(handle, narrowing);
      },
    });
    await open(null);
    await find(named('3'));
    await find('');
    await press('applications-select-all');
    expect((await asked())?.selection).toEqual({ all: false, except: [], ids: ['3'] });
    answer();
  });

  it('a new reading of a narrowed list does not carry "all" over to other rows', async () => {
    double = list(5);
    await open(null);
    await find(named('3'));
    await press('applications-select-all');
    await key('F5');
    await settle();
    expect(has('applications-selected')).toBe(false);
  });

  it('of a list that has not come whole "all" is what came', async () => {
    double = list(3, { phase: 'stopped', total: 200 });
    await open(null);
    await press('applications-select-all');
    expect(textAt('applications-selected')).toContain('Выбрано 3');
    expect((await asked())?.selection).toEqual({ all: false, except: [], ids: ['1', '2', '3'] });
  });

  it('of rows that do not stand still nothing is asked for', async () => {
    const fake = listOf(listRows(3), { phase: 'stopped', total: 200 });
    let revision = 10;
    double = answers({
      ...counting,
      ...fake,
      registerIds: async (handle, from, count) => {
        const change = { received: 3, total: 200, shown: 3, revision: ++revision, phase: 'stopped' as const };
        double.emit('registerChanged', register({ handle, register: 'applications', ...change }));
        return fake.registerIds!(handle, from, count);
      },
    });
    await open(null);
    await press('applications-select-all');
    expect(await asked()).toBeUndefined();
    expect(has('batch-reject-dialog')).toBe(false);
    expect(toasts().at(-1)?.tone).toBe('warn');
  });

  it('words that are typed and not asked of the service do not change its question', async () => {
    double = list(5);
    await open(null);
    await find(named('3'));
    await press('applications-select-all');
    expect((await asked())?.filter).toMatchObject({ search: '', statuses: [], directions: [] });
  });

  it('the question is that of the rows on the screen', async () => {
    double = list(5);
    await open(null);
    await press('applications-tab-draft');
    await press('applications-select-all');
    expect(await asked()).toMatchObject({
      filter: { statuses: ['draft'], search: '' },
      selection: { all: true, except: [] },
    });
  });
});

describe('directions', () => {
  it('a choice made while the list is still coming is not lost when it comes', async () => {
    let arrive: (rows: ReturnType<typeof listRows>) => void = () => undefined;
    const late = new Promise<ReturnType<typeof listRows>>((resolve) => (arrive = resolve));
    double = answers(listOf(({ statuses }) => (statuses.length > 0 ? late : listRows(3))));
    await open(null);
    await press('applications-tab-draft');
    await press('applications-direction');
    await press('applications-direction-taxi');
    arrive(listRows(3));
    await settle();
    expect((at('applications-direction-taxi') as HTMLInputElement).checked).toBe(true);
    await press('choice-apply');
    expect(lastFilter()).toMatchObject({ statuses: ['draft'], directions: ['taxi'] });
  });

  it('the dictionary has no word for an application without one: it is offered all the same', async () => {
    double = answers();
    await open(null);
    await press('applications-direction');
    await press('applications-direction-undefined');
    await press('applications-direction-taxi');
    await key('Enter');
    expect(lastFilter().directions).toEqual(['taxi', 'undefined']);
    expect(double.calls('jumpCountApplications').at(-1)?.[1]).toMatchObject({
      directions: ['taxi', 'undefined'],
    });
    expect(textAt('applications-direction')).toContain('2 из 3');
  });
});

describe('the mark of the navigation', () => {
  it('is there before the list was ever opened, and its failure is silent', async () => {
    setFeatures([feature]);
    double = answers();
    readMarks(PARK);
    await expect.poll(() => session.counts.applications?.text).toBe('14');
    double.restore();
    double = answers({ jumpCountApplications: () => Promise.reject(new Error('offline')) });
    readMarks(PARK);
    await settle();
    expect(session.counts.applications?.text).toBe('14');
  });

  it('of a park that was left meanwhile is not put on another', async () => {
    setFeatures([feature]);
    let answer: (counts: { status: string; count: number }[]) => void = () => undefined;
    double = answers({ jumpCountApplications: () => new Promise((resolve) => (answer = resolve)) });
    readMarks(PARK);
    await expect.poll(() => double.calls('jumpCountApplications').length).toBe(1);
    session.currentId = 'park-2';
    answer([{ status: 'not_processed', count: 9 }]);
    await settle();
    expect(session.counts.applications).toBeUndefined();
  });

  it('a refresh under a filter counts the whole park for it', async () => {
    double = answers();
    await open(null);
    await press('applications-direction');
    await press('applications-direction-taxi');
    await key('Enter');
    const before = double.calls('jumpCountApplications').length;
    await key('F5');
    const since = double.calls('jumpCountApplications').slice(before);
    expect(since.map((call) => (call[1] as ApplicationsFilter).directions.length).sort()).toEqual([0, 1]);
  });
});
