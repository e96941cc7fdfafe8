// The columns of the list of drivers.
import { count, dateTime, phone } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';
import { NOTHING, red, sum } from '$shared/register/cells';
import type { CellsOf } from '$shared/register/source';
import { currentStatus, workStatus } from '../words';
import type { FleetDriversKind } from './source';

type DriverCells = CellsOf<FleetDriversKind>;

const moment = (at: string | null) => (at ? dateTime(at) : NOTHING);

// Together the shown ones fit beside the navigation on a screen of 1366.
const layout: Omit<DriverCells, 'title'>[] = [
  { id: 'driver', width: 196, custom: true },
  { id: 'phone', width: 128, text: (row) => (row.phone ? phone(row.phone) : NOTHING) },
  {
    id: 'balance',
    width: 108,
    numeric: true,
    amount: true,
    text: (row) => sum(row.balance),
    look: (row) => red(row.balance),
  },
  { id: 'foreign', width: 112, numeric: true, look: 'mut', text: (row) => row.foreign },
  { id: 'work_status', width: 104, groupable: true, text: (row) => workStatus(row.work_status) || NOTHING },
  {
    id: 'current_status',
    width: 104,
    groupable: true,
    look: (row) => (row.current_status === 'offline' ? 'mut' : ''),
    text: (row) => currentStatus(row.current_status) || NOTHING,
  },
  { id: 'work_rule', width: 124, groupable: true, text: (row) => row.work_rule || NOTHING },
  { id: 'car', width: 152, text: (row) => row.car || NOTHING },
  { id: 'license', width: 104, text: (row) => row.license || NOTHING },
  {
    id: 'linked',
    width: 84,
    numeric: true,
    look: 'mut',
    text: (row) => (row.linked ? count(row.linked) : NOTHING),
  },
  {
    id: 'last_transaction_at',
    width: 148,
    groupable: true,
    hidden: true,
    look: 'mut',
    text: (row) => moment(row.last_transaction_at),
  },
  {
    id: 'balance_limit',
    width: 108,
    numeric: true,
    hidden: true,
    look: 'mut',
    text: (row) => sum(row.balance_limit),
  },
  {
    id: 'created_at',
    width: 124,
    groupable: true,
    hidden: true,
    look: 'mut',
    text: (row) => moment(row.created_at),
  },
  { id: 'driver_id', width: 240, hidden: true, look: 'mut', text: (row) => row.driver_id },
];

/** In the present language. Another currency has its column only where there is one. */
export const driverColumns = (unit: string, withForeign: boolean): DriverCells[] =>
  layout
    .filter(({ id }) => id !== 'foreign' || withForeign)
    .map((column) => ({
      ...column,
      title: t(`fleet.drivers.column.${column.id}`, { unit }),
      sortable: true,
    }));
