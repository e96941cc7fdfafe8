import { cleanup, fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure, forget, type ApplicationsFilter } from '$host';
import type { Double } from '$host/double';
import { route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { register } from '$shared/register/testing';
import {
  answers,
  at,
  error,
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
import { askFor } from './visits';

let double: Double;
const asked = () => double.calls('jumpListApplications').map((call) => call[1] as ApplicationsFilter);
const last = () => asked().at(-1);
const counted = () => double.calls('jumpCountApplications').map((call) => call[1] as ApplicationsFilter);

beforeEach(() => {
  forget();
  newPark();
});
afterEach(() => {
  cleanup();
  double.restore();
  vi.useRealTimers();
});

async function find(text: string) {
  await fireEvent.input(at('applications-search'), { target: { value: text } });
  await settle();
}

/** Hands the words to the service. */
async function search(text: string) {
  await find(text);
  at('applications-search').focus();
  await key('Enter');
  await settle();
}

describe('the list', () => {
  it('one line of tabs until a view is saved, and nothing of what stands beside them is lost', async () => {
    double = answers();
    const first = await open(null);
    expect(screen.getAllByRole('tablist')).toHaveLength(1);
    expect(has('applications-tab-not_processed')).toBe(true);
    expect(['view-save', 'view-menu', 'groups', 'completeness'].filter((id) => !has(id))).toEqual([]);
    first?.unmount();
    double.restore();
    double = answers({ viewBook: async () => ({ views: [{ id: 'a', name: 'View a', content: {} }] }) });
    newPark();
    await open(null);
    expect(screen.getAllByRole('tablist')).toHaveLength(2);
    expect(has('applications-tab-not_processed') && has('view-tab-a')).toBe(true);
  });

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
    expect(last()).toEqual({ statuses: ['draft'], directions: [], search: '' });
    expect(textAt('applications-tab-all')).toBe('Все17');
    expect(counted().at(-1)?.statuses).toEqual([]);
  });

  it('typing looks among the rows that came; Enter asks once and counts for the same search', async () => {
    double = answers();
    await open(null);
    await find(listRows(3)[1]!.name);
    expect([has('application-row-2'), has('application-row-1')]).toEqual([true, false]);
    expect(asked()).toHaveLength(1);
    await search('петров');
    expect(asked()).toHaveLength(2);
    expect(last()?.search).toBe('петров');
    expect(counted().at(-1)?.search).toBe('петров');
    expect(session.counts.applications?.text).toBe('14');
  });

  it('an answer to an older question does not replace a newer one', async () => {
    let answerOld: (value: ReturnType<typeof listRows>) => void = () => undefined;
    double = answers(
      listOf(({ search }) =>
        search === 'old' ? new Promise((resolve) => (answerOld = resolve)) : listRows(2),
      ),
    );
    await open(null);
    await search('old');
    await search('new');
    answerOld(listRows(9));
    await settle();
    expect(has('application-row-3')).toBe(false);
  });

  it('a press opens, and the list beside it is the same register as it was left', async () => {
    double = answers(listOf(listRows(3), { started_at: new Date().toISOString() }));
    await open(null);
    await search('иван');
    await find(listRows(3)[1]!.name.slice(0, 12));
    const before = asked().length;
    await fireEvent.click(at('application-row-2').querySelectorAll('[role=gridcell]')[2]!);
    await settle();
    expect(route()).toEqual({ name: 'application', id: '2' });
    cleanup();
    await open('2');
    expect(asked().length).toBe(before);
    expect(textAt('applications-server-search')).toBe('Поиск в Jump иван');
    expect((at('applications-search') as HTMLInputElement).value).not.toBe('');
    expect(at('application-row-2').getAttribute('aria-current')).toBe('true');
    expect(document.activeElement).toBe(at('applications-grid'));
    expect(await axeProblems()).toEqual([]);
  });

  it('arrows walk the narrow list, Enter opens, the order turns round', async () => {
    double = answers();
    await open('1');
    at('applications-grid').focus();
    await key('ArrowDown');
    await key('Enter');
    expect(route()).toEqual({ name: 'application', id: '2' });
    await press('applications-order');
    expect(double.calls('orderRegister').at(-1)?.[1]).toEqual({ column: 'date', descending: false });
  });

  it('emptiness is told only after a whole answer, with the filters and a way out', async () => {
    double = answers(listOf(({ search }) => (search ? [] : listRows(3))));
    await open(null);
    await search('никто');
    expect(document.body.textContent).toContain('Заявок нет');
    expect(document.body.textContent).toContain('0 из 0. Включён фильтр: Поиск в Jump');
    await key('F4', { shiftKey: true });
    expect(last()?.search).toBe('');
  });

  it('a failed refresh keeps the rows and says that they are old', async () => {
    let fails = false;
    double = answers(
      listOf(() => {
        if (fails) throw new DeskFailure(error('offline'));
        return listRows(3);
      }),
    );
    await open(null);
    fails = true;
    await key('F5');
    expect(has('application-row-1')).toBe(true);
    expect(document.body.textContent).toContain('Показаны прежние строки');
    cleanup();
    await open('1');
    await key('F5');
    expect(has('application-row-1')).toBe(true);
    expect(document.body.textContent).toContain('Показаны прежние строки');
  });

  it('a first failure is told with its number, and has no barriers', async () => {
    double = answers(
      listOf(() => {
        throw new DeskFailure(error('forbidden'));
      }),
    );
    await open(null);
    await fireEvent.click(screen.getByRole('button', { name: 'Подробности' }));
    expect(document.body.textContent).toContain('trace-42');
    expect(has('screen-ready')).toBe(true);
    expect(await axeProblems()).toEqual([]);
  });

  it('while the service asks to wait it counts down, and the rows come by themselves', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-21T15:40:00Z') });
    double = answers(listOf(listRows(3), { phase: 'waiting', waiting_until: '2026-11-21T18:40:02+03:00' }));
    await open('1');
    expect(textAt('applications-collecting')).toContain('00:02');
    const handle = double.calls('applicationsWindow')[0]?.[0] as string;
    const counts = { received: 3, total: 3, shown: 3, revision: 7 };
    double.emit('registerChanged', register({ handle, register: 'applications', ...counts }));
    await settle();
    expect(has('applications-collecting')).toBe(false);
  });

  it('another screen asks for a status, and the list opens with it', async () => {
    double = answers();
    askFor(PARK, (filters) => (filters.status = 'not_processed'));
    await open(null);
    expect(last()?.statuses).toEqual(['not_processed']);
    expect(at('applications-tab-not_processed').getAttribute('aria-selected')).toBe('true');
  });
});
