import { describe, expect, it } from 'vitest';
import {
  isMapped,
  MAX_SHEET,
  maxOffset,
  offsetAt,
  offsetShowing,
  rowsAt,
  scrollTopAt,
  sheetHeight,
  type Measures,
} from './scroll';

const small: Measures = { total: 1284, rowHeight: 32, viewport: 570 };
const million: Measures = { total: 1_000_000, rowHeight: 32, viewport: 570 };

describe('a million rows', () => {
  it('stay under the height that browsers can lay out', () => {
    expect(sheetHeight(million)).toBe(MAX_SHEET);
    expect([isMapped(small), isMapped(million)]).toEqual([false, true]);
  });

  it('reach exactly the last row at the bottom of the bar', () => {
    const bottom = MAX_SHEET - million.viewport;
    const offset = offsetAt(million, bottom);
    expect(offset).toBe(maxOffset(million));
    expect(rowsAt(million, offset)[1]).toBe(1_000_000);
    expect(scrollTopAt(million, offset)).toBe(bottom);
  });

  it('show any row wholly when asked', () => {
    for (const index of [0, 1, 17, 499_999, 999_998, 999_999]) {
      const offset = offsetShowing(million, 12_345_678, index);
      expect(index * 32).toBeGreaterThanOrEqual(offset);
      expect((index + 1) * 32).toBeLessThanOrEqual(offset + million.viewport);
    }
  });
});

it('a visible row does not move the view', () => {
  expect(offsetShowing(small, 320, 12)).toBe(320);
});

it('an empty list has no rows and no offset', () => {
  const empty = { ...small, total: 0 };
  expect(rowsAt(empty, 0)).toEqual([0, 0]);
  expect(offsetAt(empty, 100)).toBe(0);
});
