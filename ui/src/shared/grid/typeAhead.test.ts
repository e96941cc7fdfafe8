import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TypeAhead } from './typeAhead.svelte';

const names = ['Абдуллоев', 'Иванов', 'Ильин', 'Каримов', 'Иванова'];
const seek = async (_: string, text: string, from: number) => {
  const order = [...names.keys()].map((index) => (index + from) % names.length);
  return order.find((index) => names[index]!.toLowerCase().startsWith(text.toLowerCase())) ?? null;
};

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

it('letters are gathered and narrow the row, after a second they begin anew', async () => {
  const ahead = new TypeAhead();
  expect(await ahead.type('и', 'name', 0, seek)).toBe(1);
  expect(await ahead.type('л', 'name', 1, seek)).toBe(2);
  vi.advanceTimersByTime(1001);
  expect(ahead.text).toBe('');
  expect(await ahead.type('к', 'name', 2, seek)).toBe(3);
});

it('the same letter goes from one row to the next', async () => {
  const ahead = new TypeAhead();
  expect(await ahead.type('и', 'name', 1, seek)).toBe(2);
  expect(await ahead.type('и', 'name', 2, seek)).toBe(4);
});

it('a wrong keyboard layout finds the same', async () => {
  expect(await new TypeAhead().type('r', 'name', 0, seek)).toBe(3);
});

it('what nothing begins with is told, and an answer that comes late moves nobody', async () => {
  const ahead = new TypeAhead();
  let answer: (found: number | null) => void = () => undefined;
  const late = ahead.type('и', 'name', 0, () => new Promise((resolve) => (answer = resolve)));
  expect(await ahead.type('х', 'name', 0, async () => null)).toBeNull();
  expect(ahead.failed).toBe(true);
  answer(1);
  expect(await late).toBeNull();
});
