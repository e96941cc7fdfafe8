import { cleanup, fireEvent } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Host, JournalFilter } from '$host';
import type { Double } from '$host/double';
import { setFeatures } from '$app/feature';
import { route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { askForJournal, forgetFilters } from './filters.svelte';
import {
  answers,
  at,
  cellOf,
  FakeJournal,
  has,
  key,
  open,
  operation,
  PARK,
  press,
  settle,
  textAt,
  type,
} from './testing';

let double: Double;
let journal: FakeJournal;

/** The last reading of the list itself: what is unknown is counted beside it. */
const asked = () =>
  double.calls('journalWindow').findLast(([, , , count]) => count === 100)?.[1] as JournalFilter;
const chip = (id: string) => at(`journal-row-${id}`).querySelector('.st');
async function begin(change: Partial<Host> = {}, operationId: string | null = null) {
  double = answers(journal, change);
  return open(operationId);
}
async function wait(ms: number) {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}

beforeEach(() => {
  forgetFilters();
  setFeatures([
    { screens: { journal: () => new Promise(() => undefined), driver: () => new Promise(() => undefined) } },
  ]);
  session.parks = [{ id: PARK, name: 'North', mark: 1, demo: false, readOnly: false }];
  session.currentId = PARK;
  session.counts = {};
  journal = new FakeJournal([
    operation('a', 'unknown', { next_check_at: '2026-11-21T14:30:00+03:00', checks: 2 }),
    operation('b', 'accepted'),
    operation('c', 'rejected'),
  ]);
});
afterEach(() => {
  cleanup();
  double.restore();
  vi.useRealTimers();
});

describe('the list', () => {
  it('shows an unknown outcome as unknown: violet, asking, never as an error', async () => {
    await begin();
    expect(chip('a')?.className).toContain('unk');
    expect(chip('a')?.textContent).toBe('Неизвестно — сверяем');
    expect(chip('a')?.className).not.toContain('err');
    expect(chip('c')?.className).toContain('err');
  });

  it('says when nobody looks an unknown operation up any more', async () => {
    journal.operations = [operation('a', 'unknown', { checks: 5 })];
    await begin();
    expect(chip('a')?.textContent).toBe('Неизвестно — решает человек');
  });

  it('hides no state: every one that has operations has a tab with its count', async () => {
    journal.operations.push(operation('d', 'closed_absent'), operation('e', 'not_sent'));
    await begin();
    for (const [tab, text] of [
      ['all', 'Все5'],
      ['unknown', 'Неизвестно1'],
      ['accepted', 'Выполнено1'],
      ['not_sent', 'Не отправлено1'],
      ['closed_absent', 'Закрыто: не уходили1'],
    ] as const)
      expect(textAt(`journal-tab-${tab}`)).toBe(text);
    expect(has('journal-tab-cancelled')).toBe(false);
    await press('journal-tab-unknown');
    expect(asked().states).toEqual(['unknown']);
    expect(has('journal-row-b')).toBe(false);
    expect(textAt('journal-total-unknown')).toContain('3 350,00 ₽');
    expect(textAt('total-count')).toBe('5 операций');
  });

  it('is empty only when the journal is, and tells the filters otherwise', async () => {
    vi.useFakeTimers();
    await begin();
    await type('journal-search', '#nobody');
    await wait(300);
    expect(asked().search).toBe('nobody');
    expect(document.body.textContent).toContain('Под фильтры ничего не подходит');
    await press('journal-clear');
    expect(has('journal-row-a')).toBe(true);
    journal.operations = [];
    double.emit('journalChanged', journal.now());
    await wait(300);
    expect(document.body.textContent).toContain('Операций ещё не было');
  });

  it('turns its order by the time alone', async () => {
    await begin();
    const [time] = document.querySelectorAll<HTMLElement>('.dg-hc .sort');
    await fireEvent.click(time!);
    await settle();
    expect(asked().oldest_first).toBe(true);
    expect(document.querySelectorAll('.dg-hc .sort')).toHaveLength(1);
  });

  it('follows what happens to operations', async () => {
    vi.useFakeTimers();
    await begin();
    journal.operations[0] = operation('a', 'accepted');
    double.emit('operationChanged', journal.operations[0]!);
    await wait(300);
    expect(chip('a')?.textContent).toBe('Выполнено');
    expect(textAt('journal-tab-unknown')).toBe('Неизвестно0');
  });

  it('tells a failure and reads again', async () => {
    let broken = true;
    const { journalWindow } = journal.answers();
    await begin({
      journalWindow: async (...ask) => {
        if (broken) throw { code: 'internal', params: {}, fields: [], trace_id: 'trace-9' };
        return journalWindow!(...ask);
      },
    });
    expect(document.body.textContent).toContain('Ошибка программы');
    expect(await axeProblems()).toEqual([]);
    broken = false;
    await key('F5');
    expect(has('journal-row-a')).toBe(true);
  });

  it('keeps the filters that a link from another screen has set', async () => {
    askForJournal(PARK, { driver: { id: '71', name: 'Driver John Paul' } });
    await begin();
    expect(asked().driver_ids).toEqual(['71']);
    await press('journal-driver-clear');
    expect(asked().driver_ids).toEqual([]);
  });

  it('has no faults of access', async () => {
    await begin();
    await cellOf('journal-row-a', 2);
    expect(await axeProblems()).toEqual([]);
  });
});

describe('looking up', () => {
  it('looks every unknown operation up by F5, and only then', async () => {
    await begin({ checkUnknownOperations: async () => 1 });
    await key('F5');
    expect(double.calls('checkUnknownOperations')).toEqual([[PARK]]);
    journal.operations = [operation('b', 'accepted')];
    await key('F5');
    await key('F5');
    expect(double.calls('checkUnknownOperations')).toHaveLength(1);
  });

  it('looks the open operation up alone', async () => {
    await begin({ checkOperation: async () => operation('a', 'accepted') });
    await cellOf('journal-row-a', 2);
    await key('F5');
    expect(double.calls('checkOperation')).toEqual([[PARK, 'a']]);
    expect(double.calls('checkUnknownOperations')).toEqual([]);
    expect(at('operation-state').dataset['state']).toBe('accepted');
  });
});

describe('one operation', () => {
  it('is opened by a link, also when the list is long, and stands in the address', async () => {
    await begin({}, 'b');
    expect(at('operation-state').dataset['state']).toBe('accepted');
    await cellOf('journal-row-c', 2);
    expect(route()).toEqual({ name: 'journal', operation: 'c' });
    await key('Escape');
    expect(has('operation-drawer')).toBe(false);
    expect(route()).toEqual({ name: 'journal', operation: null });
  });

  it('tells the way with the doubted part apart, the evidence, and what comes next', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-21T14:29:18+03:00') });
    await begin({}, 'a');
    const path = [...document.querySelectorAll('.path li')].map((step) => step.className.split(' ')[0]);
    expect(path).toEqual(['ok', 'ok', 'ok', 'unk', 'ahead']);
    expect(textAt('operation-timeline')).toMatch(/^Сверка 3 начнётся через 00:42/);
    await wait(2000);
    expect(textAt('operation-timeline')).toMatch(/^Сверка 3 начнётся через 00:40/);
    expect(textAt('operation-evidence')).toContain('37 из 37, полно');
    expect(textAt('operation-evidence')).toContain('[#REFA] и 3 350,00 ₽');
    expect(textAt('operation-proof')).toContain('"balance_id":88112');
  });

  it('offers only what can be done now', async () => {
    await begin({}, 'b');
    for (const action of ['cancel', 'check', 'close-exists', 'close-absent', 'again'])
      expect(has(`operation-${action}`)).toBe(false);
    expect(has('operation-dispute')).toBe(true);
  });

  it('is cancelled in its hold, and not after it', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-21T14:06:41+03:00') });
    journal.operations = [operation('a', 'waiting', { hold_until: '2026-11-21T14:06:46+03:00' })];
    await begin({ cancelOperation: async () => operation('a', 'cancelled') }, 'a');
    expect(textAt('operation-timeline')).toContain('Уйдёт через 00:05. Ни одного запроса ещё не отправлено');
    await wait(6000);
    await press('operation-cancel');
    expect(double.calls('cancelOperation')).toEqual([]);
  });

  it('tells a refused cancel and keeps the money news on the screen', async () => {
    journal.operations = [
      operation('a', 'waiting', { hold_until: new Date(Date.now() + 5000).toISOString() }),
    ];
    const cancelOperation = () =>
      Promise.reject({ code: 'money_closed', params: { trouble: 'no_space' }, fields: [], trace_id: null });
    await begin({ cancelOperation }, 'a');
    await press('operation-cancel');
    expect(at('operation-drawer').textContent).toContain('На диске нет места');
  });

  it('of another park is not opened on this one', async () => {
    const other = { connection: 'park-other', connection_name: 'South' };
    journal.operations = [operation('a', 'closed_absent', other)];
    await begin({}, 'a');
    expect(has('operation-driver')).toBe(false);
    expect(at('operation-again').getAttribute('aria-disabled')).toBe('true');
    expect(at('operation-drawer').textContent).toContain('откройте парк «South»');
  });

  it('that the filters leave out is told to be outside', async () => {
    askForJournal(PARK, { tab: 'rejected' });
    await begin({}, 'a');
    expect(at('operation-drawer').textContent).toContain('не попадает в фильтры');
    await press('operation-show-all');
    expect(at('operation-drawer').textContent).not.toContain('не попадает в фильтры');
  });

  it('that is gone says so', async () => {
    await begin({}, 'zzz');
    expect(at('operation-drawer').textContent).toContain('Этой операции нет в журнале');
  });
});

describe('papers for a dispute', () => {
  it('are written of the selected operations, in the words of the screen', async () => {
    await begin({ saveDispute: async () => ['a.html', 'a.json'] });
    expect(at('journal-dispute').getAttribute('aria-disabled')).toBe('true');
    await press('journal-check-a');
    await press('journal-check-c');
    await press('journal-dispute');
    const [connection, ask] = double.calls('saveDispute')[0] as Parameters<Host['saveDispute']>;
    expect(connection).toBe(PARK);
    expect(ask.operations).toEqual(['a', 'c']);
    expect(ask.words.states['unknown']).toBe('Неизвестно — сверяем');
    expect(ask.words.labels['body_sha256']).toBe('SHA-256 тела');
  });

  it('of all take every operation of the filter', async () => {
    await begin({ saveDispute: async () => null });
    at('journal-grid').focus();
    await key('KeyA', { ctrlKey: true }, at('journal-grid'));
    await press('journal-dispute');
    const [, ask] = double.calls('saveDispute')[0] as Parameters<Host['saveDispute']>;
    expect(ask.operations).toEqual(['a', 'b', 'c']);
  });
});
