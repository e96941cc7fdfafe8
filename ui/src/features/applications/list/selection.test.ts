// Which applications a batch rejection would be asked for: exceptions, pages, keys, other filters.
import { cleanup, fireEvent } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forget, type ApplicationsQuery, type RejectionAsk } from '$host';
import type { Double } from '$host/double';
import { readMarks } from '$app/marks';
import { setFeatures } from '$app/feature';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import feature from '../feature';
import {
  answers,
  at,
  has,
  key,
  listItems,
  newPark,
  open,
  pageOf,
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

const lastQuery = () => double.calls('jumpListApplications').at(-1)?.[1] as ApplicationsQuery;
const box = (id: string) => at(id) as HTMLInputElement;
const picked = () =>
  [...document.querySelectorAll<HTMLInputElement>('[data-testid^="application-select-"]')]
    .filter((one) => one.checked)
    .map((one) => one.dataset['testid']?.replace('application-select-', ''));

/** What the dialog asks to count. */
async function asked(): Promise<RejectionAsk | undefined> {
  await press('applications-reject');
  return double.calls('planRejection').at(-1)?.[1] as RejectionAsk | undefined;
}

const counting = { planRejection: () => new Promise<never>(() => undefined) };
const twoPages = {
  ...counting,
  jumpListApplications: async (_: string, { page }: ApplicationsQuery) =>
    page === 1
      ? pageOf(3, { total: 5, last_page: 2 })
      : pageOf(2, { items: listItems(2, 4), total: 5, page: 2, last_page: 2 }),
};

describe('selection', () => {
  it('all means all of the filter, rows that come later too, but what was unticked', async () => {
    double = answers(twoPages);
    await open(null);
    await press('applications-select-all');
    await press('application-select-2');
    expect(textAt('applications-selected')).toBe('Выбрано 4 Весь список, кроме 1');
    await fireEvent.click(document.querySelector('.end button')!);
    await settle();
    expect(picked()).toEqual(['1', '3', '4', '5']);
    await press('application-select-5');
    expect(await axeProblems()).toEqual([]);
    expect((await asked())?.selection).toEqual({ all: true, except: ['2', '5'], ids: [] });
  });

  it('ticked rows are exactly those, and the box over them tells some from all', async () => {
    double = answers(twoPages);
    await open(null);
    await press('application-select-1');
    await press('application-select-3');
    expect(textAt('applications-selected')).toBe('Выбрано 2');
    expect(box('applications-select-all').indeterminate).toBe(true);
    expect((await asked())?.selection).toEqual({ all: false, except: [], ids: ['1', '3'] });
  });

  it('Space selects, Shift and arrows extend and take back, Ctrl+A takes all, Esc lets go', async () => {
    double = answers();
    await open(null);
    at('application-row-1').focus();
    await key('Space');
    await key('ArrowDown', { shiftKey: true });
    await key('ArrowDown', { shiftKey: true });
    expect(picked()).toEqual(['1', '2', '3']);
    await key('ArrowUp', { shiftKey: true });
    expect(picked()).toEqual(['1', '2']);
    expect(document.activeElement).toBe(at('application-row-2'));
    await key('KeyA', { ctrlKey: true });
    expect(textAt('applications-selected')).toContain('Выбрано 3');
    await key('Escape');
    expect(has('applications-selected')).toBe(false);
  });

  it('Shift with a press takes everything up to the row, Ctrl only this one', async () => {
    double = answers();
    await open(null);
    await press('application-select-1');
    await fireEvent.click(at('application-select-3'), { shiftKey: true });
    await settle();
    expect(picked()).toEqual(['1', '2', '3']);
    await fireEvent.click(at('application-row-2'), { ctrlKey: true });
    await settle();
    expect(picked()).toEqual(['1', '3']);
  });

  it('Ctrl+A in the search or in an open application leaves the list alone', async () => {
    double = answers();
    await open('90412');
    at('applications-search').focus();
    await key('KeyA', { ctrlKey: true });
    (document.activeElement as HTMLElement).blur();
    await key('KeyA', { ctrlKey: true });
    expect(picked()).toEqual([]);
  });

  it('a selection does not slip onto the rows of another filter', async () => {
    double = answers(counting);
    await open(null);
    await press('applications-select-all');
    await press('applications-tab-draft');
    expect(has('applications-selected')).toBe(false);
    expect(picked()).toEqual([]);
  });

  it('what is typed and not yet asked for is not what would be rejected', async () => {
    double = answers(counting);
    await open(null);
    await press('applications-select-all');
    await fireEvent.input(at('applications-search'), { target: { value: 'other' } });
    expect((await asked())?.query.search).toBe('');
  });

  it('the order turns the list round and keeps the selection', async () => {
    double = answers();
    await open(null);
    await press('application-select-2');
    await press('applications-order');
    expect(lastQuery().newest_first).toBe(false);
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

describe('directions', () => {
  it('a choice made while the list is still coming is not lost when it comes', async () => {
    let arrive: (page: ReturnType<typeof pageOf>) => void = () => undefined;
    const late = new Promise<ReturnType<typeof pageOf>>((resolve) => (arrive = resolve));
    double = answers({
      jumpListApplications: async (_, { statuses }) => (statuses.length > 0 ? late : pageOf(3)),
    });
    await open(null);
    await press('applications-tab-draft');
    await press('applications-direction');
    await press('applications-direction-taxi');
    arrive(pageOf(3));
    await settle();
    expect((at('applications-direction-taxi') as HTMLInputElement).checked).toBe(true);
    await press('choice-apply');
    expect(lastQuery()).toMatchObject({ statuses: ['draft'], directions: ['taxi'] });
  });

  it('the dictionary has no word for an application without one: it is offered all the same', async () => {
    double = answers();
    await open(null);
    await press('applications-direction');
    await press('applications-direction-undefined');
    await press('applications-direction-taxi');
    await key('Enter');
    expect(lastQuery().directions).toEqual(['taxi', 'undefined']);
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
    expect(since.map((call) => (call[1] as ApplicationsQuery).directions.length).sort()).toEqual([0, 1]);
  });
});
