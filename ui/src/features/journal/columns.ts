// The columns of the journal. The newest stands first; only the time can be sorted by.
import type { OperationView } from '$host';
import { dateTime, money } from '$shared/format';
import type { Column } from '$shared/grid/columns';
import { t } from '$shared/i18n/i18n.svelte';
import { briefName } from '$shared/register/cells';
import { kindText, whoText } from './states';

/** The park is told where there are several. */
export function journalColumns(parks: boolean): Column<OperationView>[] {
  return [
    {
      id: 'at',
      title: t('journal.column.at'),
      width: 156,
      exact: true,
      pinned: true,
      sortable: true,
      text: (row) => dateTime(row.confirmed_at, { seconds: true }),
    },
    { id: 'driver', title: t('journal.column.driver'), width: 168, text: (row) => briefName(row.driver) },
    {
      id: 'amount',
      title: t('journal.column.amount'),
      width: 104,
      exact: true,
      numeric: true,
      look: 'm',
      text: (row) => money(row.amount),
    },
    { id: 'state', title: t('journal.column.state'), width: 222, exact: true, custom: true },
    { id: 'kind', title: t('journal.column.kind'), width: 160, text: kindText },
    {
      id: 'reference',
      title: t('journal.column.reference'),
      width: 88,
      exact: true,
      look: 'mono',
      text: (row) => `#${row.reference}`,
    },
    ...(parks
      ? [
          {
            id: 'park',
            title: t('journal.column.park'),
            width: 120,
            text: (row: OperationView) => row.connection_name,
          },
        ]
      : []),
    { id: 'who', title: t('journal.column.who'), width: 120, look: 'mut', text: (row) => whoText(row.who) },
    {
      id: 'message',
      title: t('journal.column.message'),
      width: 200,
      look: 'mut',
      text: (row) => row.message,
    },
  ];
}
