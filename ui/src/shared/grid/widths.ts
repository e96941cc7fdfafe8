// The widths of a table's columns: the grid template, which columns stay in sight, dragging a column's edge, fitting a
// column to what is in view.
import { CHECK_WIDTH, type Column } from './columns';

/** At most that share of the table stays in sight while it is scrolled sideways. */
const STUCK_SHARE = 0.6;
const PADDING = 18;

type Sized = Pick<Column<never>, 'id' | 'width' | 'exact' | 'pinned'>;

export interface Stuck {
  /** Columns that stay in sight, from the first. */
  count: number;
  /** The place of each of them, px from the left. */
  lefts: number[];
}

/** The pinned columns stay as long as they leave room for the others; when no column says anything, the first does. */
export function stuckColumns(columns: readonly Sized[], checks: boolean, room: number): Stuck {
  const said = columns.some(({ pinned }) => pinned !== undefined);
  const lefts: number[] = [];
  let left = checks ? CHECK_WIDTH : 0;
  for (const [place, { pinned, width }] of columns.entries()) {
    const wants = said ? pinned === true : place === 0;
    if (!wants || (place > 0 && room > 0 && left + width > room * STUCK_SHARE)) break;
    lefts.push(left);
    left += width;
  }
  return { count: lefts.length, lefts };
}

export interface Dragged {
  id: string;
  px: number;
}

/** The columns of the grid; those that stay must stand exactly where they are said to. */
export function templateOf(
  columns: readonly Sized[],
  checks: boolean,
  stuck: Stuck,
  dragged: Dragged | null,
): string {
  const tracks = columns.map(({ id, width, exact }, place) => {
    if (dragged?.id === id) return `${dragged.px}px`;
    const stands = exact === true || place + 1 < stuck.count;
    return stands ? `${width}px` : `minmax(${width}px, ${width}fr)`;
  });
  const spare = tracks.every((track) => !track.startsWith('minmax')) ? ['minmax(0, 1fr)'] : [];
  return [...(checks ? [`${CHECK_WIDTH}px`] : []), ...tracks, ...spare].join(' ');
}

/** Follows the pointer from a press on the right edge of a header cell until it is let go. */
export function dragEdge(
  press: PointerEvent,
  width: number,
  told: { move: (px: number) => void; end: (px: number | null) => void },
): void {
  let px: number | null = null;
  const move = (event: PointerEvent) => {
    px = Math.max(40, Math.round(width + event.clientX - press.clientX));
    told.move(px);
  };
  const end = () => {
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', end);
    window.removeEventListener('pointercancel', end);
    told.end(px);
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', end);
  window.addEventListener('pointercancel', end);
}

/** The width that shows these cells whole, px. */
export function fittingWidth(cells: Iterable<Element>): number {
  let widest = 0;
  const range = document.createRange();
  for (const cell of cells) {
    range.selectNodeContents(cell);
    const parts = [...cell.querySelectorAll('*')].map((part) => part.scrollWidth);
    widest = Math.max(widest, range.getBoundingClientRect().width, ...parts);
  }
  return Math.ceil(widest) + PADDING;
}
