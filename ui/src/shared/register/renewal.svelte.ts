// Coming back to a list that was left: its rows are there at once, and are read anew behind them where that is cheap or
// where they are known to be out of date. A long list says when it was read, and F5 reads it anew.
import { untrack } from 'svelte';
import type { RegisterDesk } from './desk.svelte';
import type { RegisterFilters } from './filters.svelte';
import type { RegisterKind } from './source';

/** One page of the service. */
const SHORT = 200;
const OLD_MS = 60_000;

/** To be called while a component is made, before the desk takes up what was left. `outdated`: it is known that the
 *  rows have changed since. */
export function renewOnReturn<K extends RegisterKind, F extends RegisterFilters<K>>(
  desk: RegisterDesk<K, F>,
  outdated = false,
): void {
  let undecided = desk.visit.waits;
  $effect(() => {
    const { state, isRunning } = desk.register;
    if (!undecided || state === null) return;
    undecided = false;
    const old = Date.now() - Date.parse(state.started_at) > OLD_MS;
    const cheap = state.received <= SHORT && desk.visit.selection.isEmpty;
    if (!isRunning && (outdated || (old && cheap))) untrack(() => desk.refresh());
  });
}
