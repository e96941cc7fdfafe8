// Where a table of any length is scrolled to. Browsers stop at about 8-30 million pixels of height, a million rows
// want 32 million: above MAX_SHEET the sheet is capped and the scroll bar's place is mapped to a row.
// `offset` is the truth: virtual pixels from the first row's top, as if the sheet had its full height.

export const MAX_SHEET = 8_000_000;

export interface Measures {
  total: number;
  rowHeight: number;
  /** Height of the rows' window: the scroller without its header. */
  viewport: number;
}

const full = ({ total, rowHeight }: Measures) => total * rowHeight;

/** Height of the sheet that is really laid out. */
export const sheetHeight = (m: Measures) => Math.min(full(m), Math.max(MAX_SHEET, m.viewport));

export const isMapped = (m: Measures) => full(m) > sheetHeight(m);

export const maxOffset = (m: Measures) => Math.max(0, full(m) - m.viewport);

const maxScroll = (m: Measures) => Math.max(0, sheetHeight(m) - m.viewport);

export const clampOffset = (m: Measures, offset: number) => Math.min(Math.max(0, offset), maxOffset(m));

export function offsetAt(m: Measures, scrollTop: number): number {
  if (!isMapped(m)) return clampOffset(m, scrollTop);
  return clampOffset(m, (scrollTop / maxScroll(m)) * maxOffset(m));
}

export function scrollTopAt(m: Measures, offset: number): number {
  if (!isMapped(m)) return offset;
  return (offset / maxOffset(m)) * maxScroll(m);
}

const OVERSCAN = 8;

/** How many rows are drawn, wherever the table is scrolled to: those of the view and a few above and below. */
export const slotsOf = (m: Measures) =>
  Math.min(m.total, Math.ceil(m.viewport / m.rowHeight) + 1 + 2 * OVERSCAN);

/** Rows to draw, half open; always as many as there are slots. */
export function rowsAt(m: Measures, offset: number): [from: number, to: number] {
  const slots = slotsOf(m);
  const first = Math.floor(offset / m.rowHeight) - OVERSCAN;
  const from = Math.max(0, Math.min(first, m.total - slots));
  return [from, from + slots];
}

/** The offset at which row `index` is wholly visible, moving as little as possible. */
export function offsetShowing(m: Measures, offset: number, index: number): number {
  const top = index * m.rowHeight;
  if (top < offset) return clampOffset(m, top);
  const bottom = top + m.rowHeight;
  return bottom > offset + m.viewport ? clampOffset(m, bottom - m.viewport) : offset;
}
