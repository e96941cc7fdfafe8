import { cleanup } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import type { CallNote, Host } from '$host';
import { useDouble, type Double } from '$host/double';
import { toasts } from '$shared/toasts.svelte';
import { at, begin, broken, failure, has, park, press, show } from '../connections/testing';
import DiagnosticsScreen from './DiagnosticsScreen.svelte';

const call = (change: Partial<CallNote> = {}): CallNote => ({
  at: '2026-11-21T14:01:02+03:00',
  connection: 'a',
  service: 'jump',
  operation: 'listDrivers',
  method: 'GET',
  status: 200,
  outcome: null,
  cause: null,
  millis: 1284,
  attempt: 1,
  trace_id: 'trace-1',
  shape: null,
  ...change,
});
const lost = call({
  operation: 'updateDriver',
  status: null,
  outcome: 'MaybeSent',
  cause: 'Timeout',
  trace_id: 'trace-2',
});
const odd = call({
  outcome: 'Unreadable',
  cause: 'Undecodable',
  trace_id: 'trace-3',
  shape: '{"items":"string"}',
});

let double: Double;
async function open(answers: Partial<Host>) {
  begin([park('a', { name: 'Север-Запад' })]);
  double = useDouble({ screenReady: async () => null, logFolder: async () => '/somewhere/logs', ...answers });
  await show(DiagnosticsScreen, { route: { name: 'diagnostics' as const } });
}
afterEach(() => {
  cleanup();
  double.restore();
});

test('a lost write reads as unknown, never as refused', async () => {
  await open({ recentCalls: async () => [lost, odd, call()] });
  expect(has('screen-ready')).toBe(true);
  expect(at('diagnostics-row-0').textContent).toContain('исход неизвестен');
  expect(at('diagnostics-row-0').querySelector('.st.unk')).not.toBeNull();
  expect(at('diagnostics-row-2').textContent).toContain('ответ получен');
  expect(at('diagnostics-count').textContent).toContain('3 запроса');
  expect(await broken()).toEqual([]);
});

test('the details show the shape and the trace id is copied whole', async () => {
  await open({ recentCalls: async () => [odd], copyText: async () => null });
  await press('diagnostics-open-0');
  expect(at('diagnostics-details-0').textContent).toContain('{"items":"string"}');
  expect(at('diagnostics-details-0').textContent).toContain('Север-Запад');
  await press('diagnostics-copy-0');
  expect(double.calls('copyText')).toEqual([['trace-3']]);
});

test('only errors are asked of Rust; an empty answer leads back to all', async () => {
  await open({ recentCalls: async (errorsOnly) => (errorsOnly ? [] : [call()]) });
  await press('diagnostics-errors-only');
  expect(double.calls('recentCalls')).toEqual([[false], [true]]);
  expect(document.body.textContent).toContain('Ошибок нет');
  expect(await broken()).toEqual([]);
});

test('a saved bundle is told by its name, a failed one too, a closed dialog is no news', async () => {
  let answer: () => Promise<string | null> = async () => null;
  await open({ recentCalls: async () => [], saveSupportBundle: () => answer() });
  const before = toasts().length;
  await press('diagnostics-bundle');
  expect(toasts().length).toBe(before);
  answer = async () => 'parkdesk.json';
  await press('diagnostics-bundle');
  expect(toasts().at(-1)?.text).toContain('parkdesk.json');
  answer = async () => {
    throw failure('file_not_saved');
  };
  await press('diagnostics-bundle');
  expect(toasts().at(-1)?.title).toBe('Файл не сохранился');
});

test('calls that cannot be read are an error with a way on', async () => {
  await open({
    recentCalls: async () => {
      throw failure('internal');
    },
  });
  expect(document.body.textContent).toContain('Ошибка программы');
  expect(await broken()).toEqual([]);
});
