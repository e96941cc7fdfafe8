// What an export is asked for: the columns as they stand on the screen, and the words of the sheet about it in the
// present language. The facts (times, counts, sums, the hash) are Rust's.
import type { AboutLine, AboutValue, ExportAsk, ExportFormat, RegisterHandle, Selection } from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import type { BoardDesk } from './desk';

interface Wanted {
  handle: RegisterHandle;
  format: ExportFormat;
  /** Null: every shown row. */
  selection: Selection | null;
  /** Begins the file's name: «Payments». */
  title: string;
  /** The saved view in force, with whether it is changed. */
  view: { name: string; changed: boolean } | null;
}

export function exportAsk(desk: BoardDesk, { handle, format, selection, title, view }: Wanted): ExportAsk {
  const columns = desk.layout.shown.map(({ id, title, width }) => ({
    column: id,
    title,
    width: Math.round(width),
  }));
  return {
    handle,
    selection,
    columns,
    format,
    words: {
      name: title,
      incomplete: t('board.export.incomplete'),
      about: t('board.export.about'),
      total: t('board.export.total'),
      lines: aboutLines(desk, title, selection !== null, view),
    },
  };
}

function aboutLines(desk: BoardDesk, title: string, selected: boolean, view: Wanted['view']): AboutLine[] {
  const line = (label: string, value: AboutValue): AboutLine => ({ label, value });
  const text = (label: string, of: string) => line(label, { kind: 'text', of });
  const viewName = view && (view.changed ? t('board.export.view.changed', { name: view.name }) : view.name);
  const filters = desk.filters.describe();
  return [
    text(t('board.export.line.register'), title),
    line(t('board.export.line.connection'), { kind: 'connection' }),
    ...(viewName ? [text(t('board.export.line.view'), viewName)] : []),
    ...filters.map(({ label, value }) => text(label, value)),
    ...(filters.length === 0 ? [text(t('board.export.line.filters'), t('board.export.noFilters'))] : []),
    ...(selected ? [text(t('board.export.line.selection'), t('board.export.onlySelected'))] : []),
    line(t('board.export.line.readAt'), { kind: 'read_at' }),
    line(t('board.export.line.windowEnd'), { kind: 'window_end' }),
    line(t('board.export.line.writtenAt'), { kind: 'written_at' }),
    line(t('board.export.line.completeness'), {
      kind: 'completeness',
      of: { complete: t('board.export.complete'), incomplete: t('board.export.notComplete') },
    }),
    line(t('board.export.line.received'), { kind: 'received' }),
    line(t('board.export.line.told'), { kind: 'told' }),
    line(t('board.export.line.rows'), { kind: 'rows' }),
    // Sums of columns that are not in the file would have nothing to be checked against.
    ...desk.layout.shown
      .filter(({ amount }) => amount)
      .map(({ id, title }) => line(t('board.export.line.sum', { title }), { kind: 'sum', of: id })),
    line(t('board.export.line.sha256'), { kind: 'sha256' }),
  ];
}
