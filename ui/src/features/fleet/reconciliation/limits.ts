// How many days one reconciliation may take: told before anything is read.
import { RECONCILIATION_LIMITS, type Period } from '$host';

export interface Excess {
  days: number;
  most: number;
  /** A single driver may be read for longer. */
  ofDriver: boolean;
}

const DAY_MS = 86_400_000;

/** Days of a period, both ends counted; NaN when it is none. */
export const daysOf = ({ from, to }: Period) => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;

export function excessOf(period: Period, ofDriver: boolean): Excess | null {
  const most = ofDriver ? RECONCILIATION_LIMITS.driver_days : RECONCILIATION_LIMITS.park_days;
  const days = daysOf(period);
  return days > most ? { days, most, ofDriver } : null;
}
