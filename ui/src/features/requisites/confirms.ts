// Does the typed text confirm a deletion? The same reading as Rust's: separators do not count, nor does the case.
const bare = (text: string) => text.replace(/[\s\-.№\u2010-\u2015\u2212]/g, '').toLowerCase();

export const confirms = (typed: string, lastFour: string): boolean =>
  lastFour !== '' && bare(typed) === bare(lastFour);

/** How many signs are still missing; 0 when all are there, right or wrong. */
export const signsLeft = (typed: string, lastFour: string): number =>
  Math.max(0, [...lastFour].length - [...bare(typed)].length);

export const isDigits = (text: string): boolean => /^\d+$/.test(text);
