// Which slot a file is probably meant for, by the words of its name; the user confirms. File names and slot titles are
// read with the same words, so the dictionary may number its documents as it likes. Both languages count, whichever
// the screen speaks. Without a telling word the next empty slot is proposed.
import { en } from '$shared/i18n/en';
import type { Message } from '$shared/i18n/messages';
import { ru } from '$shared/i18n/ru';

export interface SlotChoice {
  code: string;
  title: string;
  /** Has the service, or an upload, a file for it already? */
  filled: boolean;
}

/** The first whose word is found decides: a selfie with a passport is a selfie. */
const documents = ['selfie', 'vehicle', 'residence', 'license', 'passport'] as const;
type Document = (typeof documents)[number];
interface Meaning {
  document: Document;
  back: boolean;
}

const WHOLE_WORD = 3;
const textOfMessage = (message: Message) => (typeof message === 'string' ? message : message.other);
const wordsOf = (name: Document | 'back') =>
  [ru, en].flatMap((catalogue) =>
    textOfMessage((catalogue as Record<string, Message>)[`applications.words.${name}`] ?? '')
      .split(' ')
      .filter(Boolean),
  );

/** Words and numbers: `VU_2.jpg` is `vu`, `2`. The ending of a file's name does not count. */
function tokens(text: string): string[] {
  const plain = text.normalize('NFC').toLowerCase();
  return plain.match(/\p{L}+|\d+/gu) ?? [];
}

function tells(found: string[], name: Document | 'back'): boolean {
  return wordsOf(name).some((word) =>
    found.some((token) => (word.length <= WHOLE_WORD ? token === word : token.startsWith(word))),
  );
}

export function meaningOf(text: string): Meaning | null {
  const found = tokens(text);
  const document = documents.find((one) => tells(found, one));
  if (!document) return null;
  const twoSided = document === 'license' || document === 'vehicle';
  return { document, back: tells(found, 'back') || (twoSided && found.at(-1) === '2') };
}

const withoutEnding = (name: string) => name.replace(/\.[^.]{1,5}$/, '');

/** The slot's code, or '' when every slot is taken and the name says nothing. `taken` holds codes of the same pile. */
export function proposeSlot(name: string, slots: SlotChoice[], taken: ReadonlySet<string>): string {
  const meant = meaningOf(withoutEnding(name));
  const same = meant
    ? slots.filter((slot) => meaningOf(slot.title)?.document === meant.document && !taken.has(slot.code))
    : [];
  const named =
    same.find((slot) => meaningOf(slot.title)?.back === meant?.back) ?? same.find((slot) => !slot.filled);
  return (named ?? slots.find((slot) => !slot.filled && !taken.has(slot.code)))?.code ?? '';
}
