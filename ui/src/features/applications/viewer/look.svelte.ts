// How the file is looked at: its scale, its turn, and the page of a PDF. Only the look: the file itself never changes.

const STEPS = [0.25, 0.33, 0.5, 0.67, 0.75, 1, 1.25, 1.5, 2, 3, 4];
const LEAST = 0.25;
const MOST = 4;

export type Turn = 0 | 90 | 180 | 270;

export class Look {
  /** Null fits the file into the window. */
  #chosen = $state<number | null>(null);
  /** The scale at which the file fits; the stage tells it. */
  fitting = $state(1);
  turn = $state<Turn>(0);

  get scale(): number {
    return this.#chosen ?? this.fitting;
  }
  get fits(): boolean {
    return this.#chosen === null;
  }
  get lies(): boolean {
    return this.turn % 180 !== 0;
  }
  get canGrow(): boolean {
    return this.scale < MOST;
  }
  get canShrink(): boolean {
    return this.scale > LEAST;
  }

  fit(): void {
    this.#chosen = null;
  }

  grow(): void {
    if (this.canGrow) this.#chosen = STEPS.find((step) => step > this.scale * 1.01) ?? MOST;
  }

  shrink(): void {
    if (this.canShrink) this.#chosen = STEPS.findLast((step) => step < this.scale * 0.99) ?? LEAST;
  }

  /** A file that fits at less than the least scale grows from there. */
  zoomBy(factor: number): void {
    if (factor > 1 ? this.canGrow : this.canShrink)
      this.#chosen = Math.min(MOST, Math.max(LEAST, this.scale * factor));
  }

  rotate(quarters: 1 | -1): void {
    this.turn = ((this.turn + 360 + 90 * quarters) % 360) as Turn;
  }

  reset(): void {
    this.#chosen = null;
    this.turn = 0;
  }
}

/** Where one is in a PDF. */
export class Pages {
  at = $state(1);
  of = $state(0);
  /** Brings a page into sight; the pages themselves say how. */
  show: (page: number) => void = () => undefined;

  go(step: 1 | -1): void {
    const next = this.at + step;
    if (next >= 1 && next <= this.of) this.show(next);
  }

  clear(): void {
    this.at = 1;
    this.of = 0;
    this.show = () => undefined;
  }
}
