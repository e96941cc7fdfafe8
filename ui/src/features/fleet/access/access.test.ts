// A park's access to Yandex: the key is never shown again, every verdict says what there is to mend, nothing typed is lost by
// a refusal.
import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FleetAccessView, FleetConnect, FleetVerdict, Host, KeychainState } from '$host';
import { useDouble, type Double } from '$host/double';
import { navigate, route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import ConnectScreen from '../../connections/ConnectScreen.svelte';
import {
  at,
  begin,
  broken,
  failure,
  has,
  line,
  park,
  press,
  settle,
  show,
  type,
} from '../../connections/testing';
import { place } from '../../settings/place.svelte';
import SettingsScreen from '../../settings/SettingsScreen.svelte';
import NoFleet from './NoFleet.svelte';

const KEY = 'demo-fleet-key-90be';
const RU = 'https://fleet-api.taxi.yandex.net';
const YANGO = 'https://fleet-api.yango.tech';

const view = (change: Partial<FleetAccessView> = {}): FleetAccessView => ({
  client_id: 'taxi/park/8c41d0e27b',
  park_id: '8c41d0e27b5a',
  base_address: RU,
  requests_per_second: 2,
  requests_per_hour: 5000,
  manner: { manner: 'event' },
  key_place: 'keychain',
  key_mask: '•••• 90be',
  key_saved_at: '2026-11-21T14:01:00+03:00',
  ...change,
});

let double: Double;
let kept: FleetAccessView | null;
let verdict: FleetVerdict;

const text = (testid: string) => (at(testid).textContent ?? '').replace(/\s+/g, ' ').trim();
const value = (testid: string) => at<HTMLInputElement>(testid).value;
const kinds = () => double.calls('connectFleet').map(([, access]) => access as FleetConnect);

function answer(more: Partial<Host> = {}) {
  double = useDouble({
    connections: async () => [park('a')],
    selectConnection: async () => null,
    unsavedWork: async () => null,
    screenReady: async () => null,
    fleetAccess: async () => kept,
    connectFleet: async (_, access) => (kept = view({ ...access, key_mask: '•••• 90be' } as never)),
    checkFleet: async () => ({
      verdict,
      lines:
        verdict.verdict === 'answers'
          ? [
              line('listTransactionCategories', { count: 84 }),
              line('listDriverProfiles', { count: 412 }),
              line('getDriverTransactionStatusV3', { state: 'skipped' }),
            ]
          : [line('listTransactionCategories', { state: 'failed', error: 'offline' })],
    }),
    disconnectFleet: async () => ((kept = null), null),
    yandexListTransactionCategories: async () => [
      {
        id: 'partner_service_manual_1',
        name: 'Rent',
        group_id: 'partner_other',
        group: 'Other',
        enabled: true,
        creatable: true,
        moves_balance: true,
        partner: true,
      },
    ],
    ...more,
  });
}

async function open(keychain: KeychainState = 'ready', demo = false) {
  place.section = 'fleet';
  begin([park('a', { name: 'Север-Запад', demo })], keychain);
  await show(SettingsScreen, { route: { name: 'settings' as const } });
}

async function fill() {
  await type('fleet-client', 'taxi/park/8c41d0e27b');
  await type('fleet-park', '8c41d0e27b5a');
  await type('fleet-key', ` ${KEY} `);
}

beforeEach(async () => {
  kept = null;
  verdict = { verdict: 'answers' };
  await navigate({ name: 'settings' }, { force: true });
});
afterEach(() => {
  cleanup();
  double.restore();
  vi.restoreAllMocks();
});

describe('connecting', () => {
  it('waits for all three, then keeps and checks them; the key is never on the page again', async () => {
    answer();
    await open();
    expect(text('fleet-state')).toBe('Не подключён');
    expect(text('fleet-why')).toBe('Введите Client ID, Park ID и ключ');
    expect(await broken()).toEqual([]);
    await fill();
    await press('fleet-save');
    expect(kinds()).toEqual([
      {
        client_id: 'taxi/park/8c41d0e27b',
        park_id: '8c41d0e27b5a',
        base_address: RU,
        key: KEY,
        keep: 'keychain',
        requests_per_second: 2,
        requests_per_hour: 5000,
        manner: { manner: 'event' },
      },
    ]);
    expect(double.calls('checkFleet')).toEqual([['a']]);
    expect(text('fleet-state')).toBe('Подключён');
    expect(at('fleet-group-listDriverProfiles').textContent).toContain('412');
    expect(at('fleet-group-key').dataset['tone']).toBe('ok');
    expect(document.documentElement.outerHTML).not.toContain(KEY);
    expect([...document.querySelectorAll('input')].map((input) => input.value)).not.toContain(KEY);
    expect(value('fleet-key-mask')).toBe('•••• 90be');
    expect(has('fleet-key')).toBe(false);
    expect(await broken()).toEqual([]);
  });

  it('what Rust refuses stands at its field, and what was typed stays', async () => {
    answer({
      connectFleet: async () => {
        throw failure('invalid_input', [
          ['park_id', 'fleet_id'],
          ['key', 'key'],
        ]);
      },
    });
    await open();
    await fill();
    await press('fleet-save');
    expect(text('fleet-park-hint')).toContain('без пробелов');
    expect(at('fleet-key').getAttribute('aria-invalid')).toBe('true');
    expect(value('fleet-client')).toBe('taxi/park/8c41d0e27b');
    expect(double.calls('checkFleet')).toEqual([]);
  });

  it('without a keychain the key is kept for this run only, and only when a person says so', async () => {
    answer();
    await open('missing');
    await fill();
    expect(text('fleet-why')).toContain('негде хранить');
    await press('connect-this-run');
    await press('fleet-save');
    expect(kinds()[0]?.keep).toBe('this_run');
  });

  it('limits that make no sense go nowhere', async () => {
    answer();
    await open();
    await fill();
    await press('fleet-advanced');
    await type('fleet-second', '21');
    await type('fleet-hour', '50');
    await press('fleet-save');
    expect(kinds()).toEqual([]);
    expect(text('fleet-second-hint')).toBe('Целое число от 1 до 20');
    expect(text('fleet-hour-hint')).toContain('от 100');
  });
});

describe('an access that is there', () => {
  beforeEach(() => (kept = view()));

  it('is changed without the key being typed again', async () => {
    answer();
    await open();
    expect(has('fleet-save')).toBe(false);
    await press('fleet-host-own');
    expect(text('fleet-why')).toBe('Введите адрес');
    await type('fleet-base', 'https://proxy.example/fleet');
    await press('fleet-save');
    expect(kinds()[0]).toMatchObject({ key: null, base_address: 'https://proxy.example/fleet' });
  });

  it('has its key replaced, or the former one left', async () => {
    answer();
    await open();
    await press('fleet-key-replace');
    await type('fleet-key', KEY);
    await press('fleet-key-keep');
    expect(has('fleet-key')).toBe(false);
    expect(has('fleet-save')).toBe(false);
    await press('fleet-key-replace');
    await type('fleet-key', KEY);
    await press('fleet-save');
    expect(kinds()[0]?.key).toBe(KEY);
    expect([...document.querySelectorAll('input')].map((input) => input.value)).not.toContain(KEY);
  });

  it('creates in a category of the park by default when a person says so', async () => {
    answer();
    await open();
    await press('fleet-advanced');
    await press('fleet-usual-category');
    expect(text('fleet-why')).toBe('Выберите категорию');
    const select = at<HTMLSelectElement>('fleet-usual-category-id');
    select.value = 'partner_service_manual_1';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await settle();
    await press('fleet-save');
    expect(kinds()[0]?.manner).toEqual({ manner: 'category', category_id: 'partner_service_manual_1' });
  });

  const said: [FleetVerdict['verdict'], string, RegExp][] = [
    ['answers', 'Подключён', /готов к работе/],
    ['bad_key', 'Ключ не принят', /Возьмите новый/],
    ['no_right', 'Доступа нет', /не подходят друг к другу/],
    ['some_rights_missing', 'Отвечает не всё', /Остальное работает/],
    ['wrong_park', 'Нужно исправить Park ID', /Настройки → Общая информация/],
    ['wrong_host', 'Другой адрес', /переключите адрес/],
    ['failed', 'Не проверено', /проверьте сеть/],
  ];
  it.each(said)('%s says what there is to mend', async (name, state, todo) => {
    answer();
    verdict = name === 'wrong_host' ? { verdict: name, other: YANGO } : { verdict: name };
    await open();
    await press('fleet-check');
    expect(at('fleet-verdict').dataset['verdict']).toBe(name);
    expect(text('fleet-verdict')).toMatch(todo);
    expect(text('fleet-state')).toBe(state);
  });

  it('a wrong park is told at its field until it is edited; a bad key asks for another', async () => {
    answer();
    verdict = { verdict: 'wrong_park' };
    await open();
    await press('fleet-check');
    expect(at('fleet-park').getAttribute('aria-invalid')).toBe('true');
    await type('fleet-park', '8c41d0e27b5b');
    expect(at('fleet-park').getAttribute('aria-invalid')).toBeNull();
    verdict = { verdict: 'bad_key' };
    await press('fleet-save');
    expect(text('fleet-key-hint')).toContain('Яндекс не принял этот ключ');
    expect(await broken()).toEqual([]);
  });

  it('another host is a press away, and is checked at once', async () => {
    answer();
    verdict = { verdict: 'wrong_host', other: YANGO };
    await open();
    await press('fleet-check');
    expect(text('fleet-switch-host')).toBe('Переключить на fleet-api.yango.tech');
    verdict = { verdict: 'answers' };
    await press('fleet-switch-host');
    expect(kinds()[0]).toMatchObject({ base_address: YANGO, key: null });
    expect(double.calls('checkFleet')).toHaveLength(2);
    expect(text('fleet-state')).toBe('Подключён');
  });

  it('is disconnected only after a question that names the park', async () => {
    answer();
    await open();
    await press('fleet-disconnect');
    expect(text('fleet-disconnect-dialog')).toContain('«Север-Запад»');
    expect(text('fleet-disconnect-dialog')).toContain('деньги не затронуты');
    expect(await broken()).toEqual([]);
    expect(double.calls('disconnectFleet')).toEqual([]);
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1000);
    await press('fleet-disconnect-go');
    expect(double.calls('disconnectFleet')).toEqual([['a']]);
    expect(text('fleet-state')).toBe('Не подключён');
    expect(value('fleet-client')).toBe('');
  });
});

it('the demo park needs no key and shows what it has', async () => {
  kept = view({
    key_place: 'not_needed',
    key_mask: '',
    key_saved_at: null,
    base_address: 'http://127.0.0.1:9',
  });
  answer();
  await open('ready', true);
  expect(has('fleet-demo')).toBe(true);
  expect(has('fleet-key')).toBe(false);
  expect(has('fleet-disconnect')).toBe(false);
  expect(at<HTMLInputElement>('fleet-client').readOnly).toBe(true);
  expect(at<HTMLInputElement>('fleet-park').readOnly).toBe(true);
  await press('fleet-check');
  expect(text('fleet-state')).toBe('Подключён');
});

it('an access that cannot be read can be read again', async () => {
  let calls = 0;
  answer({
    fleetAccess: async () => {
      if (++calls === 1) throw failure('offline');
      return view();
    },
  });
  await open();
  expect(has('fleet-client')).toBe(false);
  const again = [...at('fleet-card').querySelectorAll('button')].find((one) =>
    one.textContent?.includes('Повторить'),
  );
  again?.click();
  await settle();
  expect(calls === 2 ? value('fleet-client') : 'no way to read it again').toBe('taxi/park/8c41d0e27b');
});

it('a park without access has one way on, to the settings', async () => {
  answer();
  begin([park('a')]);
  await show(NoFleet, {});
  expect(await broken()).toEqual([]);
  place.section = 'parks';
  await press('no-fleet-connect');
  expect(place.section).toBe('fleet');
  expect(route()?.name).toBe('settings');
});

it('the first screen offers it for later, and keeps it for the park just added', async () => {
  answer({
    addConnection: async ({ name }) => park('new', { name }),
    checkConnection: async () => [line('listDrivers', { count: 3 })],
  });
  begin();
  session.currentId = null;
  await show(ConnectScreen, { route: { name: 'connect' as const } });
  expect(text('fleet-later')).toContain('Яндекс Fleet можно добавить позже');
  expect(has('fleet-add')).toBe(false);
  await type('connect-name', 'Север');
  await type('connect-key', 'demo-key');
  await press('connect-submit');
  await press('fleet-add');
  expect(await broken()).toEqual([]);
  await fill();
  await press('fleet-save');
  expect(double.calls('connectFleet')[0]?.[0]).toBe('new');
  expect(text('fleet-state')).toBe('Подключён');
});
