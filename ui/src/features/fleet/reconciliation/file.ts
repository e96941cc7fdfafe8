// What the file of a reconciliation is asked for: the rows that are shown, in their order, and the words of the sheet about
// it in the present language. The facts (times, counts, sums, the hash, what was read to its end) are Rust's.
import type {
  ExportFormat,
  Reconciliation,
  ReconciliationAbout,
  ReconciliationColumn,
  ReconciliationExport,
  ReconciliationRow,
} from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import { states } from '../../journal/states';
import { ALL, verdicts, type VerdictTab } from './verdicts';

/** Columns of the file with their widths in pixels. */
const columns: [column: ReconciliationColumn, width: number, title: () => string][] = [
  ['verdict', 130, () => t('reconciliation.column.verdict')],
  ['driver', 220, () => t('reconciliation.column.driver')],
  ['reference', 90, () => t('reconciliation.column.reference')],
  ['jump_at', 140, () => t('reconciliation.copy.jump.at')],
  ['jump_amount', 120, () => t('reconciliation.copy.jump.amount')],
  ['jump_category', 180, () => t('reconciliation.copy.jump.category')],
  ['jump_description', 260, () => t('reconciliation.copy.jump.description')],
  ['jump_id', 110, () => t('reconciliation.copy.jump.id')],
  ['yandex_at', 140, () => t('reconciliation.copy.yandex.at')],
  ['yandex_amount', 120, () => t('reconciliation.copy.yandex.amount')],
  ['yandex_foreign', 150, () => t('reconciliation.copy.yandex.foreign')],
  ['yandex_category', 180, () => t('reconciliation.copy.yandex.category')],
  ['yandex_description', 260, () => t('reconciliation.copy.yandex.description')],
  ['yandex_id', 150, () => t('reconciliation.copy.yandex.id')],
  ['difference', 110, () => t('reconciliation.column.difference')],
  ['journal_at', 140, () => t('reconciliation.copy.journal.at')],
  ['journal_amount', 120, () => t('reconciliation.copy.journal.amount')],
  ['journal_state', 150, () => t('reconciliation.copy.journal.state')],
  ['journal_description', 260, () => t('reconciliation.copy.journal.description')],
  ['jump_driver', 120, () => t('reconciliation.copy.jumpDriver')],
  ['fleet_driver', 200, () => t('reconciliation.copy.fleetDriver')],
];
const summed = ['jump_amount', 'yandex_amount', 'difference', 'journal_amount'];

export interface Shown {
  rows: readonly ReconciliationRow[];
  /** Only the selected ones of what is shown. */
  selected: boolean;
  verdict: VerdictTab;
  search: string;
  /** Whose: the driver's name, or the whole park. */
  whose: string;
}

export function fileAsk({ id }: Reconciliation, shown: Shown, format: ExportFormat): ReconciliationExport {
  const named = <K extends string>(keys: readonly K[], word: (key: K) => string) =>
    Object.fromEntries(keys.map((key) => [key, word(key)]));
  return {
    id,
    rows: shown.rows.map(({ number }) => number),
    columns: columns.map(([column, width, title]) => ({ column, width, title: title() })),
    format,
    words: {
      name: t('reconciliation.file.name'),
      incomplete: t('board.export.incomplete'),
      about: t('board.export.about'),
      total: t('board.export.total'),
      verdicts: named(verdicts, (verdict) => t(`reconciliation.verdict.${verdict}`)),
      states: named(states, (state) => t(`journal.state.${state}`)),
      lines: lines(shown),
    },
  };
}

function lines({ selected, verdict, search, whose }: Shown) {
  const line = (label: string, value: ReconciliationAbout) => ({ label, value });
  const text = (label: string, of: string) => line(label, { kind: 'text', of });
  const whole = {
    complete: t('reconciliation.file.whole'),
    incomplete: t('reconciliation.file.notWhole'),
  };
  const people = {
    complete: t('reconciliation.file.known'),
    incomplete: t('reconciliation.file.notKnown'),
  };
  const words = search.trim();
  return [
    text(t('reconciliation.file.compared'), t('reconciliation.file.compared.text')),
    line(t('board.export.line.connection'), { kind: 'connection' }),
    text(t('reconciliation.file.whose'), whose),
    line(t('register.filter.period'), { kind: 'period' }),
    ...(verdict === ALL
      ? []
      : [text(t('reconciliation.column.verdict'), t(`reconciliation.verdict.${verdict}`))]),
    ...(words ? [text(t('reconciliation.file.search'), words)] : []),
    ...(selected ? [text(t('board.export.line.selection'), t('board.export.onlySelected'))] : []),
    line(t('reconciliation.file.madeAt'), { kind: 'made_at' }),
    line(t('board.export.line.writtenAt'), { kind: 'written_at' }),
    line(t('reconciliation.file.jump'), { kind: 'jump', of: whole }),
    line(t('reconciliation.file.yandex'), { kind: 'yandex', of: whole }),
    line(t('reconciliation.file.drivers'), { kind: 'drivers', of: people }),
    line(t('reconciliation.file.jumpRows'), { kind: 'jump_rows' }),
    line(t('reconciliation.file.yandexRows'), { kind: 'yandex_rows' }),
    line(t('board.export.line.rows'), { kind: 'rows' }),
    ...columns
      .filter(([column]) => summed.includes(column))
      .map(([column, , title]) =>
        line(t('board.export.line.sum', { title: title() }), { kind: 'sum', of: column }),
      ),
    line(t('board.export.line.sha256'), { kind: 'sha256' }),
  ];
}
