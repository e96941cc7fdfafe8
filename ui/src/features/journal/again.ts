// An operation that a person closed as absent is sent again only as a new one: the form opens with its data, and it is
// planned, shown and confirmed anew.
import type { OperationDetails, TransactionOperation } from '$host';
import { askForOperation } from '../money/form.svelte';

interface Body {
  balance_id?: string | number;
  message?: string;
}

const operations: readonly string[] = ['withdraw', 'deposit', 'transfer'] satisfies TransactionOperation[];

function bodyOf(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {};
  }
}

/** The comment without our mark: the new operation gets a mark of its own. */
const unmarked = (message: string, reference: string) => message.replace(`[#${reference}]`, '').trim();

/** What the form begins with. The amount as it is typed here. */
export function draftOf({ operation, body }: OperationDetails) {
  const { balance_id } = bodyOf(body);
  return {
    driverId: operation.driver_id,
    repeats: operation.id,
    ...(operations.includes(operation.kind) && { operation: operation.kind as TransactionOperation }),
    amount: operation.amount.replace('.', ','),
    ...(balance_id !== undefined && { balanceId: String(balance_id) }),
    message: unmarked(operation.message, operation.reference),
  };
}

export const sendAgain = (details: OperationDetails) => void askForOperation(draftOf(details));
