// What the screen showed when it was left, of the last park only: coming back from a driver's card finds the same
// register, still being collected or whole, the same selection, payment and place.
import type { PaymentRow } from '$host';
import { RowSelection } from '$shared/grid/selection.svelte';
import { forgetRegister, type KeptRegister } from './register.svelte';

export class Visit {
  register: KeptRegister | null = null;
  readonly selection = new RowSelection();
  drawer: PaymentRow | null = null;
  /** Of the current row. */
  index = 0;

  constructor(readonly connection: string | null) {}
}

let last = new Visit(null);

/** The last visit to this park; that to another one ends with its register. */
export function visitOf(connection: string | null): Visit {
  if (last.connection === connection) return last;
  if (last.register) forgetRegister(last.register.handle);
  last = new Visit(connection);
  return last;
}
