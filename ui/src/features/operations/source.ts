// Operations (the service calls them transactions) as a register: its types and its commands.
import { host, type TransactionColumn, type TransactionRow, type TransactionsFilter } from '$host';
import type { Order, RegisterSource } from '$shared/register/source';

export interface OperationsKind {
  filter: TransactionsFilter;
  row: TransactionRow;
  column: TransactionColumn;
}

/** The newest first. */
export const usualOrder: Order<TransactionColumn> = { column: 'date', descending: true };

export const operationsSource: RegisterSource<OperationsKind> = {
  name: 'transactions',
  usualOrder,
  open: (connection, filter) => host.jumpListTransactions(connection, filter),
  window: (handle, from, count) => host.transactionsWindow(handle, from, count),
};
