// An operation that a person closed as absent is sent again only as a new one: the form opens with its data as the journal
// has them, and it is planned, shown and confirmed anew.
import type { FleetAgain, SendAgain } from '$host';
import { money } from '$shared/format';
import { askForFleet, askOf as askOfFleet } from '../fleet/create/form.svelte';
import { askForOperation, type OperationAsk } from '../money/form.svelte';

/** What the form begins with. The amount as it is typed here. */
export const askOf = (again: SendAgain): OperationAsk => ({
  driverId: again.driver_id,
  repeats: again.repeats,
  operation: again.operation,
  amount: money(again.amount),
  balanceId: again.balance_id,
  message: again.message,
  ...(again.transaction_type_id !== null && { typeId: again.transaction_type_id }),
  ...(again.operation === 'withdraw' && {
    pays: again.create_payment,
    includesCommission: again.include_commission,
  }),
  ...(again.target_balance_id !== null && {
    former: { balanceId: again.target_balance_id, name: again.target ?? '' },
  }),
});

export const sendAgain = (again: SendAgain) => void askForOperation(askOf(again));

export const fleetAgain = (again: FleetAgain, driver: string) => void askForFleet(askOfFleet(again, driver));
