// Operations of Yandex in the journal: what the service is still at sounds no alarm and is asked about by its own name; their
// links lead to the drivers of Fleet, and what is sent again opens their form.
import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure } from '$host';
import { setFeatures } from '$app/feature';
import { navigate, route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import type { Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import { endFleet, fleetTransaction } from '../fleet/create/form.svelte';
import { visitOf as driversVisit } from '../fleet/drivers/visits';
import { disputeWords } from './dispute';
import { filtersOf } from './filters.svelte';
import { pathOf } from './path';
import {
  answers,
  at,
  details,
  evidence,
  FakeJournal,
  has,
  line,
  open,
  operation,
  PARK,
  press,
  settle,
  textAt,
  type,
} from './testing';
import { linesOf, nextLine } from './timeline';
import { journalWatch } from './watch.svelte';

const remote = { id: 'event-1', version: 1, status: 'in_progress' };
const fleet = (id: string, state: Parameters<typeof operation>[1], change = {}) =>
  operation(id, state, {
    service: 'yandex',
    kind: 'debit',
    creates_payment: false,
    driver_id: 'f0e1d2',
    balance: 'other',
    requisite: null,
    ...change,
  });
const pending = fleet('p', 'unknown', { remote, actions: ['check', 'close'] });

let double: Double;

beforeEach(() => {
  setFeatures([{ screens: { fleet: async () => ({ default: null as never }) } }] as never);
  session.parks = [{ id: PARK, name: 'North', mark: 1, demo: false, readOnly: false }];
  session.currentId = PARK;
  filtersOf(PARK).clear();
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  const form = fleetTransaction();
  if (form) endFleet(form);
  double?.restore();
  setFeatures([]);
});

describe('what Yandex is still at', () => {
  it('reads so in the list and in the drawer, and is not called unknown', async () => {
    const soon = { ...pending, next_check_at: new Date(Date.now() + 60_000).toISOString() };
    double = answers(new FakeJournal([soon]), {
      operationDetails: async () => details(soon, { history: [line(1, 'confirmed')] }),
      yandexGetDriverTransactionStatusV3: async () => fleet('p', 'accepted', { remote }),
    });
    await open('p');
    expect(textAt('journal-row-p')).toContain('Обрабатывается');
    expect(textAt('journal-row-p')).not.toContain('Неизвестно');
    expect(textAt('operation-state')).toBe('Обрабатывается');
    expect(textAt('operation-timeline')).toContain('ещё не проведено');
    expect(textAt('operation-remote')).toBe('event-1');
    expect(await axeProblems()).toEqual([]);
    await press('operation-check');
    expect(double.calls('yandexGetDriverTransactionStatusV3')).toEqual([[PARK, 'p']]);
    expect(double.calls('checkOperation')).toEqual([]);
  });

  it('raises no alarm on other screens; a real doubt beside it still does', async () => {
    const journal = new FakeJournal([pending]);
    double = answers(journal);
    const stop = journalWatch.follow(PARK);
    await settle();
    expect(journalWatch.unknown).toBe(0);
    journal.operations = [pending, fleet('u', 'unknown')];
    await journalWatch.read(PARK);
    expect(journalWatch.unknown).toBe(1);
    expect(journalWatch.only?.id).toBe('u');
    stop();
  });

  it('has a tab of its own and is counted in no other', async () => {
    double = answers(new FakeJournal([pending, fleet('u', 'unknown')]));
    await open();
    expect(textAt('journal-tab-pending')).toContain('1');
    expect(textAt('journal-tab-unknown')).toContain('1');
    expect(textAt('journal-total-pending')).toContain('Обрабатывается');
    await press('journal-tab-pending');
    expect(has('journal-row-p')).toBe(true);
    expect(has('journal-row-u')).toBe(false);
    expect(filtersOf(PARK).toArgument().states).toEqual(['pending']);
  });

  it('is never closed as absent while Yandex says that it is at it, and why is said', async () => {
    double = answers(new FakeJournal([pending]), {
      operationDetails: async () => details(pending),
      closeOperation: async () =>
        Promise.reject(
          new DeskFailure({
            code: 'invalid_input',
            fields: [{ field: 'verdict', code: 'in_progress', params: {} }],
          }),
        ),
    });
    await open('p');
    await press('operation-close-absent');
    expect(textAt('closing-asked')).toContain('спросит его ещё раз');
    await type('closing-reason', 'Not in the office of Yandex');
    const now = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(now + 500);
    await press('closing-confirm');
    expect(double.calls('closeOperation')).toHaveLength(1);
    expect(textAt('closing-dialog')).toContain('Яндекс ещё выполняет эту операцию');
    expect(textAt('closing-dialog')).toContain('Ничего не записано');
    expect(await axeProblems()).toEqual([]);
  });

  it('is on its way to an outcome nobody has confirmed, and not in doubt', () => {
    for (const doubted of [false, true])
      expect(pathOf(pending, doubted).map(({ look }) => look)).toEqual(['ok', 'ok', 'ok', 'now', 'ahead']);
    expect(pathOf(fleet('u', 'unknown'), false).some(({ look }) => look === 'unk')).toBe(true);
  });

  it('is asked again in a while, in no colour of doubt', () => {
    const at = Date.parse('2026-11-21T14:00:00+03:00');
    const next = nextLine({ ...pending, next_check_at: '2026-11-21T14:00:30+03:00' }, at);
    expect(next?.tone).toBe('info');
    expect(next?.notes.join()).toContain('спросим через');
    expect(nextLine(pending, at)?.tone).toBe('info');
  });
});

describe('the history', () => {
  it('tells what was taken, repeated, looked up and failed', () => {
    const lines = linesOf(fleet('p', 'rejected', { remote }), [
      line(1, 'intent', { body_sha256: 'b'.repeat(64) }),
      line(2, 'unknown', { why: 'timeout' }),
      line(3, 'repeated', { number: '2' }),
      line(4, 'pending', { id: 'event-1', status: 'in_progress' }),
      line(5, 'checked', { number: '1' }, evidence({ source: 'status', received: null, told: null })),
      line(6, 'failed', { answer: 'Below the condition' }),
    ]);
    const titles = lines.map(({ title }) => title);
    expect(titles[0]).toContain('Яндекс не провёл операцию: деньги не двигались');
    expect(lines[0]?.quote).toContain('Below the condition');
    expect(titles[1]).toBe('Проверка 1: ещё выполняется');
    expect(titles[2]).toBe('Яндекс принял и выполняет: ещё не проведено');
    expect(lines[2]?.notes).toContain('его номер event-1');
    expect(lines[3]?.notes.join()).toContain('с тем же токеном');
    // It may be repeated under its token: nothing else is promised.
    expect(lines[4]?.notes.join()).not.toContain('сами повторно не отправляем');
  });

  it('a conflict is neither success nor refusal, and a word of the service that nobody knows stays its word', () => {
    const [taken, conflict] = linesOf(fleet('p', 'unknown'), [
      line(1, 'unknown', { why: 'conflict' }),
      line(2, 'pending', { id: 'e', status: 'paused' }),
    ]);
    expect(conflict?.title).toContain('уже знает этот запрос');
    expect(conflict?.tone).toBe('unk');
    expect(taken?.notes.join()).toContain('«paused»');
  });

  it('has its words on the paper for a dispute', () => {
    const words = disputeWords();
    for (const what of ['pending', 'repeated', 'failed']) expect(words.history[what]).toBeTruthy();
    for (const kind of ['credit', 'debit']) expect(words.kinds[kind]).toContain('Яндекс');
    expect(words.labels['status']).toBeTruthy();
  });
});

describe('the list', () => {
  it('is filtered by service, and kinds of another one are forgotten', async () => {
    const journal = new FakeJournal([operation('j', 'accepted'), fleet('y', 'accepted')]);
    double = answers(journal);
    await open();
    await press('journal-service');
    await press('journal-service-yandex');
    expect(has('journal-row-j')).toBe(false);
    expect(has('journal-row-y')).toBe(true);
    expect(filtersOf(PARK).toArgument()).toMatchObject({ service: 'yandex', kinds: [] });
    const filters = filtersOf(PARK);
    filters.kinds = ['credit'];
    filters.choose('jump');
    expect(filters.toArgument()).toMatchObject({ service: 'jump', kinds: [] });
  });

  it('leads to the drivers of Fleet, never to a card of Jump', async () => {
    const one = fleet('y', 'accepted');
    double = answers(new FakeJournal([one]));
    await open('y');
    expect(at('operation-driver').getAttribute('href')).toBe('#/fleet/drivers');
    await press('operation-driver');
    expect(route()).toEqual({ name: 'fleet', tab: 'drivers' });
    expect(driversVisit(PARK).filters.values).toMatchObject([{ column: 'driver_id', key: 'f0e1d2' }]);
  });

  it('names the service as a sentence wants it', async () => {
    const one = fleet('u', 'unknown');
    double = answers(new FakeJournal([one]));
    await open('u');
    expect(textAt('operation-close-exists')).toBe('Есть в Яндексе…');
  });

  it('what was closed as absent is sent again by the form of Yandex, filled', async () => {
    const one = fleet('y', 'closed_absent');
    double = answers(new FakeJournal([one]), {
      operationDetails: async () =>
        details(one, {
          again: null,
          fleet_again: {
            repeats: 'y',
            driver_id: 'f0e1d2',
            sign: 'debit',
            amount: '12345.10',
            manner: { manner: 'event' },
            reason: 'Rent',
            description: 'Weekly',
            balance_min: '100.00',
          },
        }),
      yandexGetBlockedBalance: async () => Promise.reject(new Error('not now')),
    });
    await open('y');
    await press('operation-again');
    await settle();
    expect(route()).toEqual({ name: 'fleet', tab: 'drivers' });
    const form = fleetTransaction();
    expect(form).toMatchObject({
      repeats: 'y',
      driverId: 'f0e1d2',
      name: 'Driver John Paul',
      sign: 'debit',
      reason: 'Rent',
      description: 'Weekly',
    });
    expect(form?.amount.replace(/\s/g, ' ')).toBe('12 345,10');
    expect(form?.balanceMin.replace(/\s/g, ' ')).toBe('100,00');
    // The list behind the form is that of this driver.
    expect(driversVisit(PARK).filters.values).toMatchObject([{ column: 'driver_id', key: 'f0e1d2' }]);
    await navigate({ name: 'journal', operation: null }, { force: true });
  });
});
