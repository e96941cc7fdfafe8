// Where the form of an operation is open: on one driver's card at a time. Other screens ask for it here.
import { navigate, route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { Operation, type OperationAsk } from './operation.svelte';

export type { OperationAsk };

let current = $state.raw<Operation | null>(null);
/** The same, at once: what cleans up after itself still reads the former state. */
let held: Operation | null = null;

function put(operation: Operation | null): void {
  held = operation;
  current = operation;
}

/** The form that is open on this card. */
export const operationOf = (park: string, driverId: string): Operation | null =>
  current?.park === park && current.driverId === driverId ? current : null;

export const openOperation = (): Operation | null => current;

/** On the card that is on the screen. What is typed stays when only the kind of operation changes. */
export function beginOperation(park: string, ask: OperationAsk): void {
  const open = held?.park === park && held.driverId === ask.driverId ? held : null;
  if (open?.step === 'form' && ask.repeats === undefined) {
    if (ask.operation) open.choose(ask.operation);
    return;
  }
  // What is confirmed or about to be is not swept away by a button beside it.
  if (open && (open.step === 'review' || open.busy)) return;
  held?.stop();
  put(new Operation(park, ask));
}

export function endOperation(operation: Operation): void {
  operation.stop();
  if (held === operation) put(null);
}

/** Goes to the driver's card, unless a form on the screen objects, and opens the form there; true when it is open. */
export async function askForOperation(ask: OperationAsk): Promise<boolean> {
  const park = session.currentId;
  if (park === null) return false;
  const now = route();
  const there = now?.name === 'driver' && now.id === ask.driverId;
  if (!there && !(await navigate({ name: 'driver', id: ask.driverId, tab: 'profile' }))) return false;
  beginOperation(park, ask);
  return true;
}
