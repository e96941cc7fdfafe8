// The columns of the table.
import { count, dateTime, phone } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';
import { red, sum } from '$shared/register/cells';
import type { CellsOf } from '$shared/register/source';
import type { OperationsKind } from './source';
import type { Titles } from './titles.svelte';

type OperationCells = CellsOf<OperationsKind>;

// The first five fit beside an open operation on a screen of 1366.
const layout = (titles: Titles): Omit<OperationCells, 'title'>[] => [
  { id: 'driver', width: 152, groupable: true, custom: true },
  { id: 'date', width: 124, groupable: true, text: (row) => dateTime(row.date) },
  {
    id: 'type',
    width: 188,
    groupable: true,
    text: (row) => titles.of('type_ids', row.type_id, row.type_title),
  },
  {
    id: 'amount',
    width: 108,
    numeric: true,
    amount: true,
    text: (row) => sum(row.amount),
    look: (row) => red(row.amount),
  },
  { id: 'description', width: 212, text: (row) => row.description },
  { id: 'route', width: 260, text: (row) => row.route },
  {
    id: 'integration',
    width: 116,
    groupable: true,
    text: (row) => titles.of('integration_ids', row.integration_id, row.integration),
  },
  { id: 'payment', width: 112, text: (row) => (row.payment_id ? count(row.payment_id) : '') },
  { id: 'phone', width: 140, text: (row) => (row.phone ? phone(row.phone) : '') },
  { id: 'id', width: 112, look: 'mut', text: (row) => count(row.id) },
];

/** In the present language. */
export const operationColumns = (titles: Titles): OperationCells[] =>
  layout(titles).map((column) => ({ ...column, title: t(`operations.column.${column.id}`), sortable: true }));
