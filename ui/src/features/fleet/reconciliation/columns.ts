// The columns of a reconciliation: the verdict, both sides beside each other, what lies between them, then what explains.
import type { ReconciliationRow, ReconciliationSide } from '$host';
import { dateTime } from '$shared/format';
import type { Column } from '$shared/grid/columns';
import { t } from '$shared/i18n/i18n.svelte';
import { briefName, NOTHING, red, sum } from '$shared/register/cells';
import { foreignOf, withUnit, type SideName } from './rows';
import type { VerdictTab } from './verdicts';

const at = (side: SideName): Column<ReconciliationRow> => ({
  id: `${side}_at`,
  title: t(`reconciliation.column.${side}_at`),
  width: 132,
  exact: true,
  sortable: true,
  text: (row) => {
    const record = row[side];
    return record === null ? NOTHING : dateTime(record.at);
  },
});

const amount = (side: SideName): Column<ReconciliationRow> => ({
  id: `${side}_amount`,
  title: t(`reconciliation.column.${side}_amount`),
  width: 110,
  exact: true,
  numeric: true,
  look: (row) => `m ${red(row[side]?.amount ?? null)}`,
  text: (row) => {
    const record = row[side];
    return record !== null && foreignOf(record) !== null ? withUnit(record) : sum(record?.amount ?? null);
  },
});

const what = (side: SideName): Column<ReconciliationRow> => ({
  id: `${side}_what`,
  title: t(`reconciliation.column.${side}_what`),
  width: 200,
  look: 'mut',
  text: (row) => saidOf(row[side]),
});

const saidOf = (record: ReconciliationSide | null) =>
  record === null
    ? NOTHING
    : [record.category, record.description].filter(Boolean).join(' \u00b7 ') || NOTHING;

const verdict = (): Column<ReconciliationRow> => ({
  id: 'verdict',
  title: t('reconciliation.column.verdict'),
  width: 164,
  exact: true,
  pinned: true,
  custom: true,
});

const driver = (): Column<ReconciliationRow> => ({
  id: 'driver',
  title: t('reconciliation.column.driver'),
  width: 132,
  text: (row) => (row.driver ? briefName(row.driver) : NOTHING),
});

const reference = (): Column<ReconciliationRow> => ({
  id: 'reference',
  title: t('reconciliation.column.reference'),
  width: 92,
  exact: true,
  look: 'mono',
  custom: true,
});

/** How the operation stands in the journal. */
const state = (): Column<ReconciliationRow> => ({
  id: 'journal_state',
  title: t('reconciliation.column.journal_state'),
  width: 150,
  text: (row) => (row.journal_state === null ? NOTHING : t(`journal.state.${row.journal_state}`)),
});

/** Rows that only the journal has show what it says of them; the services have nothing to say. */
export const reconciliationColumns = (tab: VerdictTab): Column<ReconciliationRow>[] =>
  tab === 'only_journal' ? ofJournal() : ofAll();

const ofJournal = (): Column<ReconciliationRow>[] => [
  verdict(),
  driver(),
  at('journal'),
  amount('journal'),
  state(),
  reference(),
  what('journal'),
];

const ofAll = (): Column<ReconciliationRow>[] => [
  verdict(),
  driver(),
  at('jump'),
  amount('jump'),
  amount('yandex'),
  at('yandex'),
  {
    id: 'difference',
    title: t('reconciliation.column.difference'),
    width: 108,
    exact: true,
    numeric: true,
    sortable: true,
    look: (row) => `m ${red(row.difference)}`,
    text: (row) => sum(row.difference),
  },
  reference(),
  amount('journal'),
  at('journal'),
  what('jump'),
  what('yandex'),
];
