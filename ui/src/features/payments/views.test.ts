import { cleanup, fireEvent } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeskFailure, forget, type Host, type PaymentsFilter, type SavedView, type ViewBook } from '$host';
import type { Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import { dismiss, toasts } from '$shared/toasts.svelte';
import * as page from './testing';
import { answers, at, has, open, press, settle, textAt, type } from './testing';
import { visitOf } from './visits';

let double: Double;
let book: ViewBook;
const view = (id: string, content: SavedView['content']): SavedView => ({ id, name: `View ${id}`, content });
const asked = () => double.calls('jumpListPayments').map(([, filter]) => filter as PaymentsFilter);
const said = () => toasts().map(({ title, text }) => [title, text].filter(Boolean).join(' '));

/** The views as Rust keeps them, and what a test changes. */
function keeping(change: Partial<Host> = {}): Double {
  return answers({
    viewBook: async () => book,
    saveView: async (_park, _register, saved) => {
      const views = book.views ?? [];
      const name = views.find((one) => one.name === saved.name && one.id !== saved.id);
      if (name)
        throw new DeskFailure({
          code: 'invalid_input',
          fields: [{ field: 'name', code: 'taken', params: {} }],
        });
      book = saved.id
        ? { ...book, views: views.map((one) => (one.id === saved.id ? saved : one)) }
        : { ...book, views: [...views, { ...saved, id: `new${views.length}` }] };
      return book;
    },
    deleteView: async (_park, _register, id) =>
      (book = { ...book, views: (book.views ?? []).filter((one) => one.id !== id) }),
    setUsualView: async (_park, _register, id) => (book = { ...book, usual: id }),
    keepColumns: async () => book,
    ...change,
  });
}

beforeEach(() => {
  forget();
  page.newPark();
  book = {
    views: [
      view('a', { preset: 'last_month', lists: { status_ids: ['2'] } }),
      view('b', { preset: 'month', find: 'driver' }),
    ],
  };
});
afterEach(() => {
  cleanup();
  visitOf(null);
  toasts().forEach(({ id }) => dismiss(id));
  double.restore();
});

describe('views of the register', () => {
  it('the_list_is_asked_for_once_and_as_the_view_that_opens_by_itself_says', async () => {
    book.usual = 'a';
    double = keeping();
    await open();
    expect(asked()).toHaveLength(1);
    expect(asked()[0]).toMatchObject({ period: page.october, status_ids: ['2'] });
    expect(at('view-tab-a').getAttribute('aria-selected')).toBe('true');
    expect(await axeProblems(at('view-tab-a').closest('.tabs')!)).toEqual([]);
  });

  it('views_that_cannot_be_read_are_told_and_the_list_opens_all_the_same', async () => {
    double = keeping({ viewBook: () => Promise.reject(new DeskFailure({ code: 'internal' })) });
    await open();
    expect(asked()).toHaveLength(1);
    expect(has('payments-grid')).toBe(true);
    expect(has('views-again')).toBe(true);
  });

  it('arrows_over_the_tabs_do_not_ask_the_service_for_every_view_passed', async () => {
    double = keeping();
    await open();
    at('view-tab-').focus();
    await fireEvent.keyDown(at('view-tab-'), { key: 'ArrowRight' });
    expect(document.activeElement).toBe(at('view-tab-a'));
    await fireEvent.keyDown(at('view-tab-a'), { key: 'ArrowRight' });
    expect(document.activeElement).toBe(at('view-tab-b'));
    await settle();
    expect(asked()).toHaveLength(1);
    await press('view-tab-a');
    expect(asked()).toHaveLength(2);
  });

  it('a_changed_view_says_so_and_is_kept_or_put_back_only_by_hand', async () => {
    double = keeping();
    await open();
    await press('view-tab-b');
    expect(textAt('view-tab-b')).toBe('View b');
    await type('payments-search', 'other');
    expect(textAt('view-tab-b')).toContain('изменён');
    expect(double.calls('saveView')).toEqual([]);
    await press('view-back');
    expect((at('payments-search') as HTMLInputElement).value).toBe('driver');
    await type('payments-search', 'third');
    await press('view-keep');
    expect(double.calls('saveView')[0]?.[2]).toMatchObject({ id: 'b', content: { find: 'third' } });
    expect(textAt('view-tab-b')).toBe('View b');
  });

  it('a_view_is_saved_under_its_name_and_a_taken_name_is_told_beside_it', async () => {
    double = keeping();
    await open();
    await press('view-save');
    await type('view-name', 'View a');
    await press('view-save-confirm');
    expect(document.querySelector('[role=dialog]')?.textContent).toContain('Вид с таким названием уже есть');
    await type('view-name', '  Morning ');
    await fireEvent.keyDown(at('view-name'), { key: 'Enter', code: 'Enter' });
    await settle();
    expect(has('view-name')).toBe(false);
    expect(textAt('view-tab-new2')).toBe('Morning');
    expect(at('view-tab-new2').getAttribute('aria-selected')).toBe('true');
    expect(asked()).toHaveLength(1);
  });

  it('a_view_is_renamed_copied_and_made_the_first_to_open', async () => {
    double = keeping();
    await open();
    await press('view-tab-b');
    await press('view-menu');
    await press('view-rename');
    await type('view-name', 'Evening');
    await press('view-save-confirm');
    expect(textAt('view-tab-b')).toBe('Evening');
    await press('view-menu');
    await press('view-usual');
    expect(double.calls('setUsualView')[0]?.[2]).toBe('b');
    await press('view-menu');
    await press('view-duplicate');
    await press('view-save-confirm');
    expect(textAt('view-tab-new2')).toBe('Evening — копия');
  });

  it('a_deleted_view_can_be_put_back_from_the_toast', async () => {
    double = keeping();
    await open();
    await press('view-tab-b');
    await press('view-menu');
    await press('view-delete');
    expect(has('view-tab-b')).toBe(false);
    expect(said()).toEqual(['Вид «View b» удалён']);
    toasts()[0]?.action?.run();
    await settle();
    expect(textAt('view-tab-new1')).toBe('View b');
  });

  it('what_a_file_of_views_brought_is_told_by_numbers_and_a_wrong_file_by_its_reason', async () => {
    let imported = async () => ({
      added: 2,
      known: 1,
      renamed: 1,
      registers: ['payments', 'drivers'] as ('payments' | 'drivers')[],
    });
    double = keeping({ readViews: () => imported(), writeViews: async () => 2 });
    await open();
    await press('view-menu');
    await press('views-read');
    expect(said()).toEqual([
      'Добавлены 2 вида. 1 уже был. 1 получил номер: название было занято. Новые виды: водители.',
    ]);
    expect(double.calls('viewBook')).toHaveLength(2);
    await press('view-menu');
    await press('views-write');
    expect(said()).toContain('Записаны 2 вида.');
    imported = () =>
      Promise.reject(new DeskFailure({ code: 'file_refused', params: { reason: 'not_views' } }));
    await press('view-menu');
    await press('views-read');
    expect(said().at(-1)).toContain('В этом файле нет видов Parkdesk');
  });

  it('a_view_with_the_same_period_does_not_forget_its_days', async () => {
    double = keeping();
    await open();
    await press('view-tab-b');
    expect(asked()).toHaveLength(1);
    expect(textAt('payments-period')).toContain('01.11–21.11.2026');
  });
});
