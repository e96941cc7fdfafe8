// A row drawn by its grip to another place within its group. Native dragging is the file drop's, so this goes by pointer
// events; the keyboard has Alt and the arrows.
const EDGE = 36;
const STEP = 12;

export class RowDrag {
  id = $state<string | null>(null);
  /** Where it would stand, among the rows of its group. */
  place = $state(0);
  #from = 0;
  #rows: HTMLElement[] = [];

  /** `rows`: of the group, in order. */
  begin(event: PointerEvent & { currentTarget: HTMLElement }, id: string, rows: HTMLElement[]): void {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture?.(event.pointerId);
    this.#rows = rows;
    this.#from = this.place = rows.findIndex((row) => row.dataset['id'] === id);
    this.id = id;
  }

  move(event: PointerEvent): void {
    if (this.id === null) return;
    const middles = this.#rows.map((row) => {
      const { top, height } = row.getBoundingClientRect();
      return top + height / 2;
    });
    const above = middles.filter((middle, index) => index !== this.#from && middle < event.clientY).length;
    this.place = above;
    this.#scroll(event.clientY);
  }

  /** The row and the place it was let go at; null when it stays. */
  end(): { id: string; place: number } | null {
    const dropped = this.id !== null && this.place !== this.#from ? { id: this.id, place: this.place } : null;
    this.cancel();
    return dropped;
  }

  cancel(): void {
    this.id = null;
    this.#rows = [];
  }

  /** Which edge of this row the drawn one would come to. */
  edge(id: string, at: number): 'before' | 'after' | null {
    if (this.id === null || id === this.id || at !== this.place || this.place === this.#from) return null;
    return this.place < this.#from ? 'before' : 'after';
  }

  #scroll(y: number): void {
    const box = this.#rows[0]?.closest('.scroll');
    if (!box) return;
    const { top, bottom } = box.getBoundingClientRect();
    if (y < top + EDGE) box.scrollTop -= STEP;
    else if (y > bottom - EDGE) box.scrollTop += STEP;
  }
}
