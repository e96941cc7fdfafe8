import { expect, it } from 'vitest';
import { matches, otherLayout, readings } from './layout';

it.each([
  ['bdfyjd', 'иванов'],
  ['Bdfyjd', 'Иванов'],
  ['njivfn', 'тошмат'],
  ['зфнсгые', 'paycust'],
  ['[jkvfnjd', 'холматов'],
])('%s typed in the wrong layout is %s', (typed, meant) => expect(otherLayout(typed)).toBe(meant));

it('digits and mixed text are left alone', () => {
  expect(otherLayout('+7 911')).toBeNull();
  expect(otherLayout('Kia Рио')).toBeNull();
  expect(readings('123')).toEqual(['123']);
});

it('a search matches by either reading, in any case', () => {
  expect(matches('Иванов Пётр', 'bdfyj')).toBe(true);
  expect(matches('Kia Rio', 'ЛШФ')).toBe(true);
  expect(matches('Иванов', 'gtnhjd')).toBe(false);
  expect(matches('anything', ' ')).toBe(true);
});
