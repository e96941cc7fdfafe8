// The columns of a register's rows: the verdict before what explains it, and the state in its place once it is sent.
import type { PayoutRow, PayoutView, Service } from '$host';
import { isNegative, money, moneyOrDash } from '$shared/format';
import type { Column } from '$shared/grid/columns';
import { t } from '$shared/i18n/i18n.svelte';
import { briefName } from '$shared/register/cells';
import { isOut, reasonOf, whyOut } from './verdicts';
import { minus } from './words';

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

const figure = (
  id: string,
  title: string,
  width: number,
  text: (row: PayoutRow) => string,
  look: (row: PayoutRow) => string,
): Rows => ({ id, title, width, exact: true, numeric: true, text, look });

/** Jump's own figures. */
function previewColumns(look: (row: PayoutRow) => string): Rows[] {
  const kept = (of: (row: PayoutRow) => string | null) => (row: PayoutRow) =>
    moneyOrDash(isOut(row) ? null : of(row));
  return [
    figure(
      'commission',
      t('payouts.column.commission'),
      96,
      kept((row) => row.commission),
      look,
    ),
    figure(
      'paid',
      t('payouts.column.paid'),
      100,
      kept((row) => row.amount_paid),
      look,
    ),
  ];
}

/** What Yandex has of the driver: what is free decides, the others explain it. A row that is left out shows them too. */
function balanceColumns(look: (row: PayoutRow) => string): Rows[] {
  const sum = (amount: string | null) => (amount === null ? '' : money(amount));
  const red = (of: (row: PayoutRow) => string | null) => (row: PayoutRow) => {
    const amount = of(row);
    return amount !== null && isNegative(amount) ? 'c-err' : look(row);
  };
  const blocked = ({ balance, free }: PayoutRow) =>
    balance === null || free === null ? '' : moneyOrDash(minus(balance, free));
  return [
    figure(
      'free',
      t('payoutsFleet.column.free'),
      104,
      (row) => sum(row.free),
      red((row) => row.free),
    ),
    figure(
      'balance',
      t('payoutsFleet.column.balance'),
      104,
      (row) => sum(row.balance),
      red((row) => row.balance),
    ),
    figure('blocked', t('payoutsFleet.column.blocked'), 96, blocked, look),
  ];
}

/** Why a row was left out, rejected or not sent. */
function reasonText(row: PayoutRow, service: Service): string {
  if (row.state === null) return whyOut(row, service);
  return row.state === 'rejected' || row.state === 'not_sent' ? reasonOf(row, service) : '';
}

export function payoutColumns(
  { settings, phase }: Pick<PayoutView, 'settings' | 'phase'>,
  confirmed: boolean,
): Rows[] {
  const { way } = settings;
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
      {
        id: 'reason',
        title: t('payouts.column.reason'),
        width: 180,
        text: (row) => reasonText(row, way.service),
        look,
      },
      {
        id: 'reference',
        title: t('payouts.column.reference'),
        width: 88,
        exact: true,
        custom: true,
        look: 'mono',
      },
    );
  if (phase === 'checked' && way.service === 'yandex' && way.sign === 'debit')
    columns.push(...balanceColumns(look));
  if (phase === 'checked' && way.service === 'jump' && way.operation === 'withdraw')
    columns.push(...previewColumns(look));
  if (checked && way.service === 'jump' && way.create_payment)
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
