// Where the form of a transaction is open: for one driver of Fleet at a time. Other screens ask for it here.
import type { FleetAgain } from '$host';
import { route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { money } from '$shared/format';
import { showNarrowed } from '../ways';
import { FleetTransaction, type FleetAsk } from './transaction.svelte';

export type { FleetAsk };

let current = $state.raw<FleetTransaction | null>(null);
/** The same, at once: what cleans up after itself still reads the former state. */
let held: FleetTransaction | null = null;

function put(transaction: FleetTransaction | null): void {
  held = transaction;
  current = transaction;
}

/** The form that is open in this park. */
export const fleetTransaction = (): FleetTransaction | null =>
  current && current.park === session.currentId ? current : null;

/** What is typed stays when only the sign changes. */
export function beginFleet(park: string, ask: FleetAsk): void {
  const open = held?.park === park && held.driverId === ask.driverId ? held : null;
  if (open?.step === 'form' && ask.repeats === undefined) return open.choose(ask.sign);
  // What is confirmed or about to be is not swept away by a button beside it.
  if (held?.park === park && (held.step === 'review' || held.busy)) return;
  held?.stop();
  put(new FleetTransaction(park, ask));
}

export function endFleet(transaction: FleetTransaction): void {
  transaction.stop();
  if (held === transaction) put(null);
}

/** Goes to the drivers of Fleet, narrowed to this one, unless a form on the screen objects, and opens the form there; true
 *  when it is open. */
export async function askForFleet(ask: FleetAsk): Promise<boolean> {
  const park = session.currentId;
  if (park === null) return false;
  const now = route();
  const there = now?.name === 'fleet' && now.tab === 'drivers';
  if (!there && !(await showNarrowed(park, { id: ask.driverId, name: ask.name }))) return false;
  beginFleet(park, ask);
  return true;
}

/** A transaction that a person closed as absent, as a form begins with it. The amount as it is typed here. */
export const askOf = (again: FleetAgain, name: string): FleetAsk => ({
  driverId: again.driver_id,
  name,
  sign: again.sign,
  amount: money(again.amount),
  manner: again.manner,
  reason: again.reason,
  description: again.description,
  balanceMin: again.balance_min === '' ? '' : money(again.balance_min),
  repeats: again.repeats,
});
