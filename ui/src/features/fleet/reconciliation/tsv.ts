// Rows as plain text for a spreadsheet, in the form in which registers are copied: a header, tabs, CR LF, amounts like
// `1234,56`, times like `31.10.2026 18:40:00`, an apostrophe before a text that a spreadsheet would run or round.
import type { ReconciliationRow, ReconciliationSide } from '$host';
import { dateTime } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';
import { foreignOf } from './rows';

const DIGITS_KEPT = 15;

/** `-1234.5` becomes `-1234,50`; what is no amount stays. */
function amount(value: string): string {
  const parts = /^([-\u2212]?)(\d+)(?:\.(\d+))?$/.exec(value);
  if (!parts) return text(value);
  const [, minus, whole = '0', fraction = ''] = parts;
  const kopecks = fraction.replace(/0+$/, '').padEnd(2, '0');
  return `${minus ? '-' : ''}${whole},${kopecks}`;
}

function isMisread(value: string): boolean {
  const seen = value.replace(/^[\s\p{Cc}\u200b-\u200f\u2060\ufeff]+/u, '').trimEnd();
  if (/^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(seen)) return true;
  const digits = seen.replace(/\D/g, '').length;
  if (/^[\d\s]+$/.test(seen) && (digits > DIGITS_KEPT || (digits > 1 && seen.startsWith('0')))) return true;
  if (/^\d[\d.,]*e[+-]?\d+$/i.test(seen)) return true;
  const isDay = /^\d{2}\.\d{2}\.\d{4}$/.test(seen);
  return !isDay && /^\d{1,4}([-/.:])\d{1,4}(\1\d{1,4})?$/.test(seen);
}

function text(value: string): string {
  const line = value.replace(/[\t\r\n\v\f\u0085\u2028\u2029]+/g, ' ');
  if (isMisread(line)) return `'${line}`;
  // A quote at the beginning opens a cell that goes on to the next quote.
  return line.startsWith('"') ? `"${line.replaceAll('"', '""')}"` : line;
}

const side = (of: ReconciliationSide | null) =>
  of === null
    ? ['', '', '', '', '', '']
    : [
        dateTime(of.at, { seconds: true }),
        amount(of.amount),
        foreignOf(of) ?? 'RUB',
        text(of.category),
        text(of.description),
        text(of.id),
      ];

const line = (cells: string[]) => `${cells.join('\t')}\r\n`;

/** The header and every row given. */
export function toTsv(rows: readonly ReconciliationRow[]): string {
  const journal = (['at', 'amount', 'state', 'description'] as const).map((part) =>
    t(`reconciliation.copy.journal.${part}`),
  );
  const sides = (['jump', 'yandex'] as const).flatMap((name) =>
    (['at', 'amount', 'currency', 'category', 'description', 'id'] as const).map((part) =>
      t(`reconciliation.copy.${name}.${part}`),
    ),
  );
  const header = [
    t('reconciliation.column.verdict'),
    t('reconciliation.column.driver'),
    t('reconciliation.column.reference'),
    ...sides,
    t('reconciliation.column.difference'),
    ...journal,
    t('reconciliation.copy.jumpDriver'),
    t('reconciliation.copy.fleetDriver'),
  ];
  const body = rows.map((row) =>
    line([
      t(`reconciliation.verdict.${row.verdict}`),
      text(row.driver),
      row.reference === null ? '' : text(`#${row.reference}`),
      ...side(row.jump),
      ...side(row.yandex),
      row.difference === null ? '' : amount(row.difference),
      row.journal === null ? '' : dateTime(row.journal.at, { seconds: true }),
      row.journal === null ? '' : amount(row.journal.amount),
      row.journal_state === null ? '' : t(`journal.state.${row.journal_state}`),
      text(row.journal?.description ?? ''),
      text(row.jump_driver ?? ''),
      text(row.fleet_driver ?? ''),
    ]),
  );
  return line(header) + body.join('');
}
