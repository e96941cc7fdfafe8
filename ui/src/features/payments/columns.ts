// The columns of the table: titles, cells, the tone of a status.
import type { Id } from '$host';
import { count, dateTime, moneyOrDash, phone } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';
import { red, sum } from '$shared/register/cells';
import type { CellsOf } from '$shared/register/source';
import type { StatusTone } from '$shared/StatusChip.svelte';
import type { PaymentsKind } from './source';

type PaymentCells = CellsOf<PaymentsKind>;

// The first six fit beside an open payment on a screen of 1366.
const layout: Omit<PaymentCells, 'title'>[] = [
  { id: 'driver', width: 152, groupable: true, custom: true },
  { id: 'created_at', width: 124, groupable: true, text: (row) => dateTime(row.created_at) },
  { id: 'status', width: 202, groupable: true, custom: true },
  {
    id: 'amount',
    width: 102,
    numeric: true,
    amount: true,
    text: (row) => sum(row.amount),
    look: (row) => red(row.amount),
  },
  {
    id: 'commission',
    width: 104,
    numeric: true,
    amount: true,
    text: (row) => moneyOrDash(row.commission),
    look: (row) => red(row.commission) || 'mut',
  },
  {
    id: 'amount_paid',
    width: 106,
    numeric: true,
    amount: true,
    text: (row) => sum(row.amount_paid),
    look: (row) => `m ${red(row.amount_paid)}`,
  },
  { id: 'pay_type', width: 148, groupable: true, text: (row) => row.pay_type },
  { id: 'request_type', width: 184, groupable: true, text: (row) => row.request_type },
  { id: 'agent', width: 160, groupable: true, text: (row) => row.agent },
  { id: 'group', width: 116, groupable: true, text: (row) => row.group },
  { id: 'integration', width: 116, groupable: true, text: (row) => row.integration },
  { id: 'requisites', width: 156, text: (row) => row.requisites },
  { id: 'phone', width: 140, text: (row) => phone(row.phone) },
  {
    id: 'paid_at',
    width: 124,
    groupable: true,
    hidden: true,
    text: (row) => (row.paid_at ? dateTime(row.paid_at) : ''),
  },
  { id: 'id', width: 104, look: 'mut', text: (row) => count(row.id) },
];

/** In the present language. */
export const paymentColumns = (): PaymentCells[] =>
  layout.map((column) => ({ ...column, title: t(`payments.column.${column.id}`), sortable: true }));

const byTheme: Record<string, StatusTone> = {
  success: 'done',
  danger: 'err',
  error: 'err',
  warning: 'warn',
  info: 'wait',
  primary: 'wait',
  secondary: 'neutral',
};
const byId: Record<Id, StatusTone> = {
  1: 'done',
  2: 'err',
  3: 'wait',
  4: 'warn',
  5: 'err',
  6: 'neutral',
  7: 'warn',
  8: 'warn',
};

/** The title is the service's; the tone goes by its theme, else by its id. What nobody knows is neutral. */
export function statusTone(theme: string, id: Id | null): StatusTone {
  return byTheme[theme] ?? (id === null ? undefined : byId[id]) ?? 'neutral';
}
