import { afterEach, expect, test } from 'vitest';
import { useDouble, type Double } from '$host/double';
import { session } from '$app/session.svelte';
import { start } from '$app/start';
import { begin, park } from './testing';

let double: Double;
afterEach(() => double.restore());

test('started for the demo park, the program opens it before the first screen', async () => {
  const demo = park('demo', { demo: true });
  const other = park('a');
  const first = begin([other]);
  double = useDouble({
    startup: async () => ({ ...first, open_demo: true }),
    openDemo: async () => demo,
    connections: async () => [other, demo],
    selectConnection: async () => null,
  });
  await start();
  expect(session.currentId).toBe('demo');
  expect(session.startError).toBeNull();
  expect(double.calls('openDemo')).toHaveLength(1);
});

test('an ordinary start opens no demo park', async () => {
  const first = begin([park('a')]);
  double = useDouble({ startup: async () => first });
  await start();
  expect(session.currentId).toBe('a');
  expect(double.calls('openDemo')).toEqual([]);
});
