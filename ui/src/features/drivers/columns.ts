// The columns of the list of drivers: titles and cells.
import { count, dateTime, phone } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';
import { NOTHING, red, sum } from '$shared/register/cells';
import type { CellsOf } from '$shared/register/source';
import type { DriversKind } from './source';

type DriverCells = CellsOf<DriversKind>;

const moment = (at: string | null) => (at ? dateTime(at) : NOTHING);

// Together they fit beside the navigation on a screen of 1366.
const layout: Omit<DriverCells, 'title'>[] = [
  { id: 'driver', width: 216, custom: true },
  { id: 'phone', width: 124, text: (row) => (row.phone ? phone(row.phone) : NOTHING) },
  { id: 'group', width: 112, groupable: true, text: (row) => row.group || NOTHING },
  {
    id: 'balance',
    width: 108,
    numeric: true,
    amount: true,
    text: (row) => sum(row.balance),
    look: (row) => red(row.balance),
  },
  { id: 'anti_fraud', width: 123, groupable: true, text: (row) => row.anti_fraud || NOTHING },
  { id: 'integrations', width: 116, groupable: true, text: (row) => row.integrations || NOTHING },
  { id: 'last_trip_at', width: 136, groupable: true, look: 'mut', text: (row) => moment(row.last_trip_at) },
  {
    id: 'blacklist',
    width: 112,
    groupable: true,
    text: (row) => (row.in_blacklist ? t('drivers.blacklisted.yes') : NOTHING),
    look: (row) => (row.in_blacklist ? '' : 'mut'),
  },
  { id: 'id', width: 77, numeric: true, look: 'mut', text: (row) => count(row.id) },
  {
    id: 'invited_by',
    width: 160,
    groupable: true,
    hidden: true,
    text: (row) => row.invited_by || NOTHING,
  },
  {
    id: 'created_at',
    width: 124,
    groupable: true,
    hidden: true,
    look: 'mut',
    text: (row) => moment(row.created_at),
  },
  {
    id: 'first_trip_at',
    width: 124,
    groupable: true,
    hidden: true,
    look: 'mut',
    text: (row) => moment(row.first_trip_at),
  },
];

/** In the present language. */
export const driverColumns = (): DriverCells[] =>
  layout.map((column) => ({ ...column, title: t(`drivers.column.${column.id}`), sortable: true }));
