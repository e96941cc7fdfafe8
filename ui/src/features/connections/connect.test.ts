import { cleanup } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import type { CheckLine } from '$host';
import { useDouble, type Double } from '$host/double';
import { route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { verdictOf } from './check.svelte';
import ConnectScreen from './ConnectScreen.svelte';
import { at, begin, BASE, broken, failure, has, line, park, press, settle, show, type } from './testing';

const KEY = 'demo-key-4f1c';
const allAnswer = [
  ...Array.from({ length: 19 }, (_, index) => line(`dictNumber${index}`, { count: 3 })),
  line('dictAutoregModelsSearch', { count: 11 }),
  line('listDrivers', { count: 1200 }),
  line('listPayments', { count: 4096 }),
  line('listTransactions', { count: 5012 }),
  line('listApplications', { count: 37 }),
];

let double: Double;
const open = () => show(ConnectScreen, { route: { name: 'connect' as const } });

function answer(check: () => Promise<CheckLine[]>, more: Parameters<typeof useDouble>[0] = {}) {
  double = useDouble({
    addConnection: async ({ name }) => park('new', { name }),
    checkConnection: check,
    connections: async () => [park('new')],
    selectConnection: async () => null,
    unsavedWork: async () => null,
    screenReady: async () => null,
    ...more,
  });
}

async function fill(name = 'Северный') {
  await type('connect-name', name);
  await type('connect-key', `  ${KEY} \n`);
}

afterEach(() => {
  cleanup();
  double.restore();
});

test('a park is connected, checked and begun with', async () => {
  begin();
  answer(async () => allAnswer);
  await open();
  expect(has('screen-ready')).toBe(true);
  expect(await broken()).toEqual([]);
  await fill();
  await press('connect-submit');
  expect(double.calls('addConnection')).toEqual([
    [{ name: 'Северный', color: 'ochre', key: KEY, base_address: BASE, keep: 'keychain' }],
  ]);
  expect(double.calls('checkConnection')).toEqual([['new']]);
  expect(at('check-listDrivers').dataset['state']).toBe('answers');
  expect(at('check-group-dictionaries').textContent).toContain('19 из 19');
  // The search of car models is no twentieth dictionary.
  expect(at('check-group-dictionaries').dataset['tone']).toBe('ok');
  expect(at('check-group-drivers').textContent).toContain('1\u00a0200');
  expect(at('check-group-transactions').textContent).toContain('5\u00a0012');
  expect(await broken()).toEqual([]);
  await press('connect-start');
  expect(session.currentId).toBe('new');
  expect(route()?.name).toBe('drivers');
});

test('the typed key is nowhere on the page once it is saved', async () => {
  begin();
  answer(async () => allAnswer);
  await open();
  await fill();
  await press('connect-submit');
  const values = [...document.querySelectorAll('input')].map((input) => input.value);
  expect(document.documentElement.outerHTML + values.join()).not.toContain(KEY);
  expect(values).toContain('\u2022\u2022\u2022\u2022 4f1c');
});

test('progress of another connection is not taken for this one', async () => {
  begin();
  let finish: (lines: CheckLine[]) => void = () => undefined;
  answer(() => new Promise((resolve) => (finish = resolve)));
  await open();
  await fill();
  await press('connect-submit');
  double.emit('checkAdvanced', { connection: 'other', line: line('getDriver'), done: 1, of: 25 });
  double.emit('checkAdvanced', { connection: 'new', line: line('listDrivers'), done: 1, of: 25 });
  await settle();
  expect(has('check-getDriver')).toBe(false);
  expect(has('check-listDrivers')).toBe(true);
  expect(has('connect-start')).toBe(false);
  finish(allAnswer);
  await settle();
  expect(has('connect-start')).toBe(true);
});

test.each(['missing', 'locked', 'failed'] as const)(
  'without a keychain (%s) nothing is stored until the user agrees to this run only',
  async (state) => {
    begin([], state);
    answer(async () => allAnswer);
    await open();
    expect(at('connect-keychain').dataset['state']).toBe(state);
    expect(await broken()).toEqual([]);
    await fill();
    await press('connect-submit');
    expect(double.calls('addConnection')).toEqual([]);
    expect(document.body.textContent).toContain('Ключ негде хранить');
    await press('connect-this-run');
    await press('connect-submit');
    expect(double.calls('addConnection')[0]).toMatchObject([{ keep: 'this_run' }]);
  },
);

test('a keychain that was mended is used', async () => {
  begin([], 'locked');
  answer(async () => allAnswer, { retryKeychain: async () => 'ready' });
  await open();
  await press('connect-keychain-retry');
  expect(has('connect-keychain')).toBe(false);
  await fill();
  await press('connect-submit');
  expect(double.calls('addConnection')[0]).toMatchObject([{ keep: 'keychain' }]);
});

test('a keychain that fails while saving says so and keeps what was typed', async () => {
  begin();
  answer(async () => allAnswer, {
    addConnection: async () => {
      throw failure('keychain_locked');
    },
  });
  await open();
  await fill();
  await press('connect-submit');
  expect(at('connect-keychain').dataset['state']).toBe('locked');
  expect(at<HTMLInputElement>('connect-key').value).toBe(KEY);
  expect(has('connect-start')).toBe(false);
});

test('a refused key has to be replaced before work begins', async () => {
  begin();
  let refused = true;
  answer(
    async () =>
      refused ? [line('dictNumber0', { state: 'unauthorized', error: 'unauthorized' })] : allAnswer,
    {
      replaceKey: async () => {
        refused = false;
        return park('new');
      },
    },
  );
  await open();
  await fill();
  await press('connect-submit');
  expect(has('connect-start')).toBe(false);
  expect(at('connect-key-hint').textContent).toContain('не принял');
  expect(at<HTMLInputElement>('connect-key').value).toBe('');
  await type('connect-key', 'demo-key-second');
  await press('connect-submit');
  expect(double.calls('replaceKey')).toEqual([['new', 'demo-key-second', 'keychain']]);
  expect(has('connect-start')).toBe(true);
});

test('a park whose key was refused can be given up, key and all', async () => {
  begin();
  answer(async () => [line('dictNumber0', { state: 'unauthorized', error: 'unauthorized' })], {
    removeConnection: async () => null,
  });
  await open();
  await fill();
  await press('connect-submit');
  await press('connect-discard');
  expect(double.calls('removeConnection')).toEqual([['new']]);
  expect(at<HTMLInputElement>('connect-key').value).toBe('');
  expect(has('check-dictNumber0')).toBe(false);
});

test('without a network the park stays and work may begin', async () => {
  begin();
  answer(async () => allAnswer.map((one) => ({ ...one, state: 'failed', error: 'offline', count: null })));
  await open();
  await fill();
  await press('connect-submit');
  expect(document.body.textContent).toContain('Нет связи');
  expect(at('check-listDrivers').dataset['state']).toBe('failed');
  expect(has('connect-start')).toBe(true);
  expect(await broken()).toEqual([]);
});

test('an unfit base address is told at its field, which opens', async () => {
  begin();
  answer(async () => allAnswer, {
    addConnection: async () => {
      throw failure('invalid_input', [['base_address', 'base_address']]);
    },
  });
  await open();
  await fill();
  await press('connect-submit');
  expect(at('connect-base').getAttribute('aria-invalid')).toBe('true');
  expect(at('connect-base-hint').textContent).toContain('https://');
  await press('connect-advanced');
  await press('connect-advanced');
  await type('connect-base', 'http://127.0.0.1:4010/v1');
  await press('connect-submit');
  expect(double.calls('addConnection')[1]).toMatchObject([{ base_address: 'http://127.0.0.1:4010/v1' }]);
});

test('the demo park opens without a key', async () => {
  begin();
  answer(async () => [], {
    openDemo: async (name) => park('demo', { name, demo: true }),
    connections: async () => [park('demo', { demo: true })],
  });
  await open();
  await press('connect-demo');
  expect(double.calls('openDemo')).toEqual([['Демо-парк']]);
  expect(session.currentId).toBe('demo');
  expect(double.calls('addConnection')).toEqual([]);
});

test('a mistyped address is mended on the same screen, not in settings of a park that never worked', async () => {
  begin();
  answer(async () => allAnswer.map((one) => ({ ...one, state: 'not_there', error: 'not_found' })), {
    removeConnection: async () => null,
  });
  await open();
  await fill();
  await press('connect-submit');
  expect(document.body.textContent).toContain('не Jump');
  await press('connect-other-address');
  expect(double.calls('removeConnection')).toEqual([['new']]);
  expect(has('connect-base')).toBe(true);
  expect(at<HTMLInputElement>('connect-name').value).not.toBe('');
});

test('the verdict tells a refused key from a missing right and from no network', () => {
  expect(verdictOf([])).toBe('none');
  expect(verdictOf(allAnswer)).toBe('ready');
  expect(verdictOf([line('a', { state: 'unauthorized' })])).toBe('refused');
  expect(verdictOf([line('a', { state: 'forbidden' }), line('b')])).toBe('partly');
  expect(verdictOf([line('a', { state: 'not_there', error: 'not_found' }), line('b')])).toBe('partly');
  expect(verdictOf([line('a', { state: 'not_there', error: 'not_found' })])).toBe('elsewhere');
  expect(verdictOf([line('a', { state: 'failed', error: 'offline' }), line('b', { state: 'skipped' })])).toBe(
    'offline',
  );
});
