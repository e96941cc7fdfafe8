// Transactions of the park at Yandex Fleet as a register: its types and its commands. Rows that come tell the names of
// their drivers and the currency that the register adds up.
import {
  host,
  type FleetTransactionColumn,
  type FleetTransactionRow,
  type FleetTransactionsFilter,
} from '$host';
import type { Order, RegisterSource } from '$shared/register/source';

export interface FleetTransactionsKind {
  filter: FleetTransactionsFilter;
  row: FleetTransactionRow;
  column: FleetTransactionColumn;
}

/** The newest first. */
export const usualOrder: Order<FleetTransactionColumn> = { column: 'at', descending: true };

export const transactionsSource = (
  seen: (rows: FleetTransactionRow[]) => void,
): RegisterSource<FleetTransactionsKind> => ({
  name: 'fleet_transactions',
  usualOrder,
  // One driver's list is an operation of its own.
  open: (connection, filter) =>
    filter.driver_id === null
      ? host.yandexListParkTransactions(connection, filter)
      : host.yandexListDriverTransactions(connection, filter.driver_id, filter),
  async window(handle, from, count) {
    const window = await host.fleetTransactionsWindow(handle, from, count);
    seen(window.rows);
    return window;
  },
});
