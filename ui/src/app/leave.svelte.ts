// One question for every form with unsaved input: `$effect(() => beforeLeave(() => !dirty || askToLeave()))`.
// App.svelte shows the dialog while `leaving()` is true.
let answer = $state.raw<((leave: boolean) => void) | null>(null);

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
