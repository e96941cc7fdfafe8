import { afterEach, describe, expect, it } from 'vitest';
import {
  accountGroups,
  count,
  countdown,
  date,
  dateTime,
  isNegative,
  money,
  moneyOrDash,
  MOSCOW,
  normalizePlate,
  parseDate,
  pointed,
  phone,
  plate,
  roubles,
  setParkZone,
  shortName,
  time,
  zoneNote,
} from './format';

afterEach(() => void setParkZone(MOSCOW));

describe('money', () => {
  it.each([
    ['1284560.00', '1\u00a0284\u00a0560,00'],
    ['0', '0,00'],
    ['-320', '\u2212320,00'],
    ['-0.00', '0,00'],
    ['12.5', '12,50'],
    ['007.10', '7,10'],
    ['12345.1434', '12\u00a0345,1434'],
    ['0.30000000000000004', '0,30000000000000004'],
    ['99999999999999999999.99', '99\u00a0999\u00a0999\u00a0999\u00a0999\u00a0999\u00a0999,99'],
    ['1.100', '1,10'],
  ])('%s is written without passing through a float', (amount, written) => {
    expect(money(amount)).toBe(written);
  });

  it('text that is no amount is shown as it came, never as zero', () => {
    expect(money('1e5')).toBe('1e5');
    expect(money('')).toBe('');
  });

  it('a zero commission is a dash, a debt is negative', () => {
    expect(moneyOrDash('0.00')).toBe('\u2014');
    expect(moneyOrDash(null)).toBe('\u2014');
    expect(moneyOrDash('12')).toBe('12,00');
    expect(isNegative('-0.01')).toBe(true);
    expect(isNegative('-0.00')).toBe(false);
    expect(roubles('8000')).toBe('8\u00a0000,00\u00a0\u20bd');
  });
});

it.each([
  [0, '0'],
  [1284, '1\u00a0284'],
  ['1204118', '1\u00a0204\u00a0118'],
  [-1500, '\u22121\u00a0500'],
  ['12a', '12a'],
])('count %s is grouped', (value, written) => expect(count(value)).toBe(written));

describe('dates', () => {
  it('an instant is shown in Moscow time whatever offset it came with', () => {
    expect(dateTime('2026-10-31T20:59:59Z', { seconds: true })).toBe('31.10.2026 23:59:59');
    expect(dateTime('2026-11-01T02:00:00+07:00')).toBe('31.10.2026 22:00');
    // Moscow stood four hours before UTC then.
    expect(dateTime('2012-07-01T20:30:00Z')).toBe('02.07.2012 00:30');
    expect(dateTime('2026-12-31T21:00:00.000Z', { seconds: true })).toBe('01.01.2027 00:00:00');
    expect(time('2026-10-31T21:00:00Z')).toBe('00:00');
  });

  it('another zone is used and named', () => {
    expect(setParkZone('Asia/Yekaterinburg')).toBe(true);
    expect(dateTime('2026-10-31T20:59:59Z')).toBe('01.11.2026 01:59');
    expect(zoneNote()).toBe('Asia/Yekaterinburg');
    expect(setParkZone('Mars/Olympus')).toBe(false);
    expect(zoneNote()).toBe('Asia/Yekaterinburg');
  });

  it('a birthday does not move between zones', () => {
    setParkZone('America/New_York');
    expect(date('1991-05-17')).toBe('17.05.1991');
  });

  it('text that is no date is shown as it came', () => {
    expect(dateTime('soon')).toBe('soon');
    expect(date('')).toBe('');
  });

  it.each([
    ['31.10.2026', '2026-10-31'],
    ['31102026', '2026-10-31'],
    ['1.2.2026', '2026-02-01'],
    ['29.02.2024', '2024-02-29'],
    ['29.02.2026', null],
    ['31.04.2026', null],
    ['2026-10-31', null],
    ['', null],
  ])('typed %s reads as %s', (typed, read) => expect(parseDate(typed)).toBe(read));

  it.each(['21.11.2026', '21112026', '21,11,2026', '21/11/2026', '21-11-2026', '1.6.25'])(
    'typed key by key %s stays a date',
    (keys) => {
      const text = [...keys].reduce((typed, key) => pointed(typed + key), '');
      expect(parseDate(text)).not.toBeNull();
      expect(text).not.toContain('..');
    },
  );

  it('a countdown never goes below zero', () => {
    expect(countdown(62.2)).toBe('01:03');
    expect(countdown(-5)).toBe('00:00');
  });
});

it.each([
  ['79110041892', '+7 911 004-18-92'],
  ['+998 90 0142763', '+998 90 014-27-63'],
  ['992900117305', '+992 90 011-73-05'],
  ['996550081290', '+996 55 008-12-90'],
  ['37491004662', '+374 91 00-46-62'],
  ['4915112345678', '+4915112345678'],
  ['7911', '+7911'],
  ['', ''],
])('phone %s is never forced into +7', (stored, written) => expect(phone(stored)).toBe(written));

it('a plate typed with Latin look-alikes is the same plate', () => {
  expect(normalizePlate('m482op 777')).toBe('М482ОР777');
  expect(plate('М482ОР777')).toBe('М482ОР\u00a0777');
  expect(plate('ТРАКТОР')).toBe('ТРАКТОР');
});

it('accounts keep all their digits and names grow short', () => {
  expect(accountGroups('40817810200005518204').join('')).toBe('40817810200005518204');
  expect(shortName('Тошматов', 'Улугбек', 'Ильхомович')).toBe('Тошматов\u00a0У.И.');
  expect(shortName('Тошматов')).toBe('Тошматов');
});
