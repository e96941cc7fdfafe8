import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fireEvent } from '@testing-library/svelte';
import { route } from '$app/router.svelte';
import type { Host, ReorderOutcome } from '$host';
import type { Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import {
  answers,
  at,
  begin,
  end,
  failure,
  follow,
  has,
  isOff,
  key,
  listOf,
  open,
  outcomeOf,
  press,
  rows,
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

const reordered = (ids: string[], change: Partial<ReorderOutcome> = {}): ReorderOutcome => ({
  state: 'done',
  moved: ids,
  put_back: [],
  unsure: [],
  failed: null,
  error: null,
  list: listOf([...ids.map((id) => triggers().find((one) => one.id === id)!), triggers()[3]!]),
  ...change,
});
const onRow = (id: string, code: string, init: KeyboardEventInit = {}) => {
  at(`yume-trigger-${id}`).focus();
  return key(code, init, at(`yume-trigger-${id}`));
};
const movable = (more: Partial<Host> = {}): Double =>
  answers({ reorderTriggers: async (_, ids) => reordered(ids), ...more });

it('the_list_says_that_there_is_no_switch_and_passes_axe', async () => {
  answers();
  await open();
  expect(rows()).toEqual(['11', '12', '13', '21']);
  expect(document.body.textContent).toContain('Выключателя у триггера нет');
  expect(textAt('yume-trigger-12')).toContain(
    'Когда аренда переходит из «Забронировано» в «В аренде» — через 15 минут отправить шаблон «Template t1»',
  );
  expect(await axeProblems()).toEqual([]);
});

it('a_list_that_could_not_be_read_is_not_shown_as_empty', async () => {
  let broken = true;
  answers({
    yumeListWazzupTriggers: async () => {
      if (broken) throw failure('service_down');
      return listOf([]);
    },
  });
  await open();
  expect(document.body.textContent).not.toContain('Автосообщений пока нет');
  expect(await axeProblems()).toEqual([]);
  broken = false;
  await key('F5');
  expect(document.body.textContent).toContain('Автосообщений пока нет');
});

it('a_refresh_that_fails_keeps_the_list_and_says_how_old_it_is', async () => {
  let broken = false;
  answers({
    yumeListWazzupTriggers: async () => {
      if (broken) throw failure('timeout');
      return listOf();
    },
  });
  await open();
  broken = true;
  await key('F5');
  expect(rows()).toHaveLength(4);
  expect(document.body.textContent).toContain('Обновить не получилось');
});

it('two_messages_for_one_change_are_marked_and_lead_to_each_other', async () => {
  answers();
  await open();
  expect(has('yume-same-11')).toBe(false);
  await press('yume-same-12');
  expect(document.activeElement).toBe(at('yume-trigger-13'));
});

it('the_search_finds_by_the_words_of_the_sentence_and_stops_reordering', async () => {
  const double = movable();
  await open();
  await type('yume-search', 'забронировано шаблон');
  expect(rows()).toEqual(['12']);
  expect(textAt('yume-found')).toBe('Найдено: 1 из 4');
  await onRow('12', 'ArrowDown', { altKey: true });
  expect(double.calls('reorderTriggers')).toEqual([]);
  expect(textAt('yume-reorder-status')).toContain('очистите поиск');
  await type('yume-search', 'nothing like it');
  await press('yume-search-clear');
  expect(rows()).toHaveLength(4);
});

it('the_keyboard_walks_searches_opens_and_copies', async () => {
  answers();
  await open();
  await onRow('11', 'ArrowDown');
  expect(document.activeElement).toBe(at('yume-trigger-12'));
  await key('End', {}, at('yume-trigger-12'));
  expect(document.activeElement).toBe(at('yume-trigger-21'));
  await key('Slash', {}, at('yume-trigger-21'));
  expect(document.activeElement).toBe(at('yume-search'));
  await onRow('12', 'ArrowRight');
  expect(document.activeElement).toBe(at('yume-same-12'));
  await onRow('12', 'KeyD', { ctrlKey: true });
  expect(route()).toEqual({ name: 'yume', tab: 'messages', trigger: 'new' });
  await follow();
  expect(textAt('yume-sentence')).toContain('через 15 минут отправить шаблон «Template t1»');
});

it('a_moved_row_keeps_the_keyboard_and_its_new_place_is_told', async () => {
  const double = movable();
  await open();
  await onRow('11', 'ArrowDown', { altKey: true });
  expect(double.calls('reorderTriggers')[0]?.[1]).toEqual(['12', '11', '13']);
  expect(rows()).toEqual(['12', '11', '13', '21']);
  expect(document.activeElement).toBe(at('yume-trigger-11'));
  expect(textAt('yume-reorder-status')).toBe('Место 2 из 3. Порядок сохранён.');
  await onRow('21', 'ArrowUp', { altKey: true });
  expect(textAt('yume-reorder-status')).toContain('уже первое');
  expect(double.calls('reorderTriggers')).toHaveLength(1);
});

it('moves_made_while_one_is_being_saved_are_saved_after_it_and_not_beside_it', async () => {
  const waiting: (() => void)[] = [];
  const double = movable({
    reorderTriggers: (_, ids) => new Promise((done) => waiting.push(() => done(reordered(ids)))),
  });
  await open();
  await onRow('11', 'ArrowDown', { altKey: true });
  await onRow('11', 'ArrowDown', { altKey: true });
  expect(rows()).toEqual(['12', '13', '11', '21']);
  expect(double.calls('reorderTriggers')).toHaveLength(1);
  waiting.shift()!();
  await settle();
  expect(double.calls('reorderTriggers').map(([, ids]) => ids)).toEqual([
    ['12', '11', '13'],
    ['12', '13', '11'],
  ]);
  waiting.shift()!();
  await settle();
  expect(rows()).toEqual(['12', '13', '11', '21']);
  expect(textAt('yume-reorder-status')).toContain('Порядок сохранён');
});

it('an_order_that_was_saved_in_part_is_shown_as_the_service_has_it', async () => {
  movable({
    reorderTriggers: async (_, ids) =>
      reordered(ids, {
        state: 'partly',
        error: { code: 'service_down', params: {}, fields: [], trace_id: null },
        list: listOf(),
      }),
  });
  await open();
  await onRow('13', 'ArrowUp', { altKey: true });
  expect(at('yume-reorder-trouble').dataset['state']).toBe('partly');
  expect(rows()).toEqual(['11', '12', '13', '21']);
  expect(await axeProblems()).toEqual([]);
});

it('a_refused_order_goes_back_and_says_why', async () => {
  movable({
    reorderTriggers: async () => {
      throw failure('forbidden');
    },
  });
  await open();
  await onRow('13', 'ArrowUp', { altKey: true });
  expect(rows()).toEqual(['11', '12', '13', '21']);
  expect(textAt('yume-reorder-refused')).toContain('Порядок не сохранился');
});

it('a_row_drawn_by_its_grip_lands_where_it_is_let_go_and_escape_gives_it_up', async () => {
  const double = movable();
  await open();
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    const place = rows().indexOf((this as HTMLElement).dataset['id']);
    return { top: place * 50, height: 50, bottom: place * 50 + 50 } as DOMRect;
  });
  const grip = () => at('yume-grip-11');
  await fireEvent.pointerDown(grip(), { button: 0, clientY: 25 });
  await fireEvent.pointerMove(grip(), { clientY: 140 });
  await key('Escape');
  await fireEvent.pointerUp(grip());
  expect(double.calls('reorderTriggers')).toEqual([]);
  await fireEvent.pointerDown(grip(), { button: 0, clientY: 25 });
  await fireEvent.pointerMove(grip(), { clientY: 140 });
  await fireEvent.pointerUp(grip());
  await settle();
  expect(double.calls('reorderTriggers')[0]?.[1]).toEqual(['12', '13', '11']);
});

it('a_deletion_asks_with_the_sentence_and_goes_once', async () => {
  let left = triggers();
  const double = answers({
    yumeListWazzupTriggers: async () => listOf(left),
    yumeDeleteWazzupTrigger: async () => outcomeOf({ state: 'deleted', trigger: null }),
  });
  await open();
  await onRow('12', 'Delete');
  expect(textAt('yume-delete-dialog')).toContain('Когда аренда переходит из «Забронировано» в «В аренде»');
  expect(await axeProblems()).toEqual([]);
  await press('yume-delete-confirm');
  expect(double.calls('yumeDeleteWazzupTrigger')).toEqual([]);
  later();
  left = triggers().filter(({ id }) => id !== '12');
  await press('yume-delete-confirm');
  expect(double.calls('yumeDeleteWazzupTrigger').map(([, target]) => target)).toEqual([
    { id: '12', print: 'print-12' },
  ]);
  expect(at('yume-deleted').dataset['state']).toBe('deleted');
  // The neighbour takes the keyboard.
  expect(document.activeElement).toBe(at('yume-trigger-13'));
});

it('a_deletion_in_doubt_offers_no_second_try', async () => {
  answers({ yumeDeleteWazzupTrigger: async () => outcomeOf({ state: 'unknown', trace_id: 'trace-9' }) });
  await open();
  await press('yume-delete-12');
  later();
  await press('yume-delete-confirm');
  expect(textAt('yume-deleted')).toContain('Повторно не отправляем');
  expect(textAt('yume-deleted')).toContain('trace-9');
});

it('values_that_nobody_knows_are_shown_as_they_came', async () => {
  answers({
    yumeListWazzupTriggers: async () =>
      listOf([
        trigger('11', { order_status_to: { unknown: 'handed_over' } }),
        trigger('71', { type: { unknown: '7' } }),
      ]),
  });
  await open();
  expect(textAt('yume-trigger-11')).toContain('«handed_over»');
  expect(document.body.textContent).toContain('Вид 7');
  expect(await axeProblems()).toEqual([]);
});

it('a_read_only_park_moves_copies_and_deletes_nothing', async () => {
  begin({ readOnly: true });
  const double = movable();
  await open();
  for (const id of ['yume-trigger-new', 'yume-duplicate-11', 'yume-delete-11'])
    expect(isOff(id), id).toBe(true);
  await onRow('11', 'ArrowDown', { altKey: true });
  await onRow('11', 'Delete');
  await key('Insert');
  expect(has('yume-delete-dialog')).toBe(false);
  expect(double.calls('reorderTriggers')).toEqual([]);
  expect(route()).toEqual({ name: 'yume', tab: 'messages' });
});
