// The delay of a message between its two forms: the service's own text, `[D ]HH:MM:SS`, and a number with a unit. What is
// written otherwise is nobody's to understand here and stays as it is.
export const units = ['minutes', 'hours', 'days'] as const;
export type Unit = (typeof units)[number];

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const secondsIn: Record<Unit, number> = { minutes: MINUTE, hours: HOUR, days: DAY };
/** Up to it the message leaves with the change itself; a longer one waits for the scheduler. */
export const INSTANT_SECONDS = MINUTE;

/** Whole seconds; null for text that is no delay. */
export function secondsOf(text: string): number | null {
  const found = /^(?:(\d{1,6}) +)?(\d{1,6}):(\d{1,2}):(\d{1,2})(?:\.0*)?$/.exec(text.trim());
  if (!found) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  if (minutes > 59 || seconds > 59) return null;
  return days * DAY + hours * HOUR + minutes * MINUTE + seconds;
}

const two = (number: number) => String(number).padStart(2, '0');

export function delayText(seconds: number): string {
  const days = Math.floor(seconds / DAY);
  const clock = [Math.floor((seconds % DAY) / HOUR), Math.floor((seconds % HOUR) / MINUTE), seconds % MINUTE];
  return `${days > 0 ? `${days} ` : ''}${clock.map(two).join(':')}`;
}

/** The largest unit that the delay is a whole number of; null for one with odd seconds, which no unit shows. */
export function inUnits(seconds: number): { amount: number; unit: Unit } | null {
  const unit = [...units].reverse().find((one) => seconds > 0 && seconds % secondsIn[one] === 0);
  if (unit) return { amount: seconds / secondsIn[unit], unit };
  return seconds === 0 ? { amount: 0, unit: 'minutes' } : null;
}

/** What was typed beside a unit, as the service's text; null for what is no whole number of up to four digits. */
export function textOfUnits(amount: string, unit: Unit): string | null {
  const digits = amount.trim();
  return /^\d{1,4}$/.test(digits) ? delayText(Number(digits) * secondsIn[unit]) : null;
}

/** The parts that are not zero, from the largest. */
export function delayParts(seconds: number): { unit: Unit | 'seconds'; n: number }[] {
  const parts = [
    { unit: 'days' as const, n: Math.floor(seconds / DAY) },
    { unit: 'hours' as const, n: Math.floor((seconds % DAY) / HOUR) },
    { unit: 'minutes' as const, n: Math.floor((seconds % HOUR) / MINUTE) },
    { unit: 'seconds' as const, n: seconds % MINUTE },
  ];
  return parts.filter(({ n }) => n > 0);
}
