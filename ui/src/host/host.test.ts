import { afterEach, expect, it, vi } from 'vitest';
import { forget, remember } from './cache';
import { useDouble } from './double';
import { DeskFailure, host, setHost } from './host';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
afterEach(() => {
  setHost();
  forget();
});

it('an answer from Rust is its value', async () => {
  invoke.mockResolvedValueOnce('/logs');
  expect(await host.logFolder()).toBe('/logs');
});

it('a refusal from Rust is thrown with its code and fields', async () => {
  invoke.mockRejectedValueOnce({ code: 'read_only', params: { a: 'b' }, fields: [], trace_id: 't' });
  const failure = await host.logFolder().catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(DeskFailure);
  expect(failure).toMatchObject({ code: 'read_only', params: { a: 'b' }, trace_id: 't' });
});

it('a command that a test forgot is named and not guessed', async () => {
  const double = useDouble({});
  await expect(host.logFolder()).rejects.toThrow('logFolder');
  expect(double.calls('logFolder')).toHaveLength(1);
});

it('a dictionary is read once, a failed read is not remembered', async () => {
  const load = vi.fn().mockRejectedValueOnce(new Error('offline')).mockResolvedValue(['a']);
  await expect(remember('p/groups', load)).rejects.toThrow();
  expect(await remember('p/groups', load)).toEqual(['a']);
  await remember('p/groups', load);
  expect(load).toHaveBeenCalledTimes(2);
  forget('p/');
  await remember('p/groups', load);
  expect(load).toHaveBeenCalledTimes(3);
});
