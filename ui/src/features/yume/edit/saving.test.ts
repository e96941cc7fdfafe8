import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import {
  accessView,
  answers,
  at,
  begin,
  choose,
  end,
  failure,
  follow,
  has,
  isOff,
  key,
  lastToast,
  listOf,
  open,
  outcomeOf,
  press,
  reviewOf,
  settle,
  textAt,
  trigger,
  triggers,
  type,
  later,
} from '../testing';

beforeEach(() => begin());
afterEach(() => {
  end();
  vi.restoreAllMocks();
});

const value = (testid: string) => (at(testid) as HTMLInputElement).value;

/** The delay of the first one is changed and the review opened. */
async function review() {
  await type('yume-delay', '20');
  await press('yume-save');
}
async function confirm() {
  later();
  await press('yume-review-confirm');
  await follow();
}

describe('saving', () => {
  it('goes_over_the_difference_and_sends_once', async () => {
    const double = answers();
    await open('messages', '11');
    await review();
    expect(textAt('yume-change-timeout')).toContain('через 20 минут (00:20:00)');
    expect(await axeProblems()).toEqual([]);
    await press('yume-review-confirm');
    expect(double.calls('yumeReplaceWazzupTrigger')).toEqual([]);
    await confirm();
    expect(double.calls('yumeReplaceWazzupTrigger')).toHaveLength(1);
    expect(double.calls('yumeReplaceWazzupTrigger')[0]?.[1]).toEqual({ id: '11', print: 'print-11' });
    expect(route()).toEqual({ name: 'yume', tab: 'messages' });
    // The list is read anew, and the keyboard is on the row.
    expect(double.calls('yumeListWazzupTriggers')).toHaveLength(2);
    expect(document.activeElement).toBe(at('yume-trigger-11'));
  });

  it('what_cannot_be_sent_whole_is_sent_in_part', async () => {
    const double = answers({
      reviewTrigger: async () => reviewOf({ manner: 'patch' }),
      yumePatchWazzupTrigger: async () => outcomeOf(),
    });
    await open('messages', '11');
    await review();
    await confirm();
    expect(double.calls('yumePatchWazzupTrigger')).toHaveLength(1);
    expect(double.calls('yumeReplaceWazzupTrigger')).toEqual([]);
  });

  it('what_the_review_complains_of_stands_at_its_field', async () => {
    answers({
      reviewTrigger: async () =>
        reviewOf({ problems: [{ field: 'timeout', code: 'yume_unknown', params: {} }] }),
    });
    await open('messages', '11');
    await review();
    expect(has('yume-review')).toBe(false);
    expect(textAt('yume-timeout-hint')).toContain('Такого значения Yume не принимает');
    expect(document.activeElement).toBe(at('yume-timeout'));
    await type('yume-timeout', '00:30:00');
    expect(isOff('yume-save')).toBe(false);
  });

  it('a_session_that_ends_in_the_middle_keeps_the_draft_and_the_save_goes_on_by_one_press', async () => {
    let signedIn = false;
    const double = answers({
      yumeReplaceWazzupTrigger: async () => {
        if (!signedIn) throw failure('yume_signed_out');
        return outcomeOf();
      },
      yumeLogin: async () => {
        signedIn = true;
        return { access: accessView(), companies: [], companies_unread: null };
      },
    });
    await open('messages', '11');
    await review();
    await confirm();
    expect(has('yume-over')).toBe(true);
    expect(await axeProblems(at('yume-over'))).toEqual([]);
    await type('yume-password', 'demo-password');
    await press('yume-over-sign-in');
    expect(has('yume-over')).toBe(false);
    expect(document.documentElement.outerHTML).not.toContain('demo-password');
    // Nothing was sent again by itself.
    expect(double.calls('yumeReplaceWazzupTrigger')).toHaveLength(1);
    expect(value('yume-delay')).toBe('20');
    await confirm();
    expect(double.calls('yumeReplaceWazzupTrigger')).toHaveLength(2);
    expect(route()).toEqual({ name: 'yume', tab: 'messages' });
  });

  it('a_session_that_is_over_before_the_review_leads_to_it_after_signing_in', async () => {
    let signedIn = false;
    answers({
      reviewTrigger: async () => {
        if (!signedIn) throw failure('yume_signed_out');
        return reviewOf();
      },
      yumeLogin: async () => {
        signedIn = true;
        return { access: accessView(), companies: [], companies_unread: null };
      },
    });
    await open('messages', '11');
    await review();
    await type('yume-password', 'demo-password');
    await press('yume-over-sign-in');
    expect(has('yume-review')).toBe(true);
  });

  it('a_session_that_is_told_to_be_over_does_not_take_the_form_away', async () => {
    let over = false;
    const double = answers({
      yumeAccess: async () => accessView({ over, token_place: over ? 'missing' : 'keychain' }),
    });
    await open('messages', '11');
    await type('yume-text', 'Half');
    over = true;
    double.emit('yumeChanged', { connection: session.currentId ?? '', what: 'access' });
    await settle();
    expect(double.calls('yumeAccess')).toHaveLength(2);
    expect(value('yume-text')).toBe('Half');
  });

  it('a_change_made_elsewhere_is_shown_and_nothing_is_overwritten_unasked', async () => {
    const now = trigger('11', { text: 'Theirs' }, { print: 'print-now' });
    const double = answers({
      reviewTrigger: async () =>
        reviewOf({
          conflict: { now, theirs: [{ field: 'text', before: ['Text 11'], after: ['Theirs'] }] },
          target: { id: '11', print: 'print-now' },
        }),
    });
    await open('messages', '11');
    await review();
    expect(textAt('yume-conflict')).toContain('Theirs');
    expect(await axeProblems()).toEqual([]);
    await key('Enter', { ctrlKey: true });
    expect(double.calls('yumeReplaceWazzupTrigger')).toEqual([]);
    await press('yume-conflict-take');
    expect(value('yume-text')).toBe('Theirs');
    expect(value('yume-delay')).toBe('0');
  });

  it('mine_over_theirs_is_saved_against_what_is_there_now', async () => {
    const now = trigger('11', { text: 'Theirs' }, { print: 'print-now' });
    const double = answers({
      reviewTrigger: async () =>
        reviewOf({ conflict: { now, theirs: [] }, target: { id: '11', print: 'print-now' } }),
    });
    await open('messages', '11');
    await review();
    await confirm();
    expect(double.calls('yumeReplaceWazzupTrigger')[0]?.[1]).toEqual({ id: '11', print: 'print-now' });
  });

  it('one_that_was_deleted_elsewhere_is_created_only_when_asked', async () => {
    const double = answers({
      reviewTrigger: async (_, target) =>
        target
          ? reviewOf({ conflict: { now: null, theirs: [] }, target: null })
          : reviewOf({ manner: 'create', target: null }),
    });
    await open('messages', '11');
    await review();
    expect(has('yume-review-confirm')).toBe(false);
    await press('yume-conflict-create');
    await confirm();
    expect(double.calls('yumeCreateWazzupTrigger')).toHaveLength(1);
  });

  it('an_unknown_outcome_is_read_and_compared_before_anything_is_sent_again', async () => {
    let list = triggers();
    const double = answers({
      yumeListWazzupTriggers: async () => listOf(list),
      yumeReplaceWazzupTrigger: async () =>
        outcomeOf({ state: 'unknown', trigger: null, trace_id: 'trace-7' }),
    });
    await open('messages', '11');
    await review();
    await confirm();
    expect(at('yume-outcome').dataset['state']).toBe('unknown');
    expect(textAt('yume-outcome')).toContain('trace-7');
    expect(isOff('yume-save')).toBe(true);
    await key('Enter', { ctrlKey: true });
    expect(double.calls('reviewTrigger')).toHaveLength(1);
    expect(await axeProblems()).toEqual([]);
    await press('yume-outcome-reread');
    expect(lastToast()).toContain('не сохранено');
    expect(isOff('yume-save')).toBe(false);
    await press('yume-save');
    await confirm();
    list = [
      trigger('11', { ...triggers()[0]!.content, timeout: '00:20:00.000', text: 'Text 11 ' }),
      ...triggers().slice(1),
    ];
    await press('yume-outcome-reread');
    expect(lastToast()).toContain('сохранено');
    expect(textAt('yume-why')).toContain('Изменений нет');
  });

  it('a_form_is_not_taken_away_by_a_list_without_its_message', async () => {
    let list = triggers();
    answers({
      yumeListWazzupTriggers: async () => listOf(list),
      yumeReplaceWazzupTrigger: async () => outcomeOf({ state: 'unknown', trigger: null }),
    });
    await open('messages', '11');
    await review();
    await confirm();
    list = triggers().slice(1);
    await press('yume-outcome-reread');
    expect(value('yume-delay')).toBe('20');
  });

  it('what_was_ignored_is_not_told_as_saved', async () => {
    answers({ yumeReplaceWazzupTrigger: async () => outcomeOf({ state: 'ignored' }) });
    await open('messages', '11');
    await review();
    await confirm();
    expect(textAt('yume-outcome')).toContain('ничего не изменил');
    expect(value('yume-delay')).toBe('20');
  });

  it('what_the_service_wrote_otherwise_is_named_and_shown', async () => {
    answers({
      yumeReplaceWazzupTrigger: async () =>
        outcomeOf({
          state: 'changed',
          trigger: trigger('11', { timeout: '00:00:00' }),
          differs: [{ field: 'timeout', before: ['00:20:00'], after: ['00:00:00'] }],
        }),
    });
    await open('messages', '11');
    await review();
    await confirm();
    expect(textAt('yume-outcome')).toContain('Yume записал иначе: Задержка');
    expect(value('yume-delay')).toBe('0');
  });
});

describe('a new one', () => {
  it('stands_last_of_its_kind_and_is_created_once', async () => {
    const double = answers();
    await open();
    await key('Insert');
    await follow();
    await choose('yume-order_status_to', 'completed');
    await type('yume-text', 'Thanks');
    await press('yume-save');
    await confirm();
    expect(double.calls('yumeCreateWazzupTrigger').map(([, draft]) => draft)).toEqual([
      expect.objectContaining({ type: 'order', order_status_to: 'completed', text: 'Thanks', order: 14 }),
    ]);
    expect(lastToast()).toContain('создано');
  });

  it('whose_answer_was_lost_is_not_created_a_second_time', async () => {
    const double = answers({
      yumeCreateWazzupTrigger: async () =>
        outcomeOf({ state: 'unknown', trigger: null, candidates: [trigger('31'), trigger('32')] }),
    });
    await open('messages', 'new');
    await type('yume-text', 'Thanks');
    await press('yume-save');
    await confirm();
    expect(textAt('yume-outcome')).toContain('Неизвестно, создано ли');
    expect(textAt('yume-outcome')).toContain('Открыть № 31');
    expect(isOff('yume-save')).toBe(true);
    await press('yume-save');
    expect(double.calls('reviewTrigger')).toHaveLength(1);
  });
});

it('a_creation_refused_because_an_equal_one_is_in_doubt_asks_to_read_first', async () => {
  answers({
    yumeCreateWazzupTrigger: async () => {
      throw failure('outcome_unknown');
    },
  });
  await open('messages', 'new');
  await type('yume-text', 'Thanks');
  await press('yume-save');
  await confirm();
  expect(isOff('yume-save')).toBe(true);
  await press('yume-outcome-reread');
  expect(lastToast()).toContain('прежде чем создавать снова');
  expect(isOff('yume-save')).toBe(false);
});
