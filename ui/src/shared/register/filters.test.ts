import { afterEach, beforeEach, expect, it } from 'vitest';
import { useDouble, type Double } from '$host/double';
import { RegisterFilters, type FilterOptions } from './filters.svelte';
import type { RegisterKind } from './source';
import { commonAnswers, november } from './testing';

interface Kind extends RegisterKind {
  filter: { status_ids: string[]; search: string };
}
class Filters extends RegisterFilters<Kind, 'status_ids'> {
  constructor(options: Partial<FilterOptions<Kind, 'status_ids'>> = {}) {
    super({ lists: ['status_ids'], usualOrder: { column: 'date', descending: true }, ...options });
  }
  listTitle = () => 'Status';
  protected more() {
    return { ...this.lists, search: this.search };
  }
}
const paid = { column: 'status', key: 'id:1', title: 'Paid', excluded: false };

let double: Double;
beforeEach(() => (double = useDouble(commonAnswers)));
afterEach(() => double.restore());

it('what a view keeps comes back as it was', () => {
  const filters = new Filters();
  filters.preset = 'last_month';
  filters.setList('status_ids', ['7']);
  filters.drivers = [{ id: '5', name: 'Ivanov' }];
  [filters.search, filters.find] = ['one', 'two'];
  filters.addValue(paid);
  filters.order = { column: 'amount', descending: false };
  const other = new Filters();
  other.take(JSON.parse(JSON.stringify(filters.toContent())));
  expect(other.toContent()).toEqual(filters.toContent());
});

it('a view of another program does not ask for what this one does not know', () => {
  const filters = new Filters();
  filters.take(
    {
      lists: { status_ids: ['1'], colours: ['red'] },
      values: [paid, { ...paid, column: 'gone' }],
      order: { column: 'gone', descending: true },
    },
    ['status', 'date'],
  );
  expect(filters.lists).toEqual({ status_ids: ['1'] });
  expect(filters.values).toEqual([paid]);
  expect(filters.order).toEqual({ column: 'date', descending: true });
  expect(filters.preset).toBe('month');
});

it('a kind without a period sends none and takes none', async () => {
  const filters = new Filters({ period: false });
  filters.take({ preset: 'month', drivers: [{ id: '1', name: 'x' }], search: 'ivan' });
  expect(await filters.toArgument()).toEqual({ status_ids: [], search: 'ivan' });
  expect(filters.period).toBeNull();
  expect(double.calls('periodPresets')).toEqual([]);
});

it('the driver of a card is not taken away by a view', async () => {
  const filters = new Filters({ only: { id: '9', name: 'Petrov' } });
  filters.take({ drivers: [{ id: '1', name: 'x' }] });
  expect(await filters.toArgument()).toMatchObject({ driver_ids: ['9'], period: november });
});

it('a value is kept or dropped, never both', () => {
  const filters = new Filters();
  filters.addValue(paid);
  filters.addValue({ ...paid, key: 'id:2', title: 'Rejected' });
  filters.addValue({ ...paid, excluded: true });
  expect(filters.values.map(({ key, excluded }) => [key, excluded])).toEqual([
    ['id:2', false],
    ['id:1', true],
  ]);
  expect(filters.valuesText('status')).toBe('Rejected; кроме Paid');
});

it('the filters are told in words, a code by its title as soon as it is known', async () => {
  const filters = new Filters();
  await filters.toArgument();
  filters.setList('status_ids', ['1', '8']);
  filters.name('status_ids', [{ code: '1', slug: null, title: 'Paid' }]);
  filters.addValue({ ...paid, title: '' });
  filters.columnTitle = () => 'Status, column';
  filters.days = { from: '2026-11-03', to: '2026-11-03' };
  expect(filters.describe()).toEqual([
    { label: 'Период', value: '01.11–21.11.2026' },
    { label: 'Status', value: 'Paid, ID 8' },
    { label: 'Дни', value: '03.11.2026' },
    { label: 'Status, column', value: 'пусто' },
  ]);
});

it('a day chosen in one period does not stand in another, where no row has it', async () => {
  const filters = new Filters();
  filters.days = { from: '2026-11-03', to: '2026-11-03' };
  await filters.toArgument();
  expect(filters.days).not.toBeNull();
  filters.preset = 'last_month';
  await filters.toArgument();
  expect(filters.days).toBeNull();
});
