// Operations (the service calls them transactions) as a register: its types and its commands.
import {
  host,
  type TransactionColumn,
  type TransactionRow,
  type TransactionsFilter,
  type TransactionTotals,
} from '$host';
import type { Order, RegisterSource } from '$shared/register/source';

export interface OperationsKind {
  filter: TransactionsFilter;
  row: TransactionRow;
  column: TransactionColumn;
  totals: TransactionTotals;
}

/** The newest first. */
export const usualOrder: Order<TransactionColumn> = { column: 'date', descending: true };

export const operationsSource: RegisterSource<OperationsKind> = {
  usualOrder,
  open: (connection, filter) => host.jumpListTransactions(connection, filter),
  window: (handle, from, count) => host.transactionsWindow(handle, from, count),
  order: (handle, order) => host.orderTransactions(handle, order),
  totals: (handle, selection) => host.transactionsTotals(handle, selection),
  copy: (handle, selection, columns) => host.copyTransactions(handle, selection, columns),
  position: async (handle, id) => (await host.transactionDetails(handle, id)).position,
};
