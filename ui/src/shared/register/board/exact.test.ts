import { describe, expect, it } from 'vitest';
import { addUp, compareAmounts, shareOf } from './exact';

describe('amounts', () => {
  it('kopecks_are_not_lost_where_floats_lose_them', () => {
    expect(addUp(['0.1', '0.2'])).toBe('0.3');
    expect(addUp(['90071992547409.93', '0.01', '-0.02'])).toBe('90071992547409.92');
    expect(addUp(['-0.05', '0.02'])).toBe('-0.03');
    expect(addUp(['10.50', '-10.5'])).toBe('0');
    expect(addUp([])).toBe('0');
  });

  it('sums_are_ordered_as_numbers_not_as_words', () => {
    expect(['9.5', '-100', '10', '-9'].toSorted(compareAmounts)).toEqual(['-100', '-9', '9.5', '10']);
    expect(compareAmounts('1.50', '1.5')).toBe(0);
  });

  it('a_bar_is_never_longer_than_its_place', () => {
    expect(shareOf('-50', '200')).toBe(0.25);
    expect(shareOf('300', '200')).toBe(1);
    expect(shareOf('1', '0')).toBe(0);
  });
});
