import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AdvancedSettings, ConnectionView, EndpointView, Host } from '$host';
import { useDouble, type Double } from '$host/double';
import { route, navigate } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import {
  at,
  begin,
  BASE,
  broken,
  choose,
  failure,
  has,
  line,
  park,
  press,
  settle,
  show,
  type,
} from '../connections/testing';
import { dictionaryNames } from './dictionaries';
import { place, type SectionName } from './place.svelte';
import { installShortcuts } from '$shared/shortcuts';
import SettingsScreen from './SettingsScreen.svelte';

const endpoint = (operation: string, change: Partial<EndpointView> = {}): EndpointView => ({
  operation,
  method: 'GET',
  path: `/${operation}`,
  confidence: 'low',
  overridable: true,
  methods: ['GET'],
  overridden: null,
  ...change,
});
const advanced: AdvancedSettings = {
  base_address: BASE,
  requests_per_second: 5,
  overrides: {},
  documents: { max_megabytes: 10, jpeg: true, png: true, pdf: true, type_field: null },
};

let double: Double;
let parks: ConnectionView[];

function answer(more: Partial<Host> = {}) {
  double = useDouble({
    connections: async () => parks,
    selectConnection: async () => null,
    unsavedWork: async () => null,
    screenReady: async () => null,
    advancedSettings: async () => advanced,
    endpoints: async () => [
      endpoint('listDrivers', { confidence: 'high', overridable: false }),
      endpoint('dictAgents'),
      endpoint('updateDriver', {
        method: 'PUT',
        methods: ['POST', 'PUT', 'PATCH'],
        path: '/drivers/{driver_id}',
        confidence: 'medium',
      }),
      endpoint('deleteWebhook', { method: 'DELETE', methods: ['DELETE'], path: '/hooks/{webhook_id}' }),
    ],
    setAdvancedSettings: async () => null,
    dictionaryAges: async () => [],
    webhooks: async () => [],
    ...more,
  });
}

async function open(section: SectionName = 'parks') {
  place.section = section;
  begin(parks);
  await show(SettingsScreen, { route: { name: 'settings' as const } });
}

beforeEach(async () => {
  parks = [park('a', { name: 'Север-Запад' }), park('b', { name: 'Южный', color: 'teal' })];
  place.dictionary = 'dictIntegrations';
  await navigate({ name: 'settings' }, { force: true });
});
afterEach(() => {
  cleanup();
  double.restore();
  vi.restoreAllMocks();
});

test('the read-only switch sends the park as it is, with nothing else changed', async () => {
  answer({
    editConnection: async (id, edit) => {
      parks = parks.map((one) => (one.id === id ? { ...one, ...edit } : one));
      return parks[1]!;
    },
  });
  await open();
  expect(await broken()).toEqual([]);
  await press('settings-read-only-b');
  expect(double.calls('editConnection')).toEqual([['b', { name: 'Южный', color: 'teal', read_only: true }]]);
  expect(session.parks[1]?.readOnly).toBe(true);
  expect(at<HTMLInputElement>('settings-read-only-b').checked).toBe(true);
});

test('a name that Rust refuses is told at the field and nothing is closed', async () => {
  answer({
    editConnection: async () => {
      throw failure('invalid_input', [['name', 'park_name']]);
    },
  });
  await open();
  await press('settings-edit-a');
  await type('settings-edit-name', ' ');
  await press('settings-edit-save');
  expect(at('settings-edit-name-hint').textContent).toContain('название');
  expect(await broken()).toEqual([]);
});

test('removing a park names it and takes it out of the shell too', async () => {
  answer({
    workUnderWay: async () => 2,
    removeConnection: async (id) => {
      parks = parks.filter((one) => one.id !== id);
      return null;
    },
  });
  await open();
  await press('settings-remove-b');
  expect(at('settings-remove-dialog').textContent).toContain('«Южный»');
  expect(at('settings-remove-dialog').textContent).toContain('2 файла');
  expect(await broken()).toEqual([]);
  const now = performance.now();
  vi.spyOn(performance, 'now').mockReturnValue(now + 1000);
  await press('settings-remove-go');
  expect(double.calls('removeConnection')).toEqual([['b']]);
  expect(session.parks.map((one) => one.id)).toEqual(['a']);
});

test('with the last park gone the first screen is next', async () => {
  parks = [park('a')];
  answer({
    workUnderWay: async () => 0,
    removeConnection: async () => {
      parks = [];
      return null;
    },
  });
  await open();
  await press('settings-remove-a');
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1000);
  await press('settings-remove-go');
  expect(route()?.name).toBe('connect');
});

test('a replaced key leaves the page with the dialog', async () => {
  answer({ replaceKey: async () => parks[0]! });
  await open();
  await press('settings-replace-key-a');
  await type('settings-key', ' demo-key-other ');
  expect(await broken()).toEqual([]);
  await press('settings-key-save');
  expect(double.calls('replaceKey')).toEqual([['a', 'demo-key-other', 'keychain']]);
  expect(has('settings-key-dialog')).toBe(false);
  expect(document.documentElement.outerHTML).not.toContain('demo-key-other');
});

test('the check of a park shows each operation and the right that a save disproved', async () => {
  parks = [park('a', { ignored_rights: [{ what: 'requisites', seen_at: '2026-11-20T10:00:00+03:00' }] })];
  answer({
    checkConnection: async () => [line('listDrivers'), line('dictAgents', { state: 'not_there' })],
  });
  await open();
  await press('settings-check-a');
  expect(at('check-dictAgents').dataset['state']).toBe('not_there');
  expect(at('check-group-requisites').textContent).toContain('не сохранилась');
  expect(await broken()).toEqual([]);
});

test('only a row that differs becomes an override', async () => {
  answer();
  await open('advanced');
  expect(await broken()).toEqual([]);
  expect(has('settings-endpoint-path-listDrivers')).toBe(false);
  await type('settings-endpoint-path-dictAgents', '/dicts/agents');
  await choose('settings-endpoint-method-updateDriver', 'PATCH');
  await type('settings-type-field', 'kind');
  await type('settings-rate', '0');
  await press('settings-endpoint-reset-updateDriver');
  await press('settings-advanced-save');
  expect(double.calls('setAdvancedSettings')).toEqual([
    [
      'a',
      {
        ...advanced,
        requests_per_second: 0,
        overrides: { dictAgents: { method: 'GET', path: '/dicts/agents' } },
        documents: { ...advanced.documents, type_field: 'kind' },
      },
    ],
  ]);
  expect(document.body.textContent).toContain('Всё сохранено');
});

test('an unfit override is told in its own row and the edits stay', async () => {
  answer({
    setAdvancedSettings: async () => {
      throw failure('invalid_input', [
        ['overrides.dictAgents', 'endpoint_override'],
        ['base_address', 'base_address'],
      ]);
    },
  });
  await open('advanced');
  await type('settings-endpoint-path-dictAgents', 'https://elsewhere.example/agents');
  await press('settings-advanced-save');
  expect(at('settings-endpoint-dictAgents-hint').textContent).toContain('Путь начинается');
  expect(at('settings-base-hint').textContent).toContain('https://');
  expect(has('settings-endpoint-updateDriver-hint')).toBe(false);
  expect(at<HTMLInputElement>('settings-endpoint-path-dictAgents').value).toContain('elsewhere');
  expect(await broken()).toEqual([]);
});

test('a deletion shows its own method and offers none that would be refused', async () => {
  answer();
  await open('advanced');
  expect(at('settings-endpoint-deleteWebhook').textContent).toContain('DELETE');
  expect(has('settings-endpoint-method-deleteWebhook')).toBe(false);
  const offered = [...at<HTMLSelectElement>('settings-endpoint-method-updateDriver').options];
  expect(offered.map((option) => option.value)).toEqual(['POST', 'PUT', 'PATCH']);
});

test('a path that another operation has is not told to be misspelt', async () => {
  answer({
    setAdvancedSettings: async () => {
      throw failure('invalid_input', [['overrides.updateDriver', 'endpoint_taken']]);
    },
  });
  await open('advanced');
  await type('settings-endpoint-path-updateDriver', '/drivers/{driver_id}/transactions');
  await press('settings-advanced-save');
  expect(at('settings-endpoint-updateDriver-hint').textContent).toContain('другое действие');
  expect(await broken()).toEqual([]);
});

test('numbers that are none are not sent at all', async () => {
  answer();
  await open('advanced');
  await type('settings-rate', '5,5');
  await type('settings-megabytes', '51');
  await press('settings-advanced-save');
  expect(double.calls('setAdvancedSettings')).toEqual([]);
  expect(at('settings-rate-hint').textContent).toContain('от 0 до 100');
  expect(at('settings-megabytes-hint').textContent).toContain('от 1 до 50');
});

test('each dictionary is read by its own command', async () => {
  const command = (name: string) => `jump${name[0]!.toUpperCase()}${name.slice(1)}` as keyof Host;
  const items = async () => [{ code: '7', slug: null, title: 'Седьмой' }];
  answer(Object.fromEntries(dictionaryNames.map((name) => [command(name), items])) as Partial<Host>);
  await open('dictionaries');
  expect(dictionaryNames).toHaveLength(19);
  for (const name of dictionaryNames) {
    await press(`settings-dictionary-${name}`);
    const asked = name === 'dictAutoregDocuments' ? ['a', '1', false] : ['a', false];
    expect(double.calls(command(name)).at(-1), name).toEqual(asked);
    expect(at('settings-dictionary-table').textContent).toContain('Седьмой');
  }
  await press('settings-dictionary-refresh');
  expect(double.calls('jumpDictAutoregColors').at(-1)).toEqual(['a', true]);
  expect(await broken()).toEqual([]);
});

test('the age of each kept copy is told, and F5 reads the open one anew', async () => {
  const ages = [{ dictionary: 'autoreg_colors' as const, items: 3, read_at: '2025-03-02T10:05:00+03:00' }];
  answer({
    dictionaryAges: async () => ages,
    jumpDictIntegrations: async () => [{ code: '7', slug: null, title: 'Седьмой' }],
  });
  await open('dictionaries');
  expect(at('settings-dictionary-age-dictAutoregColors').textContent).toBe('02.03.2025');
  expect(at('settings-dictionary-age-dictIntegrations').textContent).toBe('');
  const stop = installShortcuts();
  document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'F5', key: 'F5', bubbles: true }));
  await settle();
  stop();
  expect(double.calls('jumpDictIntegrations').at(-1)).toEqual(['a', true]);
  expect(double.calls('dictionaryAges')).toHaveLength(2);
});

test('models are searched by the service as one types', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  answer({
    jumpDictIntegrations: async () => [],
    jumpDictAutoregModelsSearch: async () => [{ code: '17', slug: null, title: 'Kia Rio' }],
  });
  await open('dictionaries');
  await press('settings-dictionary-modelSearch');
  await type('settings-model-search', 'k');
  await type('settings-model-search', 'ki');
  vi.advanceTimersByTime(400);
  await settle();
  vi.useRealTimers();
  expect(double.calls('jumpDictAutoregModelsSearch')).toEqual([['a', 'ki']]);
  expect(at('settings-dictionary-table').textContent).toContain('Kia Rio');
  expect(await broken()).toEqual([]);
});

test('the documents follow the chosen profession', async () => {
  answer({
    jumpDictAutoregDocuments: async () => [],
    jumpDictAutoregProfessions: async () => [
      { code: '1', slug: null, title: 'Таксист' },
      { code: '4', slug: null, title: 'Курьер' },
    ],
  });
  place.dictionary = 'dictAutoregDocuments';
  await open('dictionaries');
  await choose('settings-profession', '4');
  expect(double.calls('jumpDictAutoregDocuments')).toEqual([
    ['a', '1', false],
    ['a', '4', false],
  ]);
  expect(document.body.textContent).toContain('Справочник пуст');
});

test('a dictionary that cannot be read says why and asks again', async () => {
  let fails = true;
  answer({
    jumpDictIntegrations: async () => {
      if (fails) throw failure('offline');
      return [{ code: '1', slug: 'y', title: 'Первая' }];
    },
  });
  await open('dictionaries');
  expect(document.body.textContent).toContain('Нет сети');
  expect(await broken()).toEqual([]);
  fails = false;
  await press('settings-dictionary-refresh');
  await type('settings-dictionary-search', 'gthdfz');
  expect(at('settings-dictionary-table').textContent).toContain('Первая');
});

test('a requisite type is confirmed with the form that is chosen', async () => {
  let confirmed = false;
  answer({
    requisiteTypes: async () => [{ type_id: '8', title: 'СБП', form: 'other', confirmed }],
    confirmRequisiteForm: async () => {
      confirmed = true;
      return null;
    },
  });
  await open('requisites');
  await choose('settings-requisite-form-8', 'sbp');
  expect(await broken()).toEqual([]);
  await press('settings-requisite-confirm-8');
  expect(double.calls('confirmRequisiteForm')).toEqual([['a', '8', 'sbp']]);
  expect(double.calls('requisiteTypes')).toHaveLength(2);
});

test('appearance and about stand without any park', async () => {
  parks = [];
  answer({ logFolder: async () => '/somewhere/logs' });
  await open('about');
  expect(at('settings-version').textContent).toBe('0.1.0');
  expect(at('settings-log-folder').textContent).toBe('/somewhere/logs');
  expect(await broken()).toEqual([]);
  await press('settings-tab-look');
  expect(await broken()).toEqual([]);
  const zones = [...at<HTMLSelectElement>('settings-zone').options].map((option) => option.value);
  expect(zones).toContain('Europe/Moscow');
  expect(zones).toContain('Asia/Kamchatka');
  await press('settings-tab-dictionaries');
  expect(document.body.textContent).toContain('Парк не подключён');
  await settle();
});
