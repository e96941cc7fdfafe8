import { expect, it, vi } from 'vitest';
import { RowWindow, type FetchRows } from './rows.svelte';

const settle = async () => {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve();
};
const numbers: FetchRows<number> = async (from, to) => Array.from({ length: to - from }, (_, i) => from + i);

it('only what is in view is fetched, the last page no further than the end', async () => {
  const fetch = vi.fn(numbers);
  const rows = new RowWindow(fetch, 1_000_000 - 30);
  rows.want(999_900, 999_970);
  await settle();
  expect(fetch.mock.calls).toEqual([[999_900, 999_970]]);
  expect(rows.row(999_969)).toBe(999_969);
  expect(rows.row(0)).toBeUndefined();
});

it('a late answer to an old filter is dropped', async () => {
  let answer: (rows: string[]) => void = () => undefined;
  const rows = new RowWindow<string>(() => new Promise((resolve) => (answer = resolve)), 10);
  rows.want(0, 10);
  rows.reset(async () => ['new'], 1);
  rows.want(0, 1);
  answer(['old']);
  await settle();
  expect(rows.row(0)).toBe('new');
});

it('what was shown stays until the refreshed rows come', async () => {
  const rows = new RowWindow<number>(numbers, 50);
  rows.want(0, 50);
  await settle();
  let answer: (fresh: number[]) => void = () => undefined;
  rows.reset(() => new Promise((resolve) => (answer = resolve)), 50);
  rows.want(0, 50);
  expect(rows.row(3)).toBe(3);
  answer(Array.from({ length: 50 }, () => 7));
  await settle();
  expect(rows.row(3)).toBe(7);
});

it('a failure is told and can be tried again', async () => {
  let fail = true;
  const rows = new RowWindow<number>(async (from, to) => {
    if (fail) throw new Error('offline');
    return numbers(from, to);
  }, 10);
  rows.want(0, 10);
  await settle();
  expect(rows.error).toBeInstanceOf(Error);
  fail = false;
  rows.retry();
  await settle();
  expect([rows.error, rows.row(9)]).toEqual([null, 9]);
});

it('a fast drag asks for where it ended, two requests at a time', async () => {
  const asked: number[] = [];
  const waiting: (() => void)[] = [];
  const rows = new RowWindow<number>((from, to) => {
    asked.push(from);
    return new Promise((resolve) => waiting.push(() => resolve(numbers(from, to) as never)));
  }, 1_000_000);
  for (let start = 0; start < 1_000_000; start += 100_000) rows.want(start, start + 30);
  expect(asked).toEqual([0, 100_000]);
  waiting.shift()!();
  await settle();
  expect(asked.at(-1)).toBe(900_000);
});
