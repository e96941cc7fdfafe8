// Where a virtual table stands. `offset` is the truth (scroll.ts); the scroll bar follows it and moves it. Nothing of
// the layout is read while one scrolls but the bar's own place.
//
// Rows live in slots, row `index` in slot `index % slots`: a scroll by one row gives one element another row, and no
// element is made or taken away. They are placed from the top of their block, because browsers lay out no more than
// some millions of pixels; `shift` moves the block.
import {
  clampOffset,
  isMapped,
  offsetAt,
  offsetShowing,
  rowsAt,
  scrollTopAt,
  sheetHeight,
  slotsOf,
  type Measures,
} from './scroll';

export const HEADER_HEIGHT = 30;
const BLOCK_ROWS = 4096;
/** Before the element is measured. */
const USUAL_HEIGHT = 600;

export class GridViewport {
  #element: HTMLElement | undefined;
  #size: () => { total: number; rowHeight: number; header?: boolean };
  #offset = $state(0);
  #scrollTop = $state(0);
  height = $state(0);
  width = $state(0);
  scrollLeft = $state(0);
  /** Our own move of the scroll bar: the event it raises must not move the rows. */
  #expected = -1;
  scrolledAt = 0;

  constructor(size: () => { total: number; rowHeight: number; header?: boolean }) {
    this.#size = size;
  }

  readonly measures = $derived.by<Measures>(() => {
    const { total, rowHeight, header = true } = this.#size();
    const room = (this.height || USUAL_HEIGHT) - (header ? HEADER_HEIGHT : 0);
    return { total, rowHeight, viewport: Math.max(rowHeight, room) };
  });
  readonly isMapped = $derived.by(() => isMapped(this.measures));
  readonly sheet = $derived.by(() => sheetHeight(this.measures));
  readonly slots = $derived.by(() => slotsOf(this.measures));
  readonly from = $derived.by(() => rowsAt(this.measures, clampOffset(this.measures, this.#offset))[0]);
  /** The row of each slot. */
  readonly rows = $derived.by(() => {
    const { slots, from } = this;
    const start = slots === 0 ? 0 : from % slots;
    return Array.from({ length: slots }, (_, slot) => from + ((slot - start + slots) % slots));
  });
  readonly #block = $derived.by(() => Math.floor(this.from / BLOCK_ROWS) * BLOCK_ROWS);
  readonly shift = $derived.by(() => {
    const top = this.#block * this.measures.rowHeight;
    return this.isMapped ? this.#scrollTop - this.#offset + top : top;
  });

  /** Pixels from the top of the block. */
  topOf(index: number): number {
    return (index - this.#block) * this.measures.rowHeight;
  }

  /** Rows that are wholly in view, at least one. */
  get page(): number {
    return Math.max(1, Math.floor(this.measures.viewport / this.measures.rowHeight) - 1);
  }

  /** Follows the size of the scrolling element; the answer ends it. */
  attach(element: HTMLElement): () => void {
    this.#element = element;
    const measure = () => ([this.height, this.width] = [element.clientHeight, element.clientWidth]);
    measure();
    const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(measure);
    observer?.observe(element);
    return () => observer?.disconnect();
  }

  /** Rows above the first one in view. */
  get top(): number {
    return this.#offset / this.measures.rowHeight;
  }

  scrolled(): void {
    if (!this.#element) return;
    const { scrollTop, scrollLeft } = this.#element;
    this.scrolledAt = performance.now();
    this.#scrollTop = scrollTop;
    this.scrollLeft = scrollLeft;
    if (Math.abs(scrollTop - this.#expected) > 1) this.#offset = offsetAt(this.measures, scrollTop);
    this.#expected = -1;
  }

  scrollTo(next: number): void {
    const wanted = Math.round(clampOffset(this.measures, next));
    if (wanted === this.#offset) return;
    this.#offset = wanted;
    this.#moveBar();
  }

  /** In a capped sheet one notch of the wheel must still be three rows, not a thousand. */
  wheel(event: WheelEvent): void {
    if (event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
    event.preventDefault();
    this.scrollTo(this.#offset + event.deltaY * (event.deltaMode === 1 ? this.measures.rowHeight : 1));
  }

  reveal(index: number): void {
    this.scrollTo(offsetShowing(this.measures, this.#offset, index));
  }

  /** The list has another length: the same rows stay in view. */
  resized(): void {
    this.#offset = clampOffset(this.measures, this.#offset);
    // More rows in a capped sheet: the bar moves.
    if (this.isMapped) this.#moveBar();
  }

  #moveBar(): void {
    if (!this.#element) return;
    // A whole number is kept as it is: nothing has to be read back.
    this.#scrollTop = this.#expected = Math.round(scrollTopAt(this.measures, this.#offset));
    this.#element.scrollTop = this.#scrollTop;
  }
}
