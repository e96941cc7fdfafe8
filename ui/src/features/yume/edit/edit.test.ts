import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerLeaving, leaving } from '$app/leave.svelte';
import { route } from '$app/router.svelte';
import type { MessageTemplate } from '$host';
import { axeProblems } from '$shared/axe';
import {
  answers,
  at,
  begin,
  choose,
  end,
  follow,
  has,
  isOff,
  key,
  listOf,
  open,
  press,
  settle,
  template,
  textAt,
  trigger,
  type,
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

describe('the form', () => {
  it('shows_a_trigger_as_it_is_and_passes_axe', async () => {
    answers();
    await open('messages', '12');
    expect(value('yume-order_status_from')).toBe('reserve');
    expect(value('yume-delay')).toBe('15');
    expect(value('yume-timeout')).toBe('00:15:00');
    expect(value('yume-template')).toBe('Template t1');
    expect(isOff('yume-save')).toBe(true);
    expect(textAt('yume-same')).toContain('№ 13');
    expect(await axeProblems()).toEqual([]);
  });

  it('keeps_both_forms_of_the_delay_in_step', async () => {
    answers();
    await open('messages', '11');
    expect(textAt('yume-delay-said')).toContain('отправляется сразу');
    await type('yume-delay', '36');
    await choose('yume-delay-unit', 'hours');
    expect(value('yume-timeout')).toBe('1 12:00:00');
    expect(textAt('yume-delay-said')).toContain('через 1 день 12 часов');
    await type('yume-timeout', '3 00:00:00');
    expect(value('yume-delay')).toBe('3');
    expect(value('yume-delay-unit')).toBe('days');
  });

  it('sends_a_delay_that_it_does_not_understand_as_it_was_typed', async () => {
    const double = answers();
    await open('messages', '11');
    await type('yume-timeout', 'P1D');
    expect(value('yume-delay')).toBe('');
    expect(textAt('yume-delay-said')).toContain('уйдёт в Yume как есть');
    await press('yume-save');
    expect(double.calls('reviewTrigger')[0]?.[2]).toMatchObject({ timeout: 'P1D' });
  });

  it('does_not_take_half_a_number_for_a_delay', async () => {
    const double = answers();
    await open('messages', '12');
    await type('yume-delay', '1,5');
    expect(value('yume-timeout')).toBe('00:15:00');
    expect(isOff('yume-save')).toBe(true);
    await press('yume-save');
    expect(double.calls('reviewTrigger')).toEqual([]);
  });

  it('leaves_alone_what_it_does_not_know', async () => {
    const odd = trigger(
      '11',
      { order_status_to: { unknown: 'handed_over' }, sale_status_to: 'sold' },
      { unknown: ['order_status_to'], stray: ['sale_status_to'] },
    );
    const double = answers({ yumeListWazzupTriggers: async () => listOf([odd]) });
    await open('messages', '11');
    expect(value('yume-order_status_to')).toBe('unknown:handed_over');
    expect(textAt('yume-kept')).toContain('Аренда: в состояние, Продажа: в состояние');
    await review();
    expect(double.calls('reviewTrigger')[0]?.[2]).toEqual({ ...odd.content, timeout: '00:20:00' });
  });

  it('another_kind_takes_no_statuses_of_the_former_one_with_it', async () => {
    const double = answers();
    await open('messages', '11');
    await press('yume-kind-sale');
    await choose('yume-sale_status_to', 'sold');
    await press('yume-save');
    expect(double.calls('reviewTrigger')[0]?.[2]).toMatchObject({
      type: 'sale',
      order_status_from: null,
      order_status_to: null,
      sale_status_from: null,
      sale_status_to: 'sold',
    });
  });

  it('a_text_in_the_place_of_a_template_takes_the_template_and_its_variables_away', async () => {
    const double = answers();
    await open('messages', '12');
    await press('yume-manner-text');
    await type('yume-text', 'Plain');
    await press('yume-save');
    expect(double.calls('reviewTrigger')[0]?.[2]).toMatchObject({
      text: 'Plain',
      template_id: null,
      template_keys: [],
    });
  });

  it('variables_keep_their_order_and_go_where_they_are_moved', async () => {
    const double = answers();
    await open('messages', '12');
    await press('yume-variable-down-1');
    expect(value('yume-variable-1')).toBe('number');
    expect(document.activeElement).toBe(at('yume-variable-2'));
    await press('yume-variable-add');
    expect(document.activeElement).toBe(at('yume-variable-3'));
    await type('yume-variable-3', 'manager');
    await press('yume-variable-remove-1');
    await press('yume-save');
    expect(double.calls('reviewTrigger')[0]?.[2]).toMatchObject({ template_keys: ['client', 'manager'] });
  });

  it('documents_are_numbers_and_nothing_else', async () => {
    const double = answers();
    await open('messages', '11');
    await type('yume-documents', '7, nine');
    expect(isOff('yume-save')).toBe(true);
    await type('yume-documents', '7; 9');
    await press('yume-save');
    expect(double.calls('reviewTrigger')[0]?.[2]).toMatchObject({ documents: ['7', '9'] });
  });

  it('a_text_too_long_for_a_channel_is_told_while_it_is_typed', async () => {
    answers();
    await open('messages', '11');
    await type('yume-text', 'x'.repeat(1001));
    expect(at('yume-preview-channels').dataset['over']).toBe('true');
    expect(textAt('yume-preview-channels')).toContain('длиннее, чем принимает канал');
    expect(await axeProblems()).toEqual([]);
  });

  it('an_older_preview_never_takes_the_place_of_a_newer_one', async () => {
    const waiting: { text: string; done: () => void }[] = [];
    answers({
      previewTrigger: (_, { text }) =>
        new Promise((done) =>
          waiting.push({
            text: text ?? '',
            done: () =>
              done({
                source: 'text',
                text: text ?? '',
                characters: 1,
                channels: [],
                variables: [],
                delay_seconds: 0,
                instant: true,
              }),
          }),
        ),
    });
    await open('messages', '11');
    await type('yume-text', 'older');
    await type('yume-text', 'newer');
    for (const one of waiting.reverse()) one.done();
    await settle();
    expect(textAt('yume-preview-text')).toBe('newer');
  });

  it('the_preview_is_asked_for_again_once_the_templates_are_known', async () => {
    let tell: (templates: MessageTemplate[]) => void = () => undefined;
    const double = answers({ yumeListWazzupTemplates: () => new Promise((done) => (tell = done)) });
    await open('messages', '12');
    const before = double.calls('previewTrigger').length;
    tell([template('t1')]);
    await settle();
    expect(double.calls('previewTrigger')).toHaveLength(before + 1);
    expect(value('yume-template')).toBe('Template t1');
  });

  it('one_that_is_not_in_the_list_is_not_shown_as_a_new_one', async () => {
    answers();
    await open('messages', '99');
    expect(has('yume-editor')).toBe(false);
    expect(document.body.textContent).toContain('Такого автосообщения в списке нет');
  });
});

it('leaving_with_something_typed_asks_first', async () => {
  answers();
  await open('messages', '11');
  await type('yume-text', 'Half');
  await press('yume-cancel');
  expect(leaving()).toBe(true);
  answerLeaving(false);
  await settle();
  expect(route()).toEqual({ name: 'yume', tab: 'messages', trigger: '11' });
  await press('yume-cancel');
  answerLeaving(true);
  await follow();
  expect(route()).toEqual({ name: 'yume', tab: 'messages' });
  expect(document.activeElement).toBe(at('yume-trigger-11'));
});

it('a_read_only_park_shows_the_form_and_saves_nothing', async () => {
  begin({ readOnly: true });
  const double = answers();
  await open('messages', '11');
  expect(isOff('yume-save')).toBe(true);
  await press('yume-kind-sale');
  expect(at('yume-kind-order').getAttribute('aria-checked')).toBe('true');
  await type('yume-text', 'Other');
  await key('Enter', { ctrlKey: true });
  expect(double.calls('reviewTrigger')).toEqual([]);
  expect(await axeProblems()).toEqual([]);
});
