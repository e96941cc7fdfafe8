import { cleanup, fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure, forget, type ApplicationsQuery } from '$host';
import type { Double } from '$host/double';
import { route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import {
  answers,
  at,
  error,
  has,
  key,
  listItems,
  newPark,
  open,
  pageOf,
  press,
  settle,
  textAt,
} from '../testing';

let double: Double;
const asked = () => double.calls('jumpListApplications').map((call) => call[1] as ApplicationsQuery);
const last = () => asked().at(-1);

beforeEach(() => {
  forget();
  newPark();
});
afterEach(() => {
  cleanup();
  double.restore();
  vi.useRealTimers();
});

async function search(text: string) {
  vi.useFakeTimers();
  await fireEvent.input(at('applications-search'), { target: { value: text } });
  await vi.advanceTimersByTimeAsync(400);
  vi.useRealTimers();
  await settle();
}

describe('the list', () => {
  it('tabs carry the service’s titles and counters; the navigation shows what waits', async () => {
    double = answers();
    await open(null);
    expect(textAt('applications-tab-all')).toBe('Все17');
    expect(textAt('applications-tab-not_processed')).toBe('Не обработана14');
    expect(has('applications-tab-filled')).toBe(false);
    expect(session.counts.applications?.text).toBe('14');
    expect(await axeProblems()).toEqual([]);
  });

  it('a tab asks for its status, and counters do not depend on it', async () => {
    double = answers();
    await open(null);
    await press('applications-tab-draft');
    expect(last()).toMatchObject({ page: 1, statuses: ['draft'] });
    expect(textAt('applications-tab-all')).toBe('Все17');
  });

  it('typing asks once, counts for the same search, and leaves the mark of the whole park alone', async () => {
    double = answers();
    await open(null);
    const before = asked().length;
    await search('петров');
    expect(asked().length).toBe(before + 1);
    expect(last()?.search).toBe('петров');
    expect((double.calls('jumpCountApplications').at(-1)?.[1] as ApplicationsQuery).search).toBe('петров');
    expect(session.counts.applications?.text).toBe('14');
  });

  it('an answer to an older question does not replace a newer one', async () => {
    let answerOld: (value: ReturnType<typeof pageOf>) => void = () => undefined;
    double = answers({
      jumpListApplications: (_, query) =>
        query.search === 'old' ? new Promise((resolve) => (answerOld = resolve)) : Promise.resolve(pageOf(2)),
    });
    await open(null);
    await search('old');
    await search('new');
    answerOld(pageOf(9));
    await settle();
    expect(has('application-row-3')).toBe(false);
  });

  it('further pages join the list, and a row that moved meanwhile is shown once', async () => {
    double = answers({
      jumpListApplications: async (_, { page }) =>
        page === 1
          ? pageOf(3, { total: 5, last_page: 2 })
          : pageOf(3, { items: listItems(3, 3), total: 5, page: 2, last_page: 2 }),
    });
    await open(null);
    await fireEvent.click(screen.getByRole('button', { name: 'Показать ещё' }));
    await settle();
    expect(asked().at(-1)?.page).toBe(2);
    expect(document.querySelectorAll('[data-testid^="application-row-"]')).toHaveLength(5);
    expect(document.body.textContent).toContain('Показано 5 из 5');
  });

  it('arrows walk, Enter’s click opens, and the list is as it was left', async () => {
    double = answers();
    await open(null);
    await search('иван');
    at('application-row-1').focus();
    await key('ArrowDown');
    expect(document.activeElement).toBe(at('application-row-2'));
    await press('application-row-2');
    expect(route()).toEqual({ name: 'application', id: '2' });
    cleanup();
    const before = asked().length;
    await open('2');
    expect(asked().length).toBe(before);
    expect((at('applications-search') as HTMLInputElement).value).toBe('иван');
    expect(at('application-row-2').getAttribute('aria-current')).toBe('true');
    expect(document.activeElement).toBe(at('application-row-2'));
  });

  it('emptiness names the filters and offers a way out', async () => {
    double = answers({ jumpListApplications: async () => pageOf(0) });
    await open(null);
    await search('никто');
    expect(document.body.textContent).toContain('0 из 0. Включено: поиск «никто»');
    await key('F4', { shiftKey: true });
    expect(last()?.search).toBe('');
  });

  it('a failed refresh keeps the rows and says that they are old', async () => {
    let fails = false;
    double = answers({
      jumpListApplications: async () => {
        if (fails) throw new DeskFailure(error('offline'));
        return pageOf(3);
      },
    });
    await open(null);
    fails = true;
    await key('F5');
    expect(has('application-row-1')).toBe(true);
    expect(document.body.textContent).toContain('Показаны прежние данные');
  });

  it('a first failure is told with its number, and has no barriers', async () => {
    double = answers({
      jumpListApplications: async () => {
        throw new DeskFailure(error('forbidden'));
      },
    });
    await open(null);
    await fireEvent.click(screen.getByRole('button', { name: 'Подробности' }));
    expect(document.body.textContent).toContain('trace-42');
    expect(has('screen-ready')).toBe(true);
    expect(await axeProblems()).toEqual([]);
  });

  it('after a rate limit it counts down and goes on by itself', async () => {
    let calls = 0;
    double = answers({
      jumpListApplications: async () => {
        if (++calls <= 2) throw new DeskFailure(error('rate_limited', { seconds: '2' }));
        return pageOf(3);
      },
    });
    vi.useFakeTimers();
    await open(null);
    expect(document.body.textContent).toContain('Jump просит подождать: 00:02');
    await vi.advanceTimersByTimeAsync(2300);
    expect(calls).toBe(2);
    await vi.advanceTimersByTimeAsync(2300);
    vi.useRealTimers();
    await settle();
    expect(has('application-row-1')).toBe(true);
  });
});
