// The files of an application that can be looked at, in the order of the screen.
import type { ApplicationDesk, UploadView } from '$host';
import { entriesOf, otherEntries, type Entry } from '../documents/slots';

export interface ViewableFile {
  id: string;
  name: string | null;
  /** The slot's title; null for a file that no slot claims. */
  slot: string | null;
  createdAt: string | null;
}

function viewable(entries: Entry[], slot: string | null): ViewableFile[] {
  return entries.flatMap(({ file, upload }) =>
    file?.id ? [{ id: file.id, name: upload?.name ?? file.name, slot, createdAt: file.created_at }] : [],
  );
}

/** One file may be listed in two places; it is shown once. */
export function viewableFiles(data: ApplicationDesk, uploads: UploadView[]): ViewableFile[] {
  const all = [
    ...data.slots.flatMap((slot) => viewable(entriesOf(slot, data, uploads), slot.title)),
    ...viewable(otherEntries(data, uploads), null),
  ];
  return all.filter((file, at) => all.findIndex((other) => other.id === file.id) === at);
}
