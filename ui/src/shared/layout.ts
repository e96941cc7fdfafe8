// Text typed in the wrong keyboard layout: `bdfyjd` was meant to be a Russian surname. Searches try both readings.
import { russianKeys, usKeys } from './alphabets';

const toRussian = new Map<string, string>();
const toUs = new Map<string, string>();
[...usKeys].forEach((us, index) => {
  const russian = [...russianKeys][index]!;
  if (!toRussian.has(us)) toRussian.set(us, russian);
  if (!toUs.has(russian)) toUs.set(russian, us);
});

const isRussian = (text: string) => /\p{Script=Cyrillic}/u.test(text);
const isLatin = (text: string) => /[a-z]/i.test(text);

/** The same keys in the other layout; null when the text has no letters or mixes both alphabets. */
export function otherLayout(text: string): string | null {
  if (isRussian(text) === isLatin(text)) return null;
  const table = isRussian(text) ? toUs : toRussian;
  return [...text].map((letter) => table.get(letter) ?? letter).join('');
}

/** The text as typed and, when it makes sense, as it would read in the other layout. */
export function readings(text: string): string[] {
  const other = otherLayout(text);
  return other === null ? [text] : [text, other];
}

/** Does any reading of `query` stand in `text`? Case does not matter; an empty query matches everything. */
export function matches(text: string, query: string): boolean {
  const where = text.toLocaleLowerCase();
  return readings(query.trim()).some((reading) => where.includes(reading.toLocaleLowerCase()));
}
