// The exports of this run: they go on while their screen is away, and what became of them is told wherever the user is.
import { host, subscribe, type ExportAsk, type ExportFormat, type ExportState } from '$host';
import { describeError } from '$shared/errors';
import { count } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';
import { toast } from '$shared/toasts.svelte';

let list = $state.raw<readonly ExportState[]>([]);
/** Screens that show the exports; without one the end of an export is told by a toast. */
let shown = 0;
let stop: (() => void) | null = null;

/** Those under way and those that ended and were not put away, the oldest first. */
export const exportsNow = () => list;

/** Called by a screen that shows them; the answer is called when it goes. */
export function showExports(): () => void {
  shown++;
  return () => void shown--;
}

/** Asks where to and begins to write rows of a register; false when the dialog was closed. Throws what Rust says. */
export const beginExport = (ask: ExportAsk): Promise<boolean> =>
  beginFile(ask.format, (title, kind) => host.exportRegister(ask, title, kind));

/** The same for other rows: `begin` is given the words of the dialog. */
export async function beginFile(
  format: ExportFormat,
  begin: (title: string, kind: string) => Promise<ExportState | null>,
): Promise<boolean> {
  stop ??= subscribe('exportChanged', hear);
  const state = await begin(t('board.export.dialog'), t(`board.export.kind.${format}`));
  if (state === null) return false;
  // Those that ended well have been seen by now.
  list = list.filter(({ id, phase }) => id === state.id || phase !== 'done');
  // A short one may have told its end before the command answered.
  if (!list.some(({ id }) => id === state.id)) hear(state);
  return true;
}

function hear(told: ExportState): void {
  const known = list.find(({ id }) => id === told.id);
  if (known && known.phase !== 'writing') return;
  list = known ? list.map((one) => (one.id === told.id ? told : one)) : [...list, told];
  if (told.phase === 'cancelled') {
    dismissExport(told.id);
    toast({ title: told.file, text: t('board.export.cancelled'), tone: 'info' });
  } else if (told.phase !== 'writing' && shown === 0) tellEnd(told);
}

function tellEnd(told: ExportState): void {
  if (told.phase === 'failed') {
    const why = told.error ? describeError(told.error) : null;
    toast({ title: told.file, text: why ? `${why.title}. ${why.text}` : '', tone: 'err' });
    return;
  }
  toast({
    title: told.file,
    text: doneText(told),
    tone: told.complete ? 'ok' : 'warn',
    action: { title: t('board.export.reveal'), run: () => void revealExport(told.id) },
  });
}

export const doneText = ({ rows, complete }: ExportState) =>
  [t('board.export.done', { n: rows, count: count(rows) }), complete ? '' : t('board.export.done.incomplete')]
    .filter(Boolean)
    .join(' ');

export async function cancelExport(id: string): Promise<void> {
  try {
    await host.cancelExport(id);
  } catch (thrown) {
    tellFailure(thrown);
  }
}

export async function revealExport(id: string): Promise<void> {
  try {
    await host.revealExport(id);
  } catch (thrown) {
    tellFailure(thrown);
  }
}

export function tellFailure(thrown: unknown): void {
  const { title, text } = describeError(thrown);
  toast({ title: `${title}.`, text, tone: 'warn' });
}

/** Takes an ended one off the screen; its file stays. */
export function dismissExport(id: string): void {
  list = list.filter((one) => one.id !== id);
}

/** As at the start of the program: for tests. */
export function forgetExports(): void {
  stop?.();
  stop = null;
  list = [];
}
