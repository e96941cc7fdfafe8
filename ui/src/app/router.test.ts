import { expect, it, vi } from 'vitest';
import { beforeLeave, followAddress, href, navigate, parseHash, route, type Route } from './router.svelte';

const routes: Route[] = [
  { name: 'connect' },
  { name: 'summary' },
  { name: 'drivers' },
  { name: 'driver', id: '1204118', tab: 'requisites' },
  { name: 'driver', id: '1204118', tab: 'operations' },
  { name: 'payments' },
  { name: 'operations' },
  { name: 'fleet', tab: 'transactions' },
  { name: 'fleet', tab: 'reconciliation' },
  { name: 'applications' },
  { name: 'application', id: 'a/b' },
  { name: 'settings' },
  { name: 'diagnostics' },
];
it.each(routes)('$name survives its address', (one) => expect(parseHash(href(one))).toEqual(one));

it.each(['#/nowhere', '#/driver/1/nowhere', '#/driver', '#/payments/7', '#/fleet/nowhere'])(
  '%s names no screen',
  (hash) => expect(parseHash(hash)).toBeNull(),
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

it('an address changed by hand asks once and stays what the screen is', async () => {
  await navigate({ name: 'driver', id: '7', tab: 'profile' }, { force: true });
  const stop = followAddress();
  const guard = vi.fn(() => Promise.resolve(true));
  const drop = beforeLeave(guard);
  // One change, told twice by the browser.
  history.pushState(null, '', '#/payments');
  window.dispatchEvent(new PopStateEvent('popstate'));
  window.dispatchEvent(new HashChangeEvent('hashchange'));
  await vi.waitFor(() => expect(route()).toEqual({ name: 'payments' }));
  expect(guard).toHaveBeenCalledTimes(1);
  expect(location.hash).toBe('#/payments');
  drop();
  stop();
});
