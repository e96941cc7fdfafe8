import { afterEach, describe, expect, it } from 'vitest';
import type { Host, SavedView, ViewBook } from '$host';
import { useDouble, type Double } from '$host/double';
import { FakeDesk } from './testing.svelte';
import { RegisterViews } from './views.svelte';

const column = { column: 'amount', width: 120, shown: true, pinned: false };
const saved = (id: string, search: string): SavedView => ({
  id,
  name: id,
  content: { search, columns: [column] },
});
const book = (change: Partial<ViewBook> = {}): ViewBook => ({
  views: [saved('a', 'иванов'), saved('b', '')],
  usual: null,
  columns: [],
  ...change,
});

let double: Double;
const answer = (answers: Partial<Host>) => (double = useDouble(answers));
afterEach(() => double.restore());

describe('saved views', () => {
  it('the_view_that_opens_by_itself_is_told_before_anything_is_asked_of_the_service', async () => {
    answer({ viewBook: async () => book({ usual: 'a' }) });
    const desk = new FakeDesk();
    expect(await desk.views.begin()).toMatchObject({ search: 'иванов', columns: [column] });
    expect(desk.views.current).toBe('a');
    expect(desk.applied).toEqual([]);
    expect(desk.laid).toEqual([column]);
  });

  it('coming_back_to_a_screen_does_not_undo_what_was_chosen_there', async () => {
    answer({ viewBook: async () => book({ usual: 'a' }) });
    const desk = new FakeDesk();
    await desk.views.begin();
    desk.views.show('b');
    const again = new RegisterViews(desk);
    expect(await again.begin()).toBe(null);
    expect(again.current).toBe('b');
  });

  it('views_that_cannot_be_read_do_not_keep_the_list_from_opening', async () => {
    answer({});
    const desk = new FakeDesk();
    expect(await desk.views.begin()).toBe(null);
    expect(desk.views.failure).not.toBe(null);
  });

  it('a_changed_filter_is_told_and_a_changed_column_is_not', async () => {
    answer({ viewBook: async () => book() });
    const desk = new FakeDesk();
    await desk.views.begin();
    desk.views.show('a');
    expect(desk.search).toBe('иванов');
    expect(desk.views.changed).toBe(false);
    desk.search = 'петров';
    expect(desk.views.changed).toBe(true);
    desk.views.show('a');
    expect(desk.views.changed).toBe(false);
  });

  it('filters_on_the_usual_tab_are_no_change_of_a_view', async () => {
    answer({ viewBook: async () => book() });
    const desk = new FakeDesk();
    await desk.views.begin();
    desk.search = 'петров';
    expect(desk.views.changed).toBe(false);
  });

  it('saving_shows_the_new_view_and_keeps_the_filters_on_the_screen', async () => {
    answer({
      viewBook: async () => book(),
      saveView: async (_park, _register, view) => book({ views: [...book().views!, { ...view, id: 'c' }] }),
    });
    const desk = new FakeDesk();
    await desk.views.begin();
    desk.search = 'сидоров';
    await desk.views.add('  Мой вид ');
    expect(double.calls('saveView')[0]).toMatchObject([
      'park-1',
      'payments',
      { id: '', name: 'Мой вид', content: { search: 'сидоров' } },
    ]);
    expect(desk.views.current).toBe('c');
    expect(desk.applied).toEqual([]);
  });

  it('a_refused_name_reaches_the_dialog_and_a_failed_write_does_not_lose_the_tabs', async () => {
    answer({ viewBook: async () => book() });
    const desk = new FakeDesk();
    await desk.views.begin();
    await expect(desk.views.add('Вид')).rejects.toThrow();
    expect(await desk.views.remove('a')).toBe(false);
    expect(desk.views.list.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('a_deleted_view_comes_back_whole_and_opens_by_itself_again', async () => {
    let kept = book({ usual: 'a' });
    answer({
      viewBook: async () => kept,
      deleteView: async () => (kept = book({ views: [saved('b', '')], usual: null })),
      saveView: async (_park, _register, view) =>
        (kept = { ...kept, views: [...(kept.views ?? []), { ...view, id: 'new' }] }),
      setUsualView: async (_park, _register, id) => (kept = { ...kept, usual: id }),
    });
    const desk = new FakeDesk();
    await desk.views.begin();
    const gone = desk.views.list[0]!;
    expect(await desk.views.remove('a')).toBe(true);
    expect(desk.views.current).toBe(null);
    await desk.views.putBack(gone, true);
    expect(desk.views.current).toBe('new');
    expect(desk.views.book.usual).toBe('new');
    expect(desk.applied.at(-1)).toMatchObject({ search: 'иванов' });
  });

  it('columns_are_kept_in_the_view_they_were_changed_in', async () => {
    answer({ viewBook: async () => book(), keepColumns: async () => book() });
    const desk = new FakeDesk();
    await desk.views.begin();
    desk.views.show('b');
    await desk.views.keepColumns([column]);
    expect(double.calls('keepColumns')).toEqual([['park-1', 'payments', 'b', [column]]]);
  });
});
