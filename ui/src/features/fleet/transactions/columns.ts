// The columns of the table of transactions.
import { count, dateTime } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';
import { NOTHING, red, sum } from '$shared/register/cells';
import type { CellsOf } from '$shared/register/source';
import { originText } from '../words';
import type { FleetTransactionsKind } from './source';

type TransactionCells = CellsOf<FleetTransactionsKind>;

// The first five fit beside an open transaction on a screen of 1366.
const layout: Omit<TransactionCells, 'title'>[] = [
  { id: 'driver', width: 152, groupable: true, custom: true },
  { id: 'at', width: 124, groupable: true, text: (row) => dateTime(row.at) },
  { id: 'category', width: 208, groupable: true, text: (row) => row.category || row.category_id },
  {
    id: 'amount',
    width: 108,
    numeric: true,
    amount: true,
    text: (row) => sum(row.amount),
    look: (row) => red(row.amount) || (row.amount === null ? 'mut' : ''),
  },
  // Quiet, whatever its sign: it is no news for the balance.
  {
    id: 'outside',
    width: 116,
    numeric: true,
    amount: true,
    look: 'mut',
    text: (row) => (row.outside === null ? '' : sum(row.outside)),
  },
  { id: 'foreign', width: 120, numeric: true, look: 'mut', text: (row) => row.foreign },
  { id: 'description', width: 200, text: (row) => row.description },
  { id: 'origin', width: 112, groupable: true, text: originText },
  { id: 'reference', width: 84, look: 'mut', text: (row) => (row.reference ? `#${row.reference}` : '') },
  {
    id: 'sign',
    width: 104,
    groupable: true,
    hidden: true,
    text: ({ sign }) => (sign === null ? NOTHING : t(`fleet.sign.${sign}`)),
  },
  { id: 'group', width: 148, groupable: true, hidden: true, text: (row) => row.group || NOTHING },
  { id: 'order', width: 140, hidden: true, look: 'mut', text: (row) => row.order_id ?? '' },
  { id: 'transaction_id', width: 140, hidden: true, look: 'mut', text: (row) => count(row.transaction_id) },
];

/** In the present language. Another currency has its column only where there is one. */
export const transactionColumns = (unit: string, withForeign: boolean): TransactionCells[] =>
  layout
    .filter(({ id }) => id !== 'foreign' || withForeign)
    .map((column) => ({ ...column, title: t(`fleet.column.${column.id}`, { unit }), sortable: true }));
