import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '$shared/i18n/i18n.svelte';
import { delayText, inUnits, secondsOf, textOfUnits } from './delay';
import { piecesOf, sentenceOf } from './sentence';
import { optionOf, statusOptions, valueOf } from './statuses';
import { content } from './testing';

afterEach(() => setLanguage('ru'));

const titled = (id: string) => (id === 't1' ? 'Начало' : null);
const said = (change: Parameters<typeof content>[0]) => sentenceOf(content(change), titled);

describe('the sentence', () => {
  it('names_the_change_the_delay_and_what_is_sent', () => {
    expect(
      said({
        order_status_from: 'reserve',
        order_status_to: 'inrent',
        timeout: '00:15:00',
        template_id: 't1',
      }),
    ).toBe(
      'Когда аренда переходит из «Забронировано» в «В аренде» — через 15 минут отправить шаблон «Начало»',
    );
  });

  it('says_any_status_instead_of_leaving_it_out', () => {
    expect(said({ order_status_to: 'debtor', text: 'x' })).toContain('из любого состояния в «Должник»');
    expect(said({ order_status_from: 'debtor', text: 'x' })).toContain('из «Должник» в любое состояние');
    expect(said({ type: 'sale', text: 'x' })).toContain(
      'Когда продажа переходит из любого состояния в любое',
    );
  });

  it.each([
    ['00:00:00', 'сразу'],
    ['00:01:00', 'сразу'],
    ['00:02:00', 'через 2 минуты'],
    ['00:21:00', 'через 21 минуту'],
    ['01:00:00', 'через 1 час'],
    ['02:30:00', 'через 2 часа 30 минут'],
    ['1 00:00:00', 'через 1 день'],
    ['11 05:00:00', 'через 11 дней 5 часов'],
    ['P1D', 'с задержкой «P1D»'],
  ])('a_delay_of_%s_is_told_in_the_right_case', (timeout, words) => {
    expect(said({ timeout, text: 'x' })).toContain(` — ${words} отправить текст`);
  });

  it('has_a_grammar_for_deliveries_of_their_own', () => {
    expect(
      said({ type: 'delivery', delivery_type: 'pick_up', delivery_status: 'done', text: 'x' }),
    ).toContain('Когда самовывоз получает состояние «Доставлено»');
    expect(said({ type: 'delivery', text: 'x' })).toContain(
      'Когда доставка или самовывоз получает любое состояние',
    );
  });

  it('shows_an_unknown_value_as_it_came_and_marks_it', () => {
    const pieces = piecesOf(content({ order_status_to: { unknown: 'handed {to} over' }, text: 'x' }), titled);
    expect(pieces.filter(({ mark }) => mark === 'unlisted').map(({ text }) => text)).toEqual([
      '«handed {to} over»',
    ]);
    expect(said({ type: { unknown: '7' }, text: 'x' })).toContain('событие вида «7»');
    expect(said({ template_id: 'gone' })).toContain('шаблон «gone»');
  });

  it('counts_documents_and_says_when_there_is_nothing_to_send', () => {
    expect(said({ text: 'x', documents: ['7', '9'] })).toContain('отправить текст и 2 документа');
    expect(said({ text: ' ' })).toContain('нет ни шаблона, ни текста');
  });

  it('reads_in_english_too', () => {
    setLanguage('en');
    expect(said({ order_status_to: 'inrent', timeout: '00:05:00', text: 'x' })).toBe(
      'When a rental goes from any status to “On rent” — after 5 minutes send a text',
    );
  });
});

describe('the delay', () => {
  it.each([
    ['00:15:00', 900],
    ['1 02:30:00', 95_400],
    ['36:00:00', 129_600],
    ['00:00:30.000', 30],
  ])('%s_is_understood', (text, seconds) => expect(secondsOf(text)).toBe(seconds));

  it.each(['', 'P1D', '15', '00:60:00', '00:00:75', '-1 00:00:00', '00:00:00.5'])(
    'text_that_is_no_delay_is_not_guessed_at: "%s"',
    (text) => expect(secondsOf(text)).toBeNull(),
  );

  it('odd_seconds_are_not_rounded_into_a_unit', () => {
    expect(inUnits(90)).toBeNull();
    expect(inUnits(0)).toEqual({ amount: 0, unit: 'minutes' });
    expect(inUnits(7200)).toEqual({ amount: 2, unit: 'hours' });
    expect(inUnits(5400)).toEqual({ amount: 90, unit: 'minutes' });
  });

  it('both_forms_are_one_value', () => {
    for (const seconds of [0, 60, 900, 86_400, 95_400]) expect(secondsOf(delayText(seconds))).toBe(seconds);
    expect(textOfUnits('36', 'hours')).toBe('1 12:00:00');
    for (const wrong of ['', '1.5', '-3', 'ten', '12345']) expect(textOfUnits(wrong, 'days')).toBeNull();
  });
});

it('an_unknown_status_goes_through_a_choice_unchanged', () => {
  const odd = { unknown: 'reserve' };
  expect(valueOf(optionOf(odd))).toEqual(odd);
  expect(statusOptions('order', odd).at(-1)).toEqual({
    value: 'unknown:reserve',
    title: 'reserve (как пришло)',
  });
  expect(statusOptions('order', 'reserve')).toHaveLength(7);
});
