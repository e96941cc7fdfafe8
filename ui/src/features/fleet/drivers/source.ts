// Drivers of the park at Yandex Fleet as a register: its types and its commands.
import { host, type FleetDriverColumn, type FleetDriverRow, type FleetDriversFilter } from '$host';
import type { Order, RegisterSource } from '$shared/register/source';

export interface FleetDriversKind {
  filter: FleetDriversFilter;
  row: FleetDriverRow;
  column: FleetDriverColumn;
}

export const usualOrder: Order<FleetDriverColumn> = { column: 'driver', descending: false };

export const driversSource = (seen: (rows: FleetDriverRow[]) => void): RegisterSource<FleetDriversKind> => ({
  name: 'fleet_drivers',
  usualOrder,
  open: (connection, filter) => host.yandexListDriverProfiles(connection, filter),
  async window(handle, from, count) {
    const window = await host.fleetDriversWindow(handle, from, count);
    seen(window.rows);
    return window;
  },
});
