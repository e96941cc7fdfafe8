// What can be done with a balance, in the order of the buttons.
import type { TransactionOperation } from '$host';
import type { IconName } from '$shared/icons';

export const kinds = ['withdraw', 'deposit', 'transfer'] as const satisfies readonly TransactionOperation[];

export const kindIcons: Record<TransactionOperation, IconName> = {
  withdraw: 'minusCircle',
  deposit: 'plus',
  transfer: 'swap',
};
