import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import DataGrid from './DataGrid.svelte';
import type { Column } from './grid/columns';
import { RowSelection } from './grid/selection.svelte';
import { followingCell } from './grid/testing.svelte';

interface Row {
  id: string;
  name: string;
  sum: string;
}
const columns: Column<Row>[] = [
  { id: 'name', title: 'Name', width: 150, text: (row) => row.name, sortable: true },
  { id: 'sum', title: 'Sum', width: 100, text: (row) => row.sum, numeric: true, sortable: true },
  { id: 'fixed', title: 'Fixed', width: 100, text: () => 'x' },
];
const make = async (from: number, to: number): Promise<Row[]> =>
  Array.from({ length: to - from }, (_, i) => ({
    id: `id${from + i}`,
    name: `row ${from + i}`,
    sum: '1,00',
  }));
const settle = async () => {
  for (let turn = 0; turn < 12; turn++) await tick();
};

async function grid(total: number, extra: Record<string, unknown> = {}) {
  const rows = vi.fn(make);
  const view = render(DataGrid<Row>, {
    props: { label: 'Table', columns, total, rows, rowId: (row: Row) => row.id, ...extra },
  });
  await settle();
  const element = screen.getByRole('grid');
  const press = async (code: string, init: KeyboardEventInit = {}) => {
    await fireEvent.keyDown(element, { code, ...init });
    await settle();
  };
  const active = () => document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
  const activeRow = () => Number(active()?.closest('[role=row]')?.getAttribute('aria-rowindex')) - 2;
  return { ...view, rows, element, press, active, activeRow };
}
afterEach(() => vi.restoreAllMocks());

describe('rows', () => {
  it('a thousand rows draw a window only and say the true count', async () => {
    const { rows, element } = await grid(1284);
    expect(element.getAttribute('aria-rowcount')).toBe('1285');
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
    expect(rows.mock.calls).toEqual([[0, 100]]);
    expect(screen.getByText('row 0')).toBeTruthy();
  });

  it('rows not yet here are skeletons and not blanks', async () => {
    await grid(5, { rows: () => new Promise(() => undefined) });
    expect(screen.getAllByRole('row').filter((row) => row.getAttribute('aria-busy'))).toHaveLength(5);
  });

  it('Ctrl+End reaches exactly the last of a million and Ctrl+Home comes back', async () => {
    const { press, activeRow, active, rows } = await grid(1_000_000);
    await press('End', { ctrlKey: true });
    expect(activeRow()).toBe(999_999);
    expect(active()?.textContent).toContain('row 999999');
    expect(rows.mock.lastCall).toEqual([999_900, 1_000_000]);
    await press('Home', { ctrlKey: true });
    expect(activeRow()).toBe(0);
  });

  it('scrolling gives the same elements other rows and makes none', async () => {
    const { element } = await grid(1284);
    const before = screen.getAllByRole('row');
    element.scrollTop = 32 * 100;
    await fireEvent.scroll(element);
    await settle();
    expect(screen.getByText('row 105')).toBeTruthy();
    expect(screen.queryByText('row 0')).toBeNull();
    expect(new Set(screen.getAllByRole('row'))).toEqual(new Set(before));
  });

  it('a cell never stands beside cells of another row, whatever comes late and in whatever order', async () => {
    const waiting: (() => void)[] = [];
    let list = 0;
    // Every cell says which row of which list it belongs to.
    const fetched = () => {
      const of = list;
      return (from: number, to: number) =>
        new Promise<Row[]>((resolve) => {
          const rows = Array.from({ length: to - from }, (_, i) => `${of}/${from + i}`);
          waiting.push(() => resolve(rows.map((id) => ({ id, name: id, sum: id }))));
        });
    };
    const both: Column<Row>[] = [
      { id: 'name', title: 'Name', width: 150, text: (row) => row.name },
      { id: 'sum', title: 'Sum', width: 100, custom: true },
      { id: 'again', title: 'Again', width: 100, text: (row) => row.id },
    ];
    const { element, rerender } = await grid(400, {
      columns: both,
      cell: followingCell((row: Row) => row.sum),
      rows: fetched(),
      rowTestid: 'r',
    });
    let seed = 7;
    const chance = (n: number) => Math.floor(((seed = (seed * 16807) % 2147483647) / 2147483647) * n);
    let compared = 0;
    for (let turn = 0; turn < 150; turn++) {
      const what = chance(8);
      if (what === 0) {
        list++;
        await rerender({ rows: fetched(), version: list, total: 300 + chance(200) });
      } else if (what < 3) {
        element.scrollTop = 32 * chance(400);
        await fireEvent.scroll(element);
      } else waiting.splice(chance(waiting.length || 1), 1)[0]?.();
      await settle();
      for (const row of element.querySelectorAll('.dg-r:not(.ld)')) {
        const said = [...row.querySelectorAll('.dg-c')].map((cell) => cell.textContent.trim());
        expect([...new Set(said), row.getAttribute('data-testid')]).toEqual([said[0], `r-${said[0]}`]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(1000);
  }, 30_000);

  it('where one scrolls to is fetched ahead', async () => {
    const { element, rows } = await grid(1284);
    for (const top of [1, 2, 3]) {
      element.scrollTop = 32 * 20 * top;
      await fireEvent.scroll(element);
      await settle();
    }
    expect(rows.mock.calls.map(([from]) => from)).toEqual([0, 100, 200]);
  });

  it('a changed list is fetched again', async () => {
    const { rows, rerender } = await grid(10, { version: 1 });
    await rerender({ version: 2 });
    await settle();
    expect(rows).toHaveBeenCalledTimes(2);
  });
});

describe('keys', () => {
  it('arrows and pages move the cell and never leave the table', async () => {
    const { press, activeRow, active } = await grid(1284);
    await press('ArrowDown');
    await press('ArrowRight');
    expect([activeRow(), active()?.getAttribute('aria-colindex')]).toEqual([1, '2']);
    await press('PageDown');
    expect(activeRow()).toBeGreaterThan(10);
    await press('End', { ctrlKey: true });
    await press('ArrowDown');
    await press('PageDown');
    expect(activeRow()).toBe(1283);
  });

  it('Enter opens the row once however long it is held', async () => {
    const onopen = vi.fn();
    const { press } = await grid(10, { onopen });
    await press('ArrowDown');
    await press('Enter');
    await press('Enter', { repeat: true });
    expect(onopen.mock.calls).toEqual([[{ id: 'id1', name: 'row 1', sum: '1,00' }, 1]]);
  });

  it('Enter on a header sorts and the order is announced', async () => {
    const onsort = vi.fn();
    const { press, rerender } = await grid(10, { onsort });
    await press('ArrowUp');
    await press('ArrowRight');
    await press('Enter');
    expect(onsort.mock.lastCall).toEqual([{ column: 'sum', descending: true }]);
    await rerender({ sort: { column: 'sum', descending: true } });
    expect(screen.getByRole('columnheader', { name: 'Sum' }).getAttribute('aria-sort')).toBe('descending');
    await fireEvent.click(screen.getByRole('columnheader', { name: 'Sum' }));
    expect(onsort.mock.lastCall).toEqual([{ column: 'sum', descending: false }]);
  });

  it('a column that the service cannot sort does nothing', async () => {
    const onsort = vi.fn();
    await grid(10, { onsort });
    await fireEvent.click(screen.getByRole('columnheader', { name: 'Fixed' }));
    expect(onsort).not.toHaveBeenCalled();
  });

  it('the drawer follows the row also when the row comes later', async () => {
    const oncurrent = vi.fn();
    const { press } = await grid(1_000_000, { oncurrent });
    await press('End', { ctrlKey: true });
    expect(oncurrent.mock.lastCall?.[1]).toBe(999_999);
  });

  it('Ctrl+C copies through the screen, a plain C does not', async () => {
    const oncopy = vi.fn();
    const { press } = await grid(10, { oncopy });
    await press('KeyC');
    await press('KeyC', { ctrlKey: true });
    expect(oncopy).toHaveBeenCalledOnce();
  });
});

describe('selection', () => {
  const ids = (selection: RowSelection) => selection.toArgument().ids.sort();

  it('Space and a press on the whole first cell take one row', async () => {
    const selection = new RowSelection();
    const { press, container } = await grid(10, { selection });
    await press('Space');
    await fireEvent.click(container.querySelectorAll('.dg-c.ck')[3]!);
    expect(ids(selection)).toEqual(['id0', 'id3']);
    await fireEvent.click(screen.getByText('row 5'));
    expect(ids(selection)).toEqual(['id0', 'id3']);
  });

  it('Shift extends from where it began', async () => {
    const selection = new RowSelection();
    const { press, container } = await grid(10, { selection });
    await press('ArrowDown');
    await press('ArrowDown', { shiftKey: true });
    await press('ArrowDown', { shiftKey: true });
    expect(ids(selection)).toEqual(['id1', 'id2', 'id3']);
    await fireEvent.click(container.querySelectorAll('.dg-c.ck')[5]!);
    await fireEvent.click(screen.getByText('row 7'), { shiftKey: true });
    expect(ids(selection)).toEqual(['id1', 'id2', 'id3', 'id5', 'id6', 'id7']);
  });

  it('a range over rows never loaded is fetched and not skipped', async () => {
    const selection = new RowSelection();
    const { press } = await grid(2000, { selection });
    await press('End', { ctrlKey: true, shiftKey: true });
    expect(selection.count(2000)).toBe(2000);
  });

  it('a long range asks for ids and not for half a million rows', async () => {
    const selection = new RowSelection();
    const ids = vi.fn(async (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => `id${from + index}`),
    );
    const { press, rows } = await grid(5000, { selection, ids });
    await press('ArrowDown');
    await press('End', { ctrlKey: true, shiftKey: true });
    expect(ids.mock.calls).toEqual([[1, 4999]]);
    expect(selection.count(5000)).toBe(4999);
    expect(rows.mock.calls.every(([from, to]) => to - from <= 100)).toBe(true);
    await press('Home', { ctrlKey: true, shiftKey: true });
    expect(selection.toArgument().ids.sort()).toEqual(['id0', 'id1']);
  });

  it('a shorter range leaves the rows that it no longer covers', async () => {
    const selection = new RowSelection();
    const { press } = await grid(10, { selection });
    for (let step = 0; step < 3; step++) await press('ArrowDown', { shiftKey: true });
    await press('ArrowUp', { shiftKey: true });
    expect(ids(selection)).toEqual(['id0', 'id1', 'id2']);
  });

  it('Ctrl+A takes all of the filter and the header says so', async () => {
    const selection = new RowSelection();
    const { press, container } = await grid(1284, { selection });
    await press('KeyA', { ctrlKey: true });
    expect(selection.toArgument()).toEqual({ all: true, except: [], ids: [] });
    await fireEvent.click(container.querySelector('.dg-hc.ck')!);
    expect(selection.isEmpty).toBe(true);
  });
});

describe('letters, the menu and the columns', () => {
  it('letters go to the row that begins so, Ctrl with a letter does not', async () => {
    const onseek = vi.fn(async () => 700);
    const { press, activeRow } = await grid(1284, { onseek });
    await press('KeyB', { key: 'и' });
    expect(onseek.mock.calls).toEqual([['name', 'и', 1]]);
    expect(activeRow()).toBe(700);
    expect(screen.getByTestId('type-ahead').textContent).toBe('и');
    await press('KeyF', { key: 'f', ctrlKey: true });
    expect(onseek).toHaveBeenCalledOnce();
  });

  it('the Menu key and the right button open the menu of the cell they are on', async () => {
    const onmenu = vi.fn();
    const { press } = await grid(10, { onmenu });
    await press('ArrowRight');
    await press('ContextMenu');
    await fireEvent.contextMenu(screen.getByText('row 3'));
    const told = onmenu.mock.calls.map(([row, column]) => [row.id, column]);
    expect(told).toEqual([
      ['id0', 'sum'],
      ['id3', 'name'],
    ]);
  });

  it('the edge of a header is dragged without sorting', async () => {
    const [onresize, onsort] = [vi.fn(), vi.fn()];
    await grid(10, { onresize, onsort });
    const edge = screen.getByTestId('edge-sum');
    await fireEvent.pointerDown(edge, { clientX: 100, button: 0 });
    await fireEvent.pointerMove(window, { clientX: 160 });
    await fireEvent.pointerUp(window);
    await fireEvent.click(edge);
    expect(onresize.mock.lastCall).toEqual(['sum', 60]);
    expect(onsort).not.toHaveBeenCalled();
  });
});
