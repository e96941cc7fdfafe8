// What keys do in a table, whichever rows it holds: arrows, pages and ends move the cell (Shift extends the selection),
// Space selects, Enter opens, Alt with an arrow moves a column, letters lead to a row that begins so.

/** The header stands above row 0. */
export const HEADER_ROW = -1;

/** A table as its keys see it. What answers a boolean says whether the key was used. */
export interface Keyed {
  /** The cell that has the focus. */
  readonly at: { readonly row: number; readonly column: number };
  readonly total: number;
  /** Index of the last column, the checkboxes counted. */
  readonly lastColumn: number;
  /** Rows that PgUp and PgDn go by. */
  readonly page: number;
  /** Letters are being gathered. */
  readonly isTyping: boolean;
  move: (row: number, column: number, extend?: boolean) => void;
  /** Enter: opens the row, sorts by the column. */
  act: () => boolean;
  select: () => boolean;
  selectAll: () => boolean;
  copy: () => boolean;
  menu: () => boolean;
  /** Moves the column of the header cell. */
  shift: (by: -1 | 1) => boolean;
  type: (key: string) => boolean;
  endTyping: () => void;
}

/** True when the key was used. */
export const takeKey = (event: KeyboardEvent, grid: Keyed): boolean =>
  menuKey(event, grid) ||
  letterKey(event, grid) ||
  (event.altKey ? shiftKey(event, grid) : moveKey(event, grid) || actKey(event, grid));

function menuKey(event: KeyboardEvent, grid: Keyed): boolean {
  const isMenu = event.code === 'ContextMenu' || (event.code === 'F10' && event.shiftKey);
  return isMenu && grid.menu();
}

function letterKey(event: KeyboardEvent, grid: Keyed): boolean {
  const { key } = event;
  if (grid.total === 0 || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.code === 'Escape' && grid.isTyping) {
    grid.endTyping();
    return true;
  }
  return [...key].length === 1 && (key !== ' ' || grid.isTyping) && grid.type(key);
}

function shiftKey(event: KeyboardEvent, grid: Keyed): boolean {
  const by = event.code === 'ArrowLeft' ? -1 : event.code === 'ArrowRight' ? 1 : null;
  if (by === null || grid.at.row !== HEADER_ROW || event.shiftKey || event.ctrlKey) return false;
  return grid.shift(by);
}

function moveKey(event: KeyboardEvent, grid: Keyed): boolean {
  const to = placeAfter(event, grid);
  if (to === null) return false;
  grid.move(...to);
  return true;
}

/** Where the cell goes to, and whether the selection goes with it; null for a key that moves nothing. */
function placeAfter(
  event: KeyboardEvent,
  { at, total, lastColumn, page }: Keyed,
): [row: number, column: number, extend?: boolean] | null {
  const { row, column } = at;
  const ctrl = event.ctrlKey || event.metaKey;
  const extend = event.shiftKey;
  const from = Math.max(0, row);
  switch (event.code) {
    case 'ArrowDown':
      return [row + 1, column, extend];
    case 'ArrowUp':
      return [row - 1, column, extend];
    case 'ArrowRight':
      return [row, column + 1];
    case 'ArrowLeft':
      return [row, column - 1];
    case 'PageDown':
      return [from + page, column, extend];
    case 'PageUp':
      return [Math.max(0, from - page), column, extend];
    case 'Home':
      return ctrl ? [0, column, extend] : [row, 0];
    case 'End':
      return ctrl ? [total - 1, column, extend] : [row, lastColumn];
    default:
      return null;
  }
}

function actKey(event: KeyboardEvent, grid: Keyed): boolean {
  const ctrl = event.ctrlKey || event.metaKey;
  switch (event.code) {
    case 'Space':
      return event.repeat || grid.select();
    case 'Enter':
    case 'NumpadEnter':
      return !ctrl && (event.repeat || grid.act());
    case 'KeyA':
      return ctrl && grid.selectAll();
    case 'KeyC':
      return ctrl && !event.shiftKey && !event.repeat && grid.copy();
    default:
      return false;
  }
}
