// What a chart by days is made of: the names and marks of its days, its stacks, its sums. No drawing here.
import type { ChartSeries, Period, RegisterChart } from '$host';
import { language } from '$shared/i18n/i18n.svelte';
import { addUp, pixels } from './exact';

/** The key of the series that holds all values beyond the greatest. */
export const REST = '\u2026';

const noon = (day: string) => new Date(`${day}T12:00:00Z`);
/** Making one takes the library half a millisecond, and three years have a thousand days. */
const writers = new Map<string, Intl.DateTimeFormat>();
function words(day: string, options: Intl.DateTimeFormatOptions): string {
  const locale = language() === 'ru' ? 'ru-RU' : 'en-GB';
  const key = `${locale} ${JSON.stringify(options)}`;
  const writer = writers.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  writers.set(key, writer);
  return writer.format(noon(day));
}

export const isWeekend = (day: string) => [0, 6].includes(noon(day).getUTCDay());

/** `9 October`; with the year where days of several years are shown. */
export const dayName = (day: string, withYear: boolean) =>
  withYear
    ? words(day, { day: 'numeric', month: 'long', year: 'numeric' }).replace(/\s*\u0433\.$/, '')
    : words(day, { day: 'numeric', month: 'long' });

export const yearsDiffer = (days: readonly string[]) => days[0]?.slice(0, 4) !== days.at(-1)?.slice(0, 4);

/** `9 October`, `9-12 October`, `30 October - 2 November`. */
export function daysName({ from, to }: Period, withYear: boolean): string {
  if (from === to) return dayName(from, withYear);
  const start = from.slice(0, 7) === to.slice(0, 7) ? String(Number(from.slice(8))) : dayName(from, withYear);
  return start.length > 2
    ? `${start} \u2013 ${dayName(to, withYear)}`
    : `${start}\u2013${dayName(to, withYear)}`;
}

/** `October`, when all days are of one month. */
export function monthName(days: readonly string[]): string | null {
  const [first, last] = [days[0], days.at(-1)];
  return first && last && first.slice(0, 7) === last.slice(0, 7) ? words(first, { month: 'long' }) : null;
}

export interface Mark {
  /** Index of the day. */
  at: number;
  title: string;
  weekend: boolean;
}

const DAY_PX = 17;
const MONTH_PX = 38;
const YEAR_PX = 40;

/** What stands under the bars when they share `width` pixels: days, else months, else quarters or years. */
export function marksOf(days: readonly string[], width: number): Mark[] {
  const each = width / Math.max(1, days.length);
  const mark = (at: number, title: string, weekend = false) => ({ at, title, weekend });
  if (days.length <= 7 || each >= DAY_PX)
    return days.map((day, at) => mark(at, String(Number(day.slice(8))), isWeekend(day)));
  const starts = days.flatMap((day, at) => (day.endsWith('-01') ? [{ day, at }] : []));
  const step =
    [1, 3, 12].find((months) => each * 30.4 * months >= (months === 12 ? YEAR_PX : MONTH_PX)) ?? 12;
  const marked = starts.filter(({ day }) => (Number(day.slice(5, 7)) - 1) % step === 0);
  // Less than a month or two of narrow bars: every Monday.
  if (marked.length < 2 && each * 7 >= DAY_PX)
    return days.flatMap((day, at) =>
      noon(day).getUTCDay() === 1 ? [mark(at, `${Number(day.slice(8))}.${day.slice(5, 7)}`)] : [],
    );
  return marked.map(({ day, at }) =>
    mark(at, day.slice(5, 7) === '01' ? day.slice(0, 4) : words(day, { month: 'short' }).replace('.', '')),
  );
}

/** The value of each day of a series: amounts, or counts as whole numbers. */
export const valuesOf = (series: ChartSeries, measure: string | null) =>
  measure === null ? series.counts.map(String) : series.sums;

/** The exact sum of every day. */
export function dayTotals({ days, series }: RegisterChart, measure: string | null): string[] {
  const values = series.map((one) => valuesOf(one, measure));
  if (values.length === 1) return days.map((_, day) => values[0]![day] ?? '0');
  return days.map((_, day) => addUp(values.map((one) => one[day] ?? '0')));
}

export const dayCounts = ({ days, series }: RegisterChart) =>
  days.map((_, day) => series.reduce((sum, one) => sum + (one.counts[day] ?? 0), 0));

export interface Stacks {
  /** Where each bar begins and ends: by series, by day. */
  low: number[][];
  high: number[][];
  least: number;
  greatest: number;
}

/** Series on each other; what is below zero hangs down from it. For drawing. */
export function stackUp(series: readonly (readonly string[])[]): Stacks {
  const days = series[0]?.length ?? 0;
  const [up, down] = [new Array<number>(days).fill(0), new Array<number>(days).fill(0)];
  const low: number[][] = [];
  const high: number[][] = [];
  for (const values of series) {
    const [from, to]: [number[], number[]] = [[], []];
    values.forEach((value, day) => {
      const length = pixels(value);
      const side = length < 0 ? down : up;
      from.push(side[day]!);
      side[day]! += length;
      to.push(side[day]!);
    });
    low.push(from);
    high.push(to);
  }
  return {
    low,
    high,
    least: down.reduce((least, one) => Math.min(least, one), 0),
    greatest: up.reduce((most, one) => Math.max(most, one), 0),
  };
}

/** The days between two of them, whichever comes first. */
export const between = (one: string, other: string): Period =>
  one <= other ? { from: one, to: other } : { from: other, to: one };

export const isWithin = (day: string, period: Period | null) =>
  period !== null && day >= period.from && day <= period.to;
