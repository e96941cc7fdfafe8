// The tray: files that wait for the user's word on their slots, and files that cannot be sent. Plain values; every
// step makes a new state.
import type { GrantedFile, UploadItem, UploadView } from '$host';
import { proposeSlot, type SlotChoice } from './proposeSlot';

export interface TrayItem {
  file: GrantedFile;
  /** '' until the user chooses. */
  slot: string;
}

export interface Refusal {
  file: GrantedFile;
  /** The slot it was dropped on, where it says so; null in the tray. */
  slot: string | null;
}

export interface TrayState {
  items: TrayItem[];
  refused: Refusal[];
  /** Index of the chosen file: the keys 1..7 speak to it. */
  selected: number;
}

/** A file whose bytes are known already: in the tray, or sent before. */
export interface Duplicate {
  file: GrantedFile;
  sameAs: { name: string; slot: string | null };
}

export const emptyTray: TrayState = { items: [], refused: [], selected: 0 };

/** Puts files in, each with a proposed slot. `preferred` is the slot under the drop: it goes to the first unnamed file. */
export function withFiles(
  tray: TrayState,
  files: GrantedFile[],
  slots: SlotChoice[],
  preferred: string | null = null,
): TrayState {
  const items = [...tray.items];
  for (const file of files) {
    const taken = new Set(items.map((item) => item.slot));
    const slot = files.length === 1 && preferred ? preferred : proposeSlot(file.name, slots, taken);
    items.push({ file, slot });
  }
  return { ...tray, items };
}

export function withRefused(tray: TrayState, files: GrantedFile[], slot: string | null): TrayState {
  const others = slot === null ? tray.refused : withoutRefusalOf(tray, slot).refused;
  return { ...tray, refused: [...others, ...files.map((file) => ({ file, slot }))] };
}

/** A slot that gets another file no longer speaks of the one it refused. */
export const withoutRefusalOf = (tray: TrayState, slot: string): TrayState => ({
  ...tray,
  refused: tray.refused.filter((one) => one.slot !== slot),
});

export const withoutRefused = (tray: TrayState, index: number): TrayState => ({
  ...tray,
  refused: tray.refused.filter((_, at) => at !== index),
});

export const assigned = (tray: TrayState, index: number, slot: string): TrayState => ({
  ...tray,
  items: tray.items.map((item, at) => (at === index ? { ...item, slot } : item)),
});

export function withoutItem(tray: TrayState, index: number): TrayState {
  const items = tray.items.filter((_, at) => at !== index);
  const selected = tray.selected > index ? tray.selected - 1 : tray.selected;
  return { ...tray, items, selected: Math.max(0, Math.min(selected, items.length - 1)) };
}

/** After a send: what went is gone, what came meanwhile stays. */
export function withoutSent(tray: TrayState, sent: TrayItem[]): TrayState {
  const tokens = new Set(sent.map((item) => item.file.token));
  const items = tray.items.filter((item) => !tokens.has(item.file.token));
  return { ...tray, items, selected: Math.max(0, Math.min(tray.selected, items.length - 1)) };
}

export const unassigned = (tray: TrayState) => tray.items.filter((item) => item.slot === '').length;

export const uploadItems = (items: TrayItem[]): UploadItem[] =>
  items.map((item) => ({ token: item.file.token, slot: item.slot }));

/** A failed or stopped upload left nothing in Jump, so the same file is no duplicate of it. */
const mayBeThere = (upload: UploadView) => upload.phase !== 'failed' && upload.phase !== 'cancelled';

/** Parts files into those to go on with and those whose bytes stand in the tray, among the uploads or earlier in the pile. */
export function partDuplicates(
  files: GrantedFile[],
  tray: TrayState,
  uploads: UploadView[],
): { fresh: GrantedFile[]; duplicates: Duplicate[] } {
  const known = new Map<string, Duplicate['sameAs']>();
  for (const upload of uploads)
    if (mayBeThere(upload)) known.set(upload.sha256, { name: upload.name, slot: upload.slot });
  for (const { file } of tray.items) known.set(file.sha256, { name: file.name, slot: null });
  const fresh: GrantedFile[] = [];
  const duplicates: Duplicate[] = [];
  for (const file of files) {
    const sameAs = file.sha256 ? known.get(file.sha256) : undefined;
    if (sameAs) duplicates.push({ file, sameAs });
    else {
      fresh.push(file);
      if (file.sha256) known.set(file.sha256, { name: file.name, slot: null });
    }
  }
  return { fresh, duplicates };
}
