// The applications that are selected for a batch rejection, and what a rejection does to the list that it was asked
// from. The reason that is being typed outlives its window and the screen.
import type { RejectedFrom } from '../rejection/rejection.svelte';
import type { ApplicationsDesk } from './asking';

let reasons: Record<string, string> = $state({});

export class Chosen implements RejectedFrom {
  readonly connection: string;

  constructor(readonly desk: ApplicationsDesk) {
    this.connection = desk.connection ?? '';
  }

  get reason(): string {
    return reasons[this.connection] ?? '';
  }
  set reason(text: string) {
    reasons[this.connection] = text;
  }

  load(): void {
    this.desk.refresh();
  }

  /** What is rejected is selected no more, what was asked for and is not still is. */
  release(rejected: string[], stillThere: string[]): void {
    const { selection } = this.desk.visit;
    if (selection.isWhole) {
      selection.clear();
      selection.setMany(stillThere, true);
    } else selection.setMany(rejected, false);
  }
}

/** For tests. */
export function forgetReasons(): void {
  reasons = {};
}
