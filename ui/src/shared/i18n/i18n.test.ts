import { afterEach, describe, expect, it } from 'vitest';
import { en } from './en';
import { setLanguage, t, textOf } from './i18n.svelte';
import { ru } from './ru';

afterEach(() => setLanguage('ru'));

describe('plural forms', () => {
  it.each([
    [0, '0 водителей'],
    [1, '1 водитель'],
    [2, '2 водителя'],
    [5, '5 водителей'],
    [11, '11 водителей'],
    [21, '21 водитель'],
    [112, '112 водителей'],
    [1284, '1\u00a0284 водителя'],
  ])('%i reads right in Russian', (n, text) => expect(t('shell.park.drivers', { n })).toBe(text));

  it('English has its own', () => {
    setLanguage('en');
    expect(t('shell.park.drivers', { n: 1 })).toBe('1 driver');
    expect(t('shell.park.drivers', { n: 21 })).toBe('21 drivers');
    expect(document.documentElement.lang).toBe('en');
  });
});

it('a key in one language only is found', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(ru).sort());
});

it('a missing parameter stays visible instead of becoming "undefined"', () => {
  expect(t('shell.traceId')).toContain('{id}');
});

it('a code from data without a text is told apart from one with', () => {
  expect(textOf('errors.field.key')).toBeTruthy();
  expect(textOf('errors.field.nonsense')).toBeNull();
  expect(textOf('toString')).toBeNull();
});
