import { cleanup, render } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useDouble, type Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import { press, settle, textAt, at } from '../testing';
import { chooseChart } from './chartChoice.svelte';
import ChartStrip from './ChartStrip.svelte';
import { mendLanguage } from './language';
import { FakeDesk } from './testing.svelte';

vi.mock('./bars', () => ({
  barsIn: () => {
    throw new RangeError('no bars');
  },
}));

let double: Double;
beforeEach(() => {
  chooseChart({ folded: false, measures: {} });
  class Sizes {
    observe() {}
    disconnect() {}
  }
  vi.stubGlobal('ResizeObserver', Sizes);
});
afterEach(() => {
  cleanup();
  double?.restore();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'language');
});

it('a_chart_that_cannot_be_drawn_says_so_in_its_place_and_its_days_still_work', async () => {
  const series = [{ key: '', title: '', sums: ['10.05'], counts: [1] }];
  double = useDouble({ registerChart: async () => ({ days: ['2026-10-09'], series, undated: 0 }) });
  const desk = new FakeDesk();
  render(ChartStrip, { desk, name: 'payments', measures: [{ column: 'amount', title: 'Сумма' }] });
  await settle();
  await vi.waitFor(() => expect(textAt('chart')).toContain('Столбцы не нарисовались'));
  expect(await axeProblems()).toEqual([]);
  await press('chart-day-2026-10-09');
  expect(desk.filters.days).toEqual({ from: '2026-10-09', to: '2026-10-09' });
  expect(at('chart-day-2026-10-09').getAttribute('aria-pressed')).toBe('true');
});

it('a_posix_locale_does_not_take_the_chart_away', () => {
  Object.defineProperty(navigator, 'language', { value: 'C', configurable: true });
  mendLanguage();
  expect(() => new Intl.NumberFormat(navigator.language)).not.toThrow();
  expect(navigator.language).toBe('ru');
});

it('a_language_that_is_one_is_left_alone', () => {
  Object.defineProperty(navigator, 'language', { value: 'de-DE', configurable: true });
  mendLanguage();
  expect(navigator.language).toBe('de-DE');
});
