import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '$shared/i18n/i18n.svelte';
import { between, dayName, dayTotals, daysName, isWeekend, marksOf, monthName, stackUp } from './chart';

const daysFrom = (first: string, count: number) =>
  Array.from({ length: count }, (_, step) =>
    new Date(Date.parse(`${first}T00:00:00Z`) + step * 86_400_000).toISOString().slice(0, 10),
  );
const october = daysFrom('2026-10-01', 31);

afterEach(() => setLanguage('ru'));

describe('chart by days', () => {
  it('days_are_named_in_words_and_with_their_year_only_where_years_differ', () => {
    expect(dayName('2026-10-09', false)).toBe('9 октября');
    expect(dayName('2026-10-09', true)).toBe('9 октября 2026');
    expect(daysName({ from: '2026-10-09', to: '2026-10-12' }, false)).toBe('9–12 октября');
    expect(daysName({ from: '2026-10-30', to: '2026-11-02' }, false)).toBe('30 октября – 2 ноября');
    expect(monthName(october)).toBe('октябрь');
    expect(monthName(daysFrom('2026-10-30', 5))).toBe(null);
    setLanguage('en');
    expect(dayName('2026-10-09', true)).toBe('9 October 2026');
  });

  it('weekends_do_not_move_with_the_zone_of_the_computer', () => {
    expect(october.filter(isWeekend).map((day) => day.slice(8))).toEqual([
      '03',
      '04',
      '10',
      '11',
      '17',
      '18',
      '24',
      '25',
      '31',
    ]);
  });

  it('labels_never_run_into_each_other', () => {
    expect(marksOf(october, 960)).toHaveLength(31);
    for (const [days, width] of [
      [daysFrom('2026-01-01', 365), 960],
      [daysFrom('2022-01-01', 1826), 960],
      [daysFrom('2022-01-01', 1826), 500],
      [daysFrom('2026-08-10', 92), 700],
      [daysFrom('2026-10-01', 60), 500],
    ] as const) {
      const marks = marksOf(days, width);
      const each = width / days.length;
      expect(marks.length).toBeGreaterThan(1);
      const steps = marks.slice(1).map(({ at }, index) => (at - marks[index]!.at) * each);
      expect(Math.min(...steps)).toBeGreaterThanOrEqual(17);
    }
    expect(marksOf(daysFrom('2022-01-01', 1826), 500).map(({ title }) => title)).toEqual([
      '2022',
      '2023',
      '2024',
      '2025',
      '2026',
    ]);
  });

  it('sums_of_a_day_are_exact_over_its_parts', () => {
    const series = (key: string, sums: string[], counts: number[]) => ({ key, title: key, sums, counts });
    const chart = {
      days: ['2026-10-01', '2026-10-02'],
      series: [series('1', ['0.10', '-5'], [1, 2]), series('2', ['0.20', '3'], [1, 0])],
      undated: 0,
    };
    expect(dayTotals(chart, 'amount')).toEqual(['0.3', '-2']);
    expect(dayTotals(chart, null)).toEqual(['2', '2']);
  });

  it('what_is_below_zero_hangs_down_instead_of_hiding_what_is_above', () => {
    const { low, high, least, greatest } = stackUp([
      ['100', '-40'],
      ['-30', '-10'],
      ['50', '20'],
    ]);
    expect([least, greatest]).toEqual([-50, 150]);
    expect(low).toEqual([
      [0, 0],
      [0, -40],
      [100, 0],
    ]);
    expect(high).toEqual([
      [100, -40],
      [-30, -50],
      [150, 20],
    ]);
  });

  it('days_dragged_to_the_left_are_the_same_days', () => {
    expect(between('2026-10-09', '2026-10-03')).toEqual({ from: '2026-10-03', to: '2026-10-09' });
  });
});
