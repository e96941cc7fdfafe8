// Drivers as a register: its types and its commands.
import { host, type DriverColumn, type DriverRow, type DriversFilter } from '$host';
import type { Order, RegisterSource } from '$shared/register/source';

export interface DriversKind {
  filter: DriversFilter;
  row: DriverRow;
  column: DriverColumn;
}

/** Those who came first stand first, as the service lists them. */
export const usualOrder: Order<DriverColumn> = { column: 'id', descending: false };

export const driversSource: RegisterSource<DriversKind> = {
  name: 'drivers',
  usualOrder,
  open: (connection, filter) => host.openDrivers(connection, filter),
  window: (handle, from, count) => host.driversWindow(handle, from, count),
};
