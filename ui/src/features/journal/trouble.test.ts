import { cleanup, render } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Host, JournalState, Trouble } from '$host';
import type { Double } from '$host/double';
import { setFeatures } from '$app/feature';
import { navigate, route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { forgetFilters } from './filters.svelte';
import JournalStrip from './JournalStrip.svelte';
import {
  answers,
  at,
  FakeJournal,
  has,
  journalState,
  open,
  operation,
  PARK,
  press,
  settle,
  textAt,
  type,
} from './testing';
import { journalWatch, readMark } from './watch.svelte';

let double: Double;
let journal: FakeJournal;
let clock = 0;
let parks = 0;

const damaged: Trouble = {
  code: 'damaged',
  what: 'event_changed',
  event: 4812,
  subject: '#7K3F9Q',
  faults: 2,
};

beforeEach(async () => {
  forgetFilters();
  setFeatures([{ screens: { journal: () => new Promise(() => undefined) } }]);
  // Another park each time: what is watched begins anew.
  const id = `${PARK}-${++parks}`;
  session.parks = [{ id, name: 'North', mark: 1, demo: false, readOnly: false }];
  session.currentId = id;
  session.counts = {};
  journal = new FakeJournal([operation('a', 'unknown'), operation('b', 'accepted')]);
  clock = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  await navigate({ name: 'drivers' }, { force: true });
});
afterEach(() => {
  cleanup();
  double.restore();
  vi.restoreAllMocks();
});

describe('on every screen', () => {
  async function strip(change: Partial<Host> = {}) {
    double = answers(journal, change);
    render(JournalStrip);
    await settle();
  }

  it('an unknown outcome is told, announced once, and marks the section', async () => {
    await strip();
    expect(textAt('unknown-banner')).toContain('1 операция с неизвестным исходом.');
    expect(document.querySelector('[role=alert]')?.textContent).toContain('1 операция');
    expect(session.counts.journal).toMatchObject({ text: '1 ?', tone: 'unk' });
    expect(await axeProblems()).toEqual([]);
    cleanup();
    render(JournalStrip);
    await settle();
    expect(has('unknown-banner')).toBe(true);
    expect(document.querySelector('[role=alert]')).toBeNull();
  });

  it('an operation that is only on its way frightens nobody', async () => {
    journal = new FakeJournal([operation('a', 'sent')], { closed_drivers: 1 });
    await strip();
    expect(has('unknown-banner')).toBe(false);
    expect(session.counts.journal).toBeUndefined();
  });

  it('it goes when the last outcome is known', async () => {
    await strip();
    journal.operations = [operation('a', 'accepted')];
    double.emit('journalChanged', journal.now());
    await settle();
    expect(has('unknown-banner')).toBe(false);
    expect(session.counts.journal).toBeUndefined();
  });

  it('the demo park says nothing of the real journal, nor it of the demo', async () => {
    journal.operations = [];
    await strip();
    double.emit('journalChanged', journalState({ practice: true, unknown: 4 }));
    await settle();
    expect(has('unknown-banner')).toBe(false);
    expect(journalWatch.state?.unknown).toBe(0);
  });

  it('leads to the only one of them', async () => {
    await strip();
    await press('unknown-open');
    expect(route()).toEqual({ name: 'journal', operation: 'a' });
  });

  it('looks them up, once at a time', async () => {
    let finish: (checked: number) => void = () => undefined;
    await strip({ checkUnknownOperations: () => new Promise((resolve) => (finish = resolve)) });
    await press('unknown-check');
    await press('unknown-check');
    expect(double.calls('checkUnknownOperations')).toHaveLength(1);
    finish(1);
    await settle();
  });

  it('a journal in trouble closes money with a reason', async () => {
    journal.state = { trouble: { code: 'no_space' } };
    await strip();
    expect(textAt('trouble-banner')).toContain('Деньги закрыты.');
    expect(textAt('trouble-banner')).toContain('нет места');
    // It could not be written down.
    expect(has('unknown-check')).toBe(false);
  });

  it('the mark at the opening of a park counts what is unknown', async () => {
    double = answers(journal);
    expect(await readMark(PARK)).toMatchObject({ text: '1 ?', tone: 'unk' });
    journal.operations = [];
    journal.state = { trouble: damaged };
    expect(await readMark(PARK)).toMatchObject({ text: '!' });
  });
});

describe('on its own screen', () => {
  async function begin(trouble: Trouble | null, change: Partial<Host> = {}) {
    journal.state = { trouble };
    double = answers(journal, change);
    await open();
  }

  it('a whole chain is told with its length', async () => {
    await begin(null);
    expect(at('journal-condition').dataset['trouble']).toBe('');
    expect(textAt('journal-condition')).toBe('Цепочка цела · 12 записей');
    expect(has('journal-trouble')).toBe(false);
  });

  it('damage is named by record, and what could be read is still shown', async () => {
    await begin(damaged);
    expect(at('journal-condition').dataset['trouble']).toBe('damaged');
    const said = textAt('journal-trouble');
    expect(said).toContain('Изменена запись № 4 812');
    expect(said).toContain('#7K3F9Q');
    expect(has('journal-row-a')).toBe(true);
    expect(await axeProblems()).toEqual([]);
  });

  it.each<[Trouble, string]>([
    [{ code: 'locked' }, 'другая программа'],
    [{ code: 'newer', version: 4, known: 2 }, 'версия 4'],
    [{ code: 'no_space' }, 'Освободите место'],
    [{ code: 'no_access' }, 'Parkdesk'],
    [{ code: 'io', detail: 'device error' }, 'device error'],
    [{ code: 'migration', detail: 'no room' }, 'no room'],
  ])('%o says what to do and offers no setting aside', async (trouble, words) => {
    await begin(trouble);
    expect(textAt('journal-trouble')).toContain(words);
    expect(has('journal-archive')).toBe(false);
    expect(has('journal-retry')).toBe(true);
  });

  it('trying again tells whether it helped', async () => {
    let state: JournalState = journalState({ trouble: { code: 'no_space' } });
    await begin({ code: 'no_space' }, { retryJournal: async () => state });
    await press('journal-retry');
    expect(textAt('journal-trouble')).toContain('ничего не изменилось');
    state = journalState();
    await press('journal-retry');
    expect(has('journal-trouble')).toBe(false);
  });

  it('nobody sets a journal aside by an accident', async () => {
    await begin(damaged, { archiveJournal: async () => journalState({ events: 1 }) });
    await press('journal-archive');
    expect(textAt('journal-archive-dialog')).toContain('1 операцию без исхода');
    clock += 500;
    await press('journal-archive-confirm');
    await type('journal-archive-word', 'отлож');
    await press('journal-archive-confirm');
    expect(double.calls('archiveJournal')).toEqual([]);
    expect(await axeProblems()).toEqual([]);
    await type('journal-archive-word', ' Отложить ');
    await press('journal-archive-confirm');
    expect(double.calls('archiveJournal')).toHaveLength(1);
    expect(has('journal-trouble')).toBe(false);
  });

  it('a row that may have been changed is marked, and no sum is vouched for', async () => {
    journal = new FakeJournal([operation('a', 'accepted'), operation('b', 'accepted')], { trouble: damaged });
    const whole = journal.answers().journalWindow;
    double = answers(journal, {
      journalWindow: async (...asked) => ({ ...(await whole!(...asked)), doubtful: ['b'] }),
    });
    await open('b');
    expect(textAt('journal-row-b')).toContain('Под сомнением: Выполнено');
    expect(textAt('journal-row-a')).not.toContain('Под сомнением');
    expect(textAt('journal-unvouched')).toBe('За суммы журнал не ручается');
    expect(textAt('journal-trouble')).toContain('Под сомнением');
    expect(has('operation-doubtful')).toBe(true);
    expect(await axeProblems()).toEqual([]);
  });

  it('a whole journal doubts nothing', async () => {
    double = answers(journal);
    await open('b');
    expect(has('journal-unvouched')).toBe(false);
    expect(has('operation-doubtful')).toBe(false);
    expect(document.body.textContent).not.toContain('Под сомнением');
  });
});
