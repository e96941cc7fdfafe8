// How the cells of a register are written.
import { isNegative, money, shortName } from '$shared/format';

export const NOTHING = '\u2014';

/** The cell's look: red below zero. */
export const red = (amount: string | null) => (amount !== null && isNegative(amount) ? 'neg' : '');

/** A sum of zero is a sum; a dash is none at all. */
export const sum = (amount: string | null) => (amount === null ? NOTHING : money(amount));

/** `Surname N.P.`; what is not written in two words or more stays as it came. */
export function briefName(full: string): string {
  const [last = full, first, middle] = full.split(/\s+/).filter(Boolean);
  return shortName(last, first, middle);
}
