// Unsaved input: one question before the screen is left, the park switched or the window closed. A form says
//
//   $effect(() => (dirty ? guardUnsaved() : undefined));
//
// App.svelte shows the dialog while `leaving()` is true.
import { host } from '$host';
import { beforeLeave } from './router.svelte';

let answer = $state.raw<((leave: boolean) => void) | null>(null);
let dirtyForms = 0;

export const leaving = () => answer !== null;

/** True when the user gives up the input. A second question while one is open is answered with no. */
export function askToLeave(): Promise<boolean> {
  if (answer) return Promise.resolve(false);
  return new Promise((resolve) => {
    answer = (leave) => {
      answer = null;
      resolve(leave);
    };
  });
}

export const answerLeaving = (leave: boolean) => answer?.(leave);

/** Guards the screen and tells the window that there is something to lose; the answer ends both. */
export function guardUnsaved(): () => void {
  const drop = beforeLeave(askToLeave);
  if (++dirtyForms === 1) tellWindow();
  return () => {
    drop();
    if (--dirtyForms === 0) tellWindow();
  };
}

/** One word at a time, always the present one: of two under way the older might arrive last. */
let told: Promise<unknown> = Promise.resolve();
function tellWindow(): void {
  // Without an answer the window asks or not by what it knew before; nothing is lost by that alone.
  told = told.then(() => host.unsavedWork(dirtyForms > 0)).catch(() => undefined);
}
