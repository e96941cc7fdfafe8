import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TableLayout } from './layout.svelte';
import type { CellsOf, RegisterKind } from './source';

const all: CellsOf<RegisterKind>[] = [
  { id: 'driver', title: 'Driver', width: 150 },
  { id: 'date', title: 'Date', width: 120 },
  { id: 'status', title: 'Status', width: 200 },
  { id: 'amount', title: 'Amount', width: 100 },
  { id: 'paid_at', title: 'Paid', width: 120, hidden: true },
];
const kept = vi.fn();
const make = () => new TableLayout<RegisterKind>(() => all, kept);
const shown = (layout: TableLayout<RegisterKind>) => layout.shown.map(({ id }) => id);

beforeEach(() => {
  kept.mockClear();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => vi.useRealTimers());

it('an untouched table keeps its first column in sight and what is hidden by itself hidden', () => {
  const layout = make();
  expect(shown(layout)).toEqual(['driver', 'date', 'status', 'amount']);
  expect(layout.shown.map(({ pinned }) => pinned)).toEqual([true, false, false, false]);
  expect(layout.columns).toHaveLength(5);
});

it('a column that came with a newer program stands after those that were kept, and one that is gone is left out', () => {
  const layout = make();
  layout.take([
    { column: 'gone', width: 10, shown: true, pinned: true },
    { column: 'amount', width: 140, shown: true, pinned: false },
    { column: 'driver', width: 150, shown: true, pinned: false },
    { column: 'date', width: 120, shown: false, pinned: false },
  ]);
  expect(shown(layout)).toEqual(['amount', 'driver', 'status']);
  expect(layout.shown[0]).toMatchObject({ width: 140, exact: true, pinned: false });
});

it('a kept layout without a single column on the screen does not empty the table', () => {
  const layout = make();
  layout.take(all.map(({ id }) => ({ column: id, width: 100, shown: false, pinned: false })));
  expect(shown(layout)).toHaveLength(4);
  for (const { id } of all) layout.show(id, false);
  expect(shown(layout)).toHaveLength(1);
});

it('pinned columns stand first, a column does not move over their border', () => {
  const layout = make();
  layout.pin('amount', true);
  expect(shown(layout)).toEqual(['driver', 'amount', 'date', 'status']);
  layout.move('status', 0);
  expect(shown(layout)).toEqual(['driver', 'amount', 'status', 'date']);
  layout.shift('amount', -1);
  expect(shown(layout)).toEqual(['amount', 'driver', 'status', 'date']);
  layout.shift('driver', 1);
  expect(shown(layout)).toEqual(['amount', 'driver', 'status', 'date']);
});

it('a step of a column jumps over the hidden ones', () => {
  const layout = make();
  layout.show('date', false);
  layout.pin('driver', false);
  layout.shift('status', -1);
  expect(shown(layout)).toEqual(['status', 'driver', 'amount']);
});

it('many changes are kept once, after a pause or when the screen is left; a layout that is taken is not', () => {
  const layout = make();
  layout.resize('date', 131.4);
  layout.resize('date', 5);
  expect(kept).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(kept).toHaveBeenCalledOnce();
  expect(kept.mock.lastCall?.[0][1]).toMatchObject({ column: 'date', width: 48 });
  layout.reset();
  layout.flush();
  layout.flush();
  expect(kept).toHaveBeenCalledTimes(2);
  layout.take([]);
  vi.advanceTimersByTime(1000);
  expect(kept).toHaveBeenCalledTimes(2);
});
