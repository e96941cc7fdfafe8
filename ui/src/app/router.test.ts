import { expect, it, vi } from 'vitest';
import { beforeLeave, href, navigate, parseHash, route, type Route } from './router.svelte';

const routes: Route[] = [
  { name: 'connect' },
  { name: 'drivers' },
  { name: 'driver', id: '1204118', tab: 'requisites' },
  { name: 'payments' },
  { name: 'applications' },
  { name: 'application', id: 'a/b' },
  { name: 'settings' },
  { name: 'diagnostics' },
];
it.each(routes)('$name survives its address', (one) => expect(parseHash(href(one))).toEqual(one));

it.each(['#/nowhere', '#/driver/1/nowhere', '#/driver', '#/payments/7'])('%s names no screen', (hash) =>
  expect(parseHash(hash)).toBeNull(),
);

it('an empty address is the drivers', () => expect(parseHash('')).toEqual({ name: 'drivers' }));

it('a guard keeps the user where the input is, until it is gone', async () => {
  await navigate({ name: 'drivers' }, { force: true });
  const guard = vi.fn(() => Promise.resolve(false));
  const drop = beforeLeave(guard);
  expect(await navigate({ name: 'payments' })).toBe(false);
  expect(route()).toEqual({ name: 'drivers' });
  drop();
  expect(await navigate({ name: 'payments' })).toBe(true);
  expect(location.hash).toBe('#/payments');
});
