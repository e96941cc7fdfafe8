// What a slot shows: files of the service joined with uploads of this run, and the one that matters most in front.
import type { ApplicationDesk, ApplicationFile, DocumentSlot, UploadPhase, UploadView } from '$host';
import type { SlotChoice } from './proposeSlot';

export interface Entry {
  key: string;
  upload: UploadView | null;
  /** The file as the service lists it. */
  file: ApplicationFile | null;
  byOurRecord: boolean;
}

export type SlotState = EntryState | 'over' | 'checking' | 'refused';

export type EntryState =
  'empty' | 'queued' | 'uploading' | 'verifying' | 'done' | 'failed' | 'unknown' | 'cancelled';

const states: Record<UploadPhase, EntryState> = {
  queued: 'queued',
  sending: 'uploading',
  verifying: 'verifying',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
  unknown: 'unknown',
};

export const stateOf = (entry: Entry | undefined): EntryState =>
  entry ? (entry.upload ? states[entry.upload.phase] : 'done') : 'empty';

/** What a person has to see first: work that stopped, then work under way, then what is there. */
const urgency: EntryState[] = ['unknown', 'failed', 'uploading', 'verifying', 'queued', 'done', 'cancelled'];

function fileEntry(file: ApplicationFile, byOurRecord: boolean, uploads: UploadView[], index: number): Entry {
  const upload = file.id === null ? undefined : uploads.find((one) => one.file_id === file.id);
  return { key: `file-${file.id ?? `at-${index}`}`, file, byOurRecord, upload: upload ?? null };
}

/** Everything of one slot, the most urgent first, the newest first among equals. */
export function entriesOf(slot: DocumentSlot, desk: ApplicationDesk, uploads: UploadView[]): Entry[] {
  const listed = new Set(
    [...desk.slots.flatMap((one) => one.files.map((held) => held.file)), ...desk.other_files].map(
      (file) => file.id,
    ),
  );
  const entries = [
    ...slot.files.map((held, index) => fileEntry(held.file, held.by_our_record, uploads, index)),
    ...uploads
      .filter((upload) => upload.slot === slot.code && !(upload.file_id && listed.has(upload.file_id)))
      .map((upload) => ({ key: `upload-${upload.id}`, upload, file: null, byOurRecord: false })),
  ].reverse();
  const newest = newestFirst(entries);
  return newest.sort((a, b) => urgency.indexOf(stateOf(a)) - urgency.indexOf(stateOf(b)));
}

/** By day where every file tells its own; an upload without a file is the newest. Else as they come. */
function newestFirst(entries: Entry[]): Entry[] {
  const moment = ({ file }: Entry) => (file ? Date.parse(file.created_at ?? '') : Infinity);
  if (entries.some((entry) => Number.isNaN(moment(entry)))) return entries;
  // Two uploads are both endless: their difference is no number.
  return entries.sort((a, b) => (moment(a) === moment(b) ? 0 : moment(b) - moment(a)));
}

/** Files that no slot claims, and uploads whose slot the application no longer has. */
export function otherEntries(desk: ApplicationDesk, uploads: UploadView[]): Entry[] {
  const codes = new Set(desk.slots.map((slot) => slot.code));
  return [
    ...desk.other_files.map((file, index) => fileEntry(file, false, uploads, index)),
    ...uploads
      .filter((upload) => !codes.has(upload.slot))
      .filter((upload) => !desk.other_files.some((file) => file.id !== null && file.id === upload.file_id))
      .map((upload) => ({ key: `upload-${upload.id}`, upload, file: null, byOurRecord: false })),
  ];
}

const isThere = (entry: Entry) => entry.file !== null || entry.upload?.phase === 'done';

/** The slots as choices for the tray. An upload that is under way fills its slot too. */
export const slotChoices = (desk: ApplicationDesk, uploads: UploadView[]): SlotChoice[] =>
  desk.slots.map((slot) => ({
    code: slot.code,
    title: slot.title,
    filled: entriesOf(slot, desk, uploads).some((entry) => !['failed', 'cancelled'].includes(stateOf(entry))),
  }));

export const countThere = (desk: ApplicationDesk, uploads: UploadView[]) =>
  desk.slots.filter((slot) => entriesOf(slot, desk, uploads).some(isThere)).length;
