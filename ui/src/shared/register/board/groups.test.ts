import { describe, expect, it } from 'vitest';
import type { RegisterGroup } from '$host';
import { orderGroups, shareIn, wholeOf } from './groups';
import { groupOf } from './testing.svelte';

const groups = [
  groupOf('id:1', 'Выплачено', 9, '900.10'),
  groupOf('', '', 4, '-1000'),
  groupOf('id:2', 'Отклонено', 10, '1000.20'),
];
const keys = (list: RegisterGroup[]) => list.map(({ key }) => key);

describe('groups', () => {
  it('sums_are_ordered_as_numbers_and_none_comes_last_among_titles', () => {
    expect(keys(orderGroups(groups, { column: 'count', descending: true }))).toEqual(['id:2', 'id:1', '']);
    expect(keys(orderGroups(groups, { column: 'amount', descending: false }))).toEqual(['', 'id:1', 'id:2']);
    expect(keys(orderGroups(groups, { column: 'title', descending: false }))).toEqual(['id:1', 'id:2', '']);
    expect(keys(orderGroups(groups, { column: 'title', descending: true }))).toEqual(['id:2', 'id:1', '']);
  });

  it('days_are_ordered_by_date_not_by_how_they_are_written', () => {
    const days = [groupOf('2026-10-02', '02.10.2026', 1, '0'), groupOf('2025-12-31', '31.12.2025', 1, '0')];
    expect(keys(orderGroups(days, { column: 'title', descending: false }))).toEqual([
      '2025-12-31',
      '2026-10-02',
    ]);
  });

  it('shares_never_pass_the_whole_when_sums_have_both_signs', () => {
    const whole = wholeOf(groups, 'amount');
    expect(whole).toBe('2900.3');
    expect(shareIn(groups[1]!, 'amount', whole).words).toBe('−34,5\u00a0%');
    expect(shareIn(groups[0]!, 'count', wholeOf(groups, 'count')).words).toBe('39,1\u00a0%');
  });
});
