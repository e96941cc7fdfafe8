// Files dragged over the window by the system: which slot is under them, and what happens when they are let go.
import { subscribe } from '$host';

export interface DropWatch {
  /** The slot under the files; null anywhere else. */
  onhover: (slot: string | null) => void;
  ondrop: (slot: string | null) => void;
  onleave: () => void;
}

/** The slot at a place of the page (CSS pixels). */
export function slotAt(x: number, y: number): string | null {
  const element = document.elementFromPoint?.(x, y);
  return element?.closest<HTMLElement>('[data-slot-code]')?.dataset['slotCode'] ?? null;
}

export function watchDrops(watch: DropWatch): () => void {
  const stops = [
    subscribe('filesHover', ({ x, y }) => watch.onhover(slotAt(x, y))),
    subscribe('filesDropped', ({ x, y }) => watch.ondrop(slotAt(x, y))),
    subscribe('filesLeft', () => watch.onleave()),
  ];
  return () => stops.forEach((stop) => stop());
}
