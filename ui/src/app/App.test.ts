import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ConnectionView, Startup } from '$host';
import { useDouble, type Double } from '../host/double';
import { axeProblems } from '$shared/axe';
import App from './App.svelte';
import { setFeatures, type Screen } from './feature';
import { navigate } from './router.svelte';
import { session } from './session.svelte';
import { shell } from './shellState.svelte';

const park = (id: string, name: string, demo: boolean): ConnectionView => ({
  id,
  name,
  color: 'teal',
  demo,
  read_only: false,
  key_place: 'keychain',
  key_mask: '',
  key_saved_at: null,
  ignored_rights: [],
});
const parks = [park('demo', 'Север-Запад', true), park('b', 'Юг', false)];
const startup: Startup = {
  version: '1',
  system: 'test',
  preferences: { theme: 'dark', language: 'ru', zone: 'Europe/Moscow' },
  connections: parks,
  current: 'demo',
  keychain: 'ready',
  notices: [],
  open_demo: false,
  default_base_address: '',
};
const sample = (() => import('./ScreenSample.svelte')) as unknown as Screen<'drivers'> &
  Screen<'applications'>;
let double: Double;

beforeEach(async () => {
  double = useDouble({
    startup: async () => startup,
    connections: async () => parks,
    selectConnection: async () => null,
    setPreferences: async () => null,
    screenReady: async () => null,
    unsavedWork: async () => null,
    closeProgram: async () => null,
  });
  setFeatures([
    {
      screens: { drivers: sample, applications: sample, payments: sample as never },
      search: [
        {
          title: 'shell.section.drivers',
          find: (query) =>
            'тошматов'.startsWith(query)
              ? [
                  {
                    id: 'd1',
                    icon: 'users',
                    title: 'Тошматов Улугбек',
                    run: () => void navigate({ name: 'payments' }),
                  },
                ]
              : [],
        },
      ],
    },
  ]);
  await navigate({ name: 'drivers' }, { force: true });
});
afterEach(() => {
  double.restore();
  vi.restoreAllMocks();
  Object.assign(shell, { palette: false, keys: false, parks: false });
});

const press = (code: string, init: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { code, key: code, ...init });
async function open() {
  render(App);
  await screen.findByRole('heading', { name: 'Screen drivers' });
}

it('the navigation holds only sections that have a screen', async () => {
  await open();
  const links = [...document.querySelectorAll('.sections a')].map((link) => link.getAttribute('title'));
  expect(links).toEqual(['Водители', 'Платежи', 'Заявки']);
  expect(document.documentElement.dataset['theme']).toBe('dark');
  expect(screen.getByText('Демо-парк')).toBeTruthy();
});

it('the shell, the palette and the keys pass axe', async () => {
  await open();
  expect(await axeProblems()).toEqual([]);
  await press('KeyK', { ctrlKey: true });
  expect(await axeProblems()).toEqual([]);
  await press('Escape');
  await press('F1');
  expect(await axeProblems()).toEqual([]);
});

it('Alt+2 goes to the second section, in any layout', async () => {
  await open();
  await press('Digit2', { altKey: true, key: '"' });
  expect(await screen.findByRole('heading', { name: 'Screen payments' })).toBeTruthy();
  expect(location.hash).toBe('#/payments');
});

it('the palette finds a driver typed in the wrong layout', async () => {
  await open();
  await press('KeyK', { ctrlKey: true });
  await fireEvent.input(screen.getByRole('combobox'), { target: { value: 'njivfn' } });
  expect(screen.getByText('Другая раскладка: «тошмат»')).toBeTruthy();
  const found = await screen.findByRole('option', { name: /Тошматов/ });
  expect(found.getAttribute('aria-selected')).toBe('true');
  await press('Enter');
  expect(await screen.findByRole('heading', { name: 'Screen payments' })).toBeTruthy();
});

it('unsaved input is not lost by a key, and the window knows of it', async () => {
  await open();
  await fireEvent.input(screen.getByLabelText('Name'), { target: { value: 'x' } });
  expect(double.calls('unsavedWork')).toEqual([[true]]);
  await press('Digit2', { altKey: true });
  const question = await screen.findByRole('alertdialog');
  expect(document.activeElement?.textContent).toContain('Остаться');
  await press('Escape');
  expect(question.isConnected).toBe(false);
  expect(screen.getByRole('heading', { name: 'Screen drivers' })).toBeTruthy();
  await press('Digit2', { altKey: true });
  await fireEvent.click(await screen.findByText('Уйти без сохранения'));
  expect(await screen.findByRole('heading', { name: 'Screen payments' })).toBeTruthy();
  await waitFor(() => expect(double.calls('unsavedWork').at(-1)).toEqual([false]));
});

it('switching the park asks Rust and begins the screen anew', async () => {
  await open();
  await press('KeyP', { ctrlKey: true });
  await tick();
  await fireEvent.click(screen.getByRole('menuitemradio', { name: /Юг/ }));
  await waitFor(() => expect(session.currentId).toBe('b'));
  expect(double.calls('selectConnection')).toEqual([['b']]);
});

it('a broken screen does not take the program with it', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await open();
  await navigate({ name: 'applications' });
  expect(await screen.findByText('Экран остановился из-за ошибки')).toBeTruthy();
  await press('Digit1', { altKey: true });
  expect(await screen.findByRole('heading', { name: 'Screen drivers' })).toBeTruthy();
});

it('closing with files or money under way asks first', async () => {
  await open();
  double.emit('closeAsked', { unsaved: false, uploads: 2, exports: 1, money: 1 });
  await screen.findByText('Отправляются 2 файла. Если закрыть, отправка прервётся.');
  await screen.findByText('Записывается 1 выгрузка. Если закрыть, файла не останется.');
  await screen.findByText(/Ещё не закончена 1 операция/);
  expect(double.calls('closeProgram')).toEqual([]);
  await fireEvent.click(screen.getByText('Закрыть программу'));
  expect(double.calls('closeProgram')).toEqual([[]]);
  session.closing = null;
});

it('F5 refreshes the screen and not the page', async () => {
  await open();
  const taken = !(await press('F5'));
  expect(taken).toBe(true);
  expect(await screen.findByText('x1')).toBeTruthy();
});

it('a service that asks to wait is counted down in the footer', async () => {
  await open();
  double.emit('healthChanged', {
    connection: 'demo',
    service: 'jump',
    state: 'waiting',
    millis: 0,
    waiting_until: new Date(Date.now() + 11_500).toISOString(),
    since: null,
  });
  expect(await screen.findByText(/ждём 00:1[12]/)).toBeTruthy();
});
