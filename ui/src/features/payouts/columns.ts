// The columns of a register's rows: the verdict before what explains it, and the state in its place once it is sent.
import type { PayoutRow, PayoutView } from '$host';
import { money, moneyOrDash } from '$shared/format';
import type { Column } from '$shared/grid/columns';
import { t } from '$shared/i18n/i18n.svelte';
import { briefName } from '$shared/register/cells';
import { isOut, reasonOf, whyOut } from './verdicts';

type Rows = Column<PayoutRow>;

const driverOf = (row: PayoutRow) => (row.driver ? briefName(row.driver) : row.driver_text);

function amountColumn(isLeft: (row: PayoutRow) => boolean): Rows {
  return {
    id: 'amount',
    title: t('payouts.column.amount'),
    width: 104,
    exact: true,
    numeric: true,
    text: (row) => (row.amount === null ? row.amount_text : money(row.amount)),
    look: (row) => (isLeft(row) ? 'mut struck' : row.amount === null ? 'c-err' : ''),
  };
}

/** The service's own figures. */
function previewColumns(look: (row: PayoutRow) => string): Rows[] {
  const figure = (id: string, title: string, width: number, of: (row: PayoutRow) => string | null): Rows => ({
    id,
    title,
    width,
    exact: true,
    numeric: true,
    text: (row) => moneyOrDash(isOut(row) ? null : of(row)),
    look,
  });
  return [
    figure('commission', t('payouts.column.commission'), 96, (row) => row.commission),
    figure('paid', t('payouts.column.paid'), 100, (row) => row.amount_paid),
  ];
}

/** Why a row was left out, rejected or not sent. */
function reasonText(row: PayoutRow): string {
  if (row.state === null) return whyOut(row);
  return row.state === 'rejected' || row.state === 'not_sent' ? reasonOf(row) : '';
}

export function payoutColumns(
  { settings, phase }: Pick<PayoutView, 'settings' | 'phase'>,
  confirmed: boolean,
): Rows[] {
  const checked = confirmed || phase === 'checked';
  const isLeft = (row: PayoutRow) => checked && isOut(row);
  const look = (row: PayoutRow) => (isLeft(row) ? 'mut' : '');
  const columns: Rows[] = [
    {
      id: 'row',
      title: t('payouts.column.row'),
      width: phase === 'checked' ? 78 : 56,
      exact: true,
      pinned: true,
      numeric: true,
      custom: true,
      look: 'mut',
    },
    { id: 'driver', title: t('payouts.column.driver'), width: 136, pinned: true, text: driverOf, look },
    amountColumn(isLeft),
    {
      id: 'verdict',
      title: t(confirmed ? 'payouts.column.state' : 'payouts.column.verdict'),
      // An unknown outcome and a sum with two readings have the longest words.
      width: 188,
      exact: true,
      custom: true,
    },
  ];
  if (confirmed)
    columns.push(
      { id: 'reason', title: t('payouts.column.reason'), width: 180, text: reasonText, look },
      {
        id: 'reference',
        title: t('payouts.column.reference'),
        width: 88,
        exact: true,
        custom: true,
        look: 'mono',
      },
    );
  if (phase === 'checked' && settings.operation === 'withdraw') columns.push(...previewColumns(look));
  if (checked && settings.create_payment)
    columns.push({
      id: 'requisite',
      title: t('payouts.column.requisite'),
      width: 160,
      text: (row) => row.requisite || (row.verdict === 'no_requisites' ? t('payouts.requisite.none') : ''),
      look,
    });
  columns.push({
    id: 'comment',
    title: t('payouts.column.comment'),
    width: 160,
    text: (row) => row.comment,
    look: 'mut',
  });
  return columns;
}
