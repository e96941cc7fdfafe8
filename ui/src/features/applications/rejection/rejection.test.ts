import { cleanup, fireEvent } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  DeskFailure,
  forget,
  type ActionState,
  type Host,
  type RejectionOrder,
  type RejectionOutcome,
  type RejectionPlan,
} from '$host';
import type { Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import { answers, at, error, has, key, listRows, newPark, open, press, settle, textAt } from '../testing';

let double: Double;
/** The confirmation takes no press in its first moments: the clock of the page is ours. */
let now = 0;

beforeEach(() => {
  forget();
  newPark();
  now = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  cleanup();
  double.restore();
  vi.restoreAllMocks();
});

const named = (count: number, from = 1) =>
  listRows(count, from).map(({ id, name, status }) => ({ id, name, status }));

const planOf = (count: number, change: Partial<RejectionPlan> = {}): RejectionPlan => ({
  plan: `plan of ${count}`,
  applications: named(count),
  exceptions: [],
  left_out: [],
  unfiltered: false,
  can_send_all: false,
  read_at: '2026-11-21T14:06:00+03:00',
  ...change,
});

const outcomeOf = (state: ActionState, change: Partial<RejectionOutcome> = {}): RejectionOutcome => ({
  state,
  rejected: 3,
  asked: 3,
  still_there: [],
  beyond_plan: [],
  trace_id: null,
  ...change,
});

const order = () => double.calls('jumpBatchRejectApplications').at(-1)?.[1] as RejectionOrder | undefined;
const confirmOff = () => at('batch-reject-confirm').getAttribute('aria-disabled') === 'true';
const picked = (id: string) => at(`application-row-${id}`).getAttribute('aria-selected') === 'true';

async function type(text: string) {
  await fireEvent.input(at('batch-reject-comment'), { target: { value: text } });
  await settle();
}

async function begin(own: Partial<Host>, all = true) {
  double = answers({ planRejection: async () => planOf(3), ...own });
  await open(null);
  if (all) await press('applications-select-all');
  else await press('application-select-1');
  await press('applications-reject');
  now += 1000;
}

const sendsWith = (answer: RejectionOutcome): Partial<Host> => ({
  jumpBatchRejectApplications: async () => answer,
});

async function send(own: Partial<Host>, all = true) {
  await begin(own, all);
  await type('Not needed');
  await press('batch-reject-confirm');
}

describe('counting', () => {
  it('the window says that it counts, and closing it waits for nothing', async () => {
    let answer: (plan: RejectionPlan) => void = () => undefined;
    await begin({ planRejection: () => new Promise((resolve) => (answer = resolve)) });
    expect(has('batch-reject-counting')).toBe(true);
    expect(has('batch-reject-confirm')).toBe(false);
    expect(await axeProblems()).toEqual([]);
    await key('Escape');
    answer(planOf(3));
    await settle();
    expect(has('batch-reject-dialog')).toBe(false);
  });

  it('a list that does not stand still gives no number to confirm', async () => {
    await begin({
      planRejection: () =>
        Promise.reject(new DeskFailure(error('unexpected_answer', { reason: 'list_moves' }))),
    });
    expect(textAt('batch-reject-failure')).toContain('Список меняется прямо сейчас');
    expect(has('batch-reject-confirm')).toBe(false);
    await press('batch-reject-again');
    expect(double.calls('planRejection')).toHaveLength(2);
  });
});

describe('the confirmation', () => {
  it('says the exact number and names those to go, those taken out, those left out', async () => {
    await begin({
      planRejection: async () => planOf(37, { exceptions: named(2, 100), left_out: named(1, 200) }),
    });
    expect(textAt('batch-reject-count')).toBe('Отклонить 37 заявок');
    expect(textAt('batch-reject-confirm')).toContain('Отклонить 37 заявок');
    expect(has('batch-reject-application-37')).toBe(true);
    expect(has('batch-reject-exception-101')).toBe(true);
    expect(textAt('batch-reject-left-out-200')).toContain('Не обработана');
    expect(textAt('batch-reject-dialog')).toContain('Парк «park-1»');
    expect(await axeProblems()).toEqual([]);
  });

  it('the reason is needed, counted in characters, and at most five hundred', async () => {
    await begin(sendsWith(outcomeOf('done')));
    expect(confirmOff()).toBe(true);
    expect(textAt('batch-reject-why')).toBe('Напишите причину.');
    await type('   ');
    await press('batch-reject-confirm');
    await type('я'.repeat(501));
    await press('batch-reject-confirm');
    expect(order()).toBeUndefined();
    expect(textAt('batch-reject-length')).toBe('501 знак из 500');
    await type('😀'.repeat(500));
    expect(confirmOff()).toBe(false);
    await press('batch-reject-confirm');
    expect([...order()!.comment]).toHaveLength(500);
  });

  it('a frequent reason gives way to another, but never to what was typed', async () => {
    await begin({});
    const comment = at('batch-reject-comment') as HTMLTextAreaElement;
    await press('batch-reject-preset-papers');
    await press('batch-reject-preset-silent');
    expect(comment.value).toBe('Не отвечает на звонки.');
    await type('Mine.');
    await press('batch-reject-preset-twice');
    expect(comment.value).toBe('Mine. Заявка повторяется.');
  });

  it('without a filter it asks twice', async () => {
    await begin({
      ...sendsWith(outcomeOf('done')),
      planRejection: async () => planOf(3, { unfiltered: true }),
    });
    await type('Not needed');
    await press('batch-reject-confirm');
    expect(order()).toBeUndefined();
    expect(textAt('batch-reject-why')).toContain('весь список');
    await press('batch-reject-unfiltered');
    await press('batch-reject-confirm');
    expect(order()).toEqual({
      plan: 'plan of 3',
      comment: 'Not needed',
      send_all: false,
      unfiltered_confirmed: true,
    });
  });

  it('everything of the filter is sent only from an open fold, and folding it takes that back', async () => {
    await begin({
      ...sendsWith(outcomeOf('done')),
      planRejection: async () => planOf(3, { can_send_all: true }),
    });
    await type('Not needed');
    expect(has('batch-reject-send-all')).toBe(false);
    await press('batch-reject-advanced');
    await press('batch-reject-send-all');
    expect(textAt('batch-reject-confirm')).toContain('Отклонить все, сейчас 3');
    await press('batch-reject-advanced');
    expect(textAt('batch-reject-confirm')).toContain('Отклонить 3 заявки');
    await press('batch-reject-confirm');
    expect(order()?.send_all).toBe(false);
  });

  it('the focus is on the way back, and neither Enter nor a hurried press rejects', async () => {
    await begin(sendsWith(outcomeOf('done')));
    expect(document.activeElement).toBe(at('batch-reject-back'));
    await type('Not needed');
    at('batch-reject-comment').focus();
    await key('Enter');
    now -= 900;
    await press('batch-reject-confirm');
    await key('Enter', { ctrlKey: true });
    expect(order()).toBeUndefined();
    now += 900;
    await key('Enter', { ctrlKey: true });
    expect(order()).toBeDefined();
  });

  it('what was typed outlives the window', async () => {
    await begin({});
    await type('Long and thought over');
    await key('Escape');
    await press('applications-reject');
    expect((at('batch-reject-comment') as HTMLTextAreaElement).value).toBe('Long and thought over');
  });

  it('nothing to reject offers no button for it', async () => {
    await begin({ planRejection: async () => planOf(0, { left_out: named(2) }) });
    expect(textAt('batch-reject-count')).toBe('Отклонять нечего.');
    expect(has('batch-reject-confirm')).toBe(false);
  });
});

describe('the outcome', () => {
  it('done is told by numbers; the list and its counters are read again, the selection goes', async () => {
    await send(sendsWith(outcomeOf('done')));
    expect(at('batch-reject-outcome').dataset['state']).toBe('done');
    expect(textAt('batch-reject-outcome')).toContain('Отклонено 3 из 3.');
    expect(document.activeElement).toBe(at('batch-reject-back'));
    expect(double.calls('jumpListApplications')).toHaveLength(2);
    expect(double.calls('jumpCountApplications')).toHaveLength(2);
    expect(has('applications-selected')).toBe(false);
    expect(await axeProblems()).toEqual([]);
  });

  it('those that are still there are named and stay selected', async () => {
    await send(sendsWith(outcomeOf('ignored', { rejected: 2, still_there: named(1, 2) })));
    expect(at('batch-reject-outcome').dataset['state']).toBe('ignored');
    expect(has('batch-reject-still-2')).toBe(true);
    expect([picked('1'), picked('2'), picked('3')]).toEqual([false, true, false]);
  });

  it('a key without the right is not told that some were rejected', async () => {
    await send(sendsWith(outcomeOf('ignored', { rejected: 0, still_there: named(1, 2) })));
    expect(textAt('batch-reject-outcome')).toContain('не отклонил ни одной');
  });

  it('what slipped in with everything of the filter is named', async () => {
    await send(sendsWith(outcomeOf('done', { beyond_plan: named(1, 77) })));
    expect(has('batch-reject-beyond-77')).toBe(true);
  });

  it('an unknown one is counted again and never sent again', async () => {
    await send(sendsWith(outcomeOf('unknown', { rejected: 0, trace_id: 'trace-7' })));
    expect(at('batch-reject-outcome').dataset['state']).toBe('unknown');
    expect(at('batch-reject-outcome').className).toContain('unk');
    expect(has('batch-reject-confirm')).toBe(false);
    await key('Enter', { ctrlKey: true });
    expect(picked('1')).toBe(true);
    await press('batch-reject-again');
    expect(double.calls('planRejection')).toHaveLength(2);
    expect(double.calls('jumpBatchRejectApplications')).toHaveLength(1);
    expect(textAt('batch-reject-count')).toBe('Отклонить 3 заявки');
  });

  it('a failure that nobody understands is an unknown outcome, not a promise that nothing was sent', async () => {
    await send({ jumpBatchRejectApplications: () => Promise.reject(new Error('gone')) });
    expect(at('batch-reject-outcome').dataset['state']).toBe('unknown');
  });

  it('an expired count says that nothing was sent, and counts anew', async () => {
    await send({
      jumpBatchRejectApplications: () => Promise.reject(new DeskFailure(error('review_expired'))),
    });
    expect(textAt('batch-reject-outcome')).toContain('Расчёт устарел. Ничего не отправлено.');
    expect(double.calls('jumpListApplications')).toHaveLength(1);
    await press('batch-reject-again');
    expect(has('batch-reject-confirm')).toBe(true);
  });

  it('while it is being sent the window stays', async () => {
    await send({ jumpBatchRejectApplications: () => new Promise(() => undefined) });
    await key('Escape');
    expect(has('batch-reject-dialog')).toBe(true);
    await key('Enter', { ctrlKey: true });
    expect(double.calls('jumpBatchRejectApplications')).toHaveLength(1);
  });

  it('of ticked rows only the rejected are let go', async () => {
    double = answers({
      ...sendsWith(outcomeOf('done', { rejected: 1, asked: 1 })),
      planRejection: async () => planOf(1, { left_out: named(1, 2) }),
    });
    await open(null);
    await press('application-select-1');
    await press('application-select-2');
    await press('applications-reject');
    now += 1000;
    await type('Not needed');
    await press('batch-reject-confirm');
    expect([picked('1'), picked('2')]).toEqual([false, true]);
  });
});
