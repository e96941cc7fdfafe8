import { expect, it } from 'vitest';
import { stuckColumns, templateOf } from './widths';

const column = (id: string, width: number, more: { pinned?: boolean; exact?: boolean } = {}) => ({
  id,
  width,
  ...more,
});

it('the first column stays in sight where nobody says which', () => {
  expect(stuckColumns([column('a', 150), column('b', 100)], true, 1000)).toEqual({ count: 1, lefts: [36] });
});

it('a table whose columns are all unpinned lets them all go', () => {
  const free = [column('a', 150, { pinned: false }), column('b', 100, { pinned: false })];
  expect(stuckColumns(free, true, 1000).count).toBe(0);
});

it('pinned columns never take the room of all the others', () => {
  const pinned = ['a', 'b', 'c', 'd'].map((id) => column(id, 200, { pinned: true }));
  expect(stuckColumns(pinned, true, 1000)).toEqual({ count: 2, lefts: [36, 236] });
  expect(stuckColumns(pinned, true, 200).count).toBe(1);
});

it('a width that the user has set is exact, spare width goes to the others', () => {
  const columns = [column('a', 150), column('b', 100, { exact: true })];
  const stuck = stuckColumns(columns, true, 1000);
  expect(templateOf(columns, true, stuck, null)).toBe('36px minmax(150px, 150fr) 100px');
  expect(templateOf(columns, true, stuck, { id: 'a', px: 90 })).toBe('36px 90px 100px minmax(0, 1fr)');
});

it('a pinned column before another stands exactly where the other begins', () => {
  const columns = [column('a', 150, { pinned: true }), column('b', 100, { pinned: true }), column('c', 80)];
  expect(templateOf(columns, false, stuckColumns(columns, false, 900), null)).toBe(
    '150px minmax(100px, 100fr) minmax(80px, 80fr)',
  );
});
