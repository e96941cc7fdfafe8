// Periods as days of the park's zone, both inclusive.
import type { Period } from '$host';
import { date } from '$shared/format';

/** `01.10–31.10.2026`, one date for one day. */
export function periodText({ from, to }: Period): string {
  if (from === to) return date(from);
  const start = from.slice(0, 4) === to.slice(0, 4) ? date(from).slice(0, 5) : date(from);
  return `${start}\u2013${date(to)}`;
}

export type PeriodFault = 'missing' | 'order';

/** What is wrong with typed dates (`yyyy-MM-dd` or empty); null when they make a period. */
export function periodFault({ from, to }: Period): PeriodFault | null {
  if (!from || !to) return 'missing';
  return from > to ? 'order' : null;
}
