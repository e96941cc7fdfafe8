import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Host, KnownWebhook, WebhookOutcome, WebhookView } from '$host';
import { useDouble, type Double } from '$host/double';
import {
  at,
  begin,
  broken,
  choose,
  failure,
  has,
  park,
  press,
  settle,
  show,
  type,
} from '../connections/testing';
import { toasts } from '$shared/toasts.svelte';
import { place } from '../settings/place.svelte';
import SettingsScreen from '../settings/SettingsScreen.svelte';
import { newToken } from './token';

const known = (id: string, change: Partial<KnownWebhook> = {}): KnownWebhook => ({
  id,
  url: `https://park.example/hook/${id}`,
  method: 'post',
  known_since: '2026-11-20T10:00:00+03:00',
  ...change,
});
const view = (id: string, change: Partial<WebhookView> = {}): WebhookView => ({
  id,
  url: `https://park.example/hook/${id}`,
  method: 'post',
  token: 'kept',
  token_mask: '\u2022\u2022\u2022\u2022 4f1c',
  read_at: '2026-11-21T14:05:12+03:00',
  ...change,
});
const outcome = (change: Partial<WebhookOutcome> = {}): WebhookOutcome => ({
  state: 'done',
  id: '12',
  webhook: view('12'),
  token_not_kept: null,
  trace_id: null,
  ...change,
});

let double: Double;
let list: KnownWebhook[];

async function open(more: Partial<Host> = {}, change: { read_only?: boolean } = {}) {
  double = useDouble({
    screenReady: async () => null,
    unsavedWork: async () => null,
    copyText: async () => null,
    webhooks: async () => list,
    jumpGetWebhook: async (_park, id) => view(id),
    jumpCreateWebhook: async () => outcome(),
    jumpUpdateWebhook: async () => outcome(),
    jumpDeleteWebhook: async () => outcome({ webhook: null }),
    forgetWebhook: async () => null,
    ...more,
  });
  place.section = 'webhooks';
  begin([park('a', { name: 'Север-Запад', ...change })]);
  await show(SettingsScreen, { route: { name: 'settings' as const } });
}

const said = (testid: string) => (at(testid).textContent ?? '').replace(/\s+/g, ' ');
const off = (testid: string) => at(testid).getAttribute('aria-disabled') === 'true';

async function fillNew() {
  await press('webhooks-create');
  await type('webhook-url', 'https://park.example/hook');
  await type('webhook-token', 'demo-token-4f1c');
}

beforeEach(() => {
  list = [known('12')];
});
afterEach(() => {
  cleanup();
  double.restore();
  vi.restoreAllMocks();
});

test('what is not in the list is not said to be nowhere', async () => {
  list = [];
  await open();
  expect(document.body.textContent).toContain('Это не значит, что их нет в Jump');
  expect(document.body.textContent).toContain('Сам Parkdesk эти вызовы не принимает');
  expect(await broken()).toEqual([]);
});

test('a list that cannot be read says why', async () => {
  await open({
    webhooks: async () => {
      throw failure('no_connection');
    },
  });
  expect(has('webhook-12')).toBe(false);
  expect(await broken()).toEqual([]);
});

test('the token is shown as a mask and in words, never itself', async () => {
  await open({ jumpGetWebhook: async () => view('12', { token: 'differs' }) });
  await press('webhook-show-12');
  expect(at('webhook-token-mask').textContent).toBe('\u2022\u2022\u2022\u2022 4f1c');
  expect(said('webhook-facts-12')).toContain('В Jump другой');
  expect(await broken()).toEqual([]);
  await press('webhook-show-12');
  expect(has('webhook-token-mask')).toBe(false);
});

test('one is added by its number, and a number that is not there is told', async () => {
  list = [];
  await open({
    jumpGetWebhook: async (_park, id) => {
      if (id === '404') throw failure('not_found');
      list = [known(id)];
      return view(id);
    },
  });
  await type('webhooks-add-id', 'ten');
  await press('webhooks-add');
  expect(double.calls('jumpGetWebhook')).toEqual([]);
  await type('webhooks-add-id', '404');
  await press('webhooks-add');
  expect(said('webhooks-add-wrong')).toContain('Подписки № 404 в Jump нет');
  await type('webhooks-add-id', '№ 1 205');
  await press('webhooks-add');
  expect(double.calls('jumpGetWebhook').at(-1)).toEqual(['a', '1205']);
  expect(has('webhook-1205')).toBe(true);
  expect(has('webhook-facts-1205')).toBe(true);
});

test('a token goes once and leaves the page with the dialog', async () => {
  await open();
  await fillNew();
  expect(at<HTMLInputElement>('webhook-token').type).toBe('password');
  expect(said('webhook-token-hint')).toContain('больше не покажется');
  expect(await broken()).toEqual([]);
  await press('webhook-save');
  expect(double.calls('jumpCreateWebhook')).toEqual([
    ['a', { url: 'https://park.example/hook', method: 'post', token: 'demo-token-4f1c' }],
  ]);
  expect(at('webhook-outcome').dataset['state']).toBe('done');
  expect(document.documentElement.outerHTML).not.toContain('demo-token');
});

test('a made token is long, fits a header and is never the same', async () => {
  const made = newToken();
  expect(made).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(newToken()).not.toBe(made);
  await open();
  await press('webhooks-create');
  await press('webhook-token-generate');
  const input = at<HTMLInputElement>('webhook-token');
  expect(input.value).toMatch(/^[A-Za-z0-9_-]{43}$/);
  // It has to be written down before it is sent.
  expect(input.type).toBe('text');
});

test('a creation in doubt says that the number is lost and offers no second try', async () => {
  await open({
    jumpCreateWebhook: async () =>
      outcome({ state: 'unknown', id: null, webhook: null, trace_id: 'trace-1' }),
  });
  await fillNew();
  await press('webhook-save');
  expect(at('webhook-outcome').dataset['state']).toBe('unknown');
  expect(said('webhook-outcome')).toContain('Повторно не отправляем');
  expect(said('webhook-outcome')).toContain('trace-1');
  expect(at('webhook-outcome').querySelector('[role=alert]')).not.toBeNull();
  expect(double.calls('jumpCreateWebhook')).toHaveLength(1);
  expect(await broken()).toEqual([]);
});

test('a token that the keychain did not take is told', async () => {
  const error = { code: 'settings_not_saved' as const, params: {}, fields: [], trace_id: null };
  await open({ jumpCreateWebhook: async () => outcome({ token_not_kept: error }) });
  await fillNew();
  await press('webhook-save');
  expect(said('webhook-token-not-kept')).toContain('Токен на этом компьютере не сохранён');
  expect(said('webhook-token-not-kept')).toContain('запишите № 12');
});

test('what Rust refuses stands at its field, and nothing is closed', async () => {
  await open({
    jumpCreateWebhook: async () => {
      throw failure('invalid_input', [
        ['url', 'url_not_https'],
        ['token', 'token_characters'],
      ]);
    },
  });
  await fillNew();
  await press('webhook-save');
  expect(said('webhook-url-hint')).toContain('начинается с https://');
  expect(said('webhook-token-hint')).toContain('без пробелов');
  expect(document.activeElement).toBe(at('webhook-url'));
  expect(await broken()).toEqual([]);
});

test('an edit sends only what was changed and keeps the token', async () => {
  await open({ jumpUpdateWebhook: async () => outcome({ state: 'ignored' }) });
  await press('webhook-edit-12');
  expect(off('webhook-save')).toBe(true);
  await choose('webhook-method', 'put');
  await press('webhook-save');
  expect(double.calls('jumpUpdateWebhook')).toEqual([['a', '12', { url: null, method: 'put', token: null }]]);
  expect(said('webhook-outcome')).toContain('не изменил');
});

test('a deletion names the address and asks first', async () => {
  await open();
  await press('webhook-delete-12');
  expect(said('webhook-delete-dialog')).toContain('https://park.example/hook/12');
  await press('webhook-delete-confirm');
  expect(double.calls('jumpDeleteWebhook')).toEqual([]);
  expect(await broken()).toEqual([]);
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1000);
  list = [];
  await press('webhook-delete-confirm');
  expect(double.calls('jumpDeleteWebhook')).toEqual([['a', '12']]);
  expect(said('webhook-outcome')).toContain('Подписки № 12 в Jump больше нет');
  expect(has('webhook-12')).toBe(false);
});

test('the words of the service are quoted with one full stop', async () => {
  await open({
    jumpCreateWebhook: async () => {
      throw { ...failure('refused_by_service'), params: { detail: 'The given data was invalid.' } };
    },
  });
  await fillNew();
  await press('webhook-save');
  expect(said('webhook-dialog')).toContain('«The given data was invalid». В Jump ничего');
});

test('the keyboard is not lost with a row or a note that goes away', async () => {
  await open();
  await fillNew();
  await press('webhook-save');
  at('webhook-outcome-close').focus();
  await press('webhook-outcome-close');
  expect(document.activeElement).toBe(at('webhooks-create'));
  list = [];
  at('webhook-forget-12').focus();
  await press('webhook-forget-12');
  expect(document.activeElement).toBe(at('webhooks-create'));
});

test('one that is gone in Jump can be forgotten here', async () => {
  await open({
    jumpGetWebhook: async () => {
      throw failure('not_found');
    },
  });
  await press('webhook-show-12');
  expect(said('webhook-facts-12')).toContain('В Jump подписки № 12 нет');
  list = [];
  await press('webhook-forget-12');
  expect(double.calls('forgetWebhook')).toEqual([['a', '12']]);
  // Nobody is told that Jump still has it.
  expect(toasts().at(-1)?.text).toContain('В Jump её нет');
  expect(has('webhook-12')).toBe(false);
});

test('a read-only park shows and changes nothing', async () => {
  await open({}, { read_only: true });
  for (const id of ['webhooks-create', 'webhook-edit-12', 'webhook-delete-12']) {
    expect(off(id), id).toBe(true);
    expect(at(id).title).toContain('только для чтения');
    await press(id);
  }
  expect(has('webhook-dialog')).toBe(false);
  await press('webhook-show-12');
  expect(has('webhook-token-mask')).toBe(true);
  await settle();
});
