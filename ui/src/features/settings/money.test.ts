import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host, MoneySettings } from '$host';
import { useDouble, type Double } from '$host/double';
import { navigate } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { at, begin, failure, has, park, press, settle, show, type } from '../connections/testing';
import { journalState } from '../journal/testing';
import { place } from './place.svelte';
import SettingsScreen from './SettingsScreen.svelte';

const kept: MoneySettings = { name: 'Sokolova', operation_limit: '50 000', day_limit: '', duplicate_days: 3 };
let double: Double;

function answer(more: Partial<Host> = {}) {
  double = useDouble({
    screenReady: async () => null,
    unsavedWork: async () => null,
    moneySettings: async () => kept,
    setMoneySettings: async (settings) => settings,
    journalState: async () => journalState({ folder: 'Parkdesk journal' }),
    ...more,
  });
}
async function open(parks = [park('a')]) {
  place.section = 'money';
  begin(parks);
  await show(SettingsScreen, { route: { name: 'settings' as const } });
  await settle();
}
const sent = () => double.calls('setMoneySettings').map(([settings]) => settings);
const hint = (id: string) => at(`${id}-hint`).textContent ?? '';

beforeEach(() => navigate({ name: 'settings' }, { force: true }));
afterEach(() => {
  cleanup();
  double.restore();
});

test('a limit is sent as it was typed: the page reads no sums', async () => {
  answer();
  await open();
  await type('money-day-limit', ' 1 250 000,50 ');
  await type('money-name', ' Sokolova E. P. ');
  await press('money-save');
  expect(sent()).toEqual([
    { name: 'Sokolova E. P.', operation_limit: '50 000', day_limit: '1 250 000,50', duplicate_days: 3 },
  ]);
  expect(at('money-save').getAttribute('aria-disabled')).toBe('true');
});

test('days that nobody can look through are not sent', async () => {
  answer();
  await open();
  for (const days of ['29', '-1', '', 'many', '1.5']) {
    await type('money-duplicate-days', days);
    await press('money-save');
    expect(hint('money-duplicate-days')).toContain('от 0 до 28');
  }
  expect(sent()).toEqual([]);
});

test('a sum that may be read in two ways is asked about, and what was typed stays', async () => {
  answer({
    setMoneySettings: () =>
      Promise.reject(failure('invalid_input', [['operation_limit', 'amount_ambiguous']])),
  });
  await open();
  await type('money-operation-limit', '1,234');
  await press('money-save');
  expect(hint('money-operation-limit')).toContain('тысячи или копейки');
  expect((at('money-operation-limit') as HTMLInputElement).value).toBe('1,234');
  await type('money-operation-limit', '1234,00');
  expect(has('money-operation-limit-hint')).toBe(false);
});

test('where the journal lies and how far its promise reaches is told', async () => {
  answer();
  await open();
  expect(at('money-place').textContent).toContain('Parkdesk journal');
  expect(at('journal-condition').dataset['trouble']).toBe('');
  expect(at('settings-panel').textContent).toContain('Журнал другого компьютера программа не видит');
  expect(await axeProblems()).toEqual([]);
});

test('without a park there are limits to set and no journal to tell about', async () => {
  answer();
  await open([]);
  expect(session.currentId).toBeNull();
  expect(has('money-name')).toBe(true);
  expect(has('money-place')).toBe(false);
  expect(double.calls('journalState')).toEqual([]);
});

test('settings that could not be kept say so and are not lost', async () => {
  answer({ setMoneySettings: () => Promise.reject(failure('settings_not_saved')) });
  await open();
  await type('money-name', 'Other');
  await press('money-save');
  expect(at('settings-panel').textContent).toContain('Настройки не записались на диск');
  expect((at('money-name') as HTMLInputElement).value).toBe('Other');
});
