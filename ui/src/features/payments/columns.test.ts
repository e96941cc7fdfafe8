import { expect, it } from 'vitest';
import { briefName } from '$shared/register/cells';
import { periodFault, periodText } from '$shared/register/period';
import { paymentColumns, statusTone } from './columns';
import { row } from './testing';

const written = (id: string, change: Parameters<typeof row>[1]) => {
  const column = paymentColumns().find((one) => one.id === id)!;
  const look = typeof column.look === 'function' ? column.look(row(0, change)) : column.look;
  return [column.text?.(row(0, change)), look?.trim()];
};

it('a zero commission is a dash, a sum of zero is a sum', () => {
  expect(written('commission', { commission: '0.00' })).toEqual(['\u2014', 'mut']);
  expect(written('amount', { amount: '0.00' })).toEqual(['0,00', '']);
});

it('an id is written in the table as beside it, so that the two can be compared', () => {
  expect(written('id', { id: '48141076' })[0]).toBe('48\u00a0141\u00a0076');
});

it('a missing sum is not written as zero', () => {
  expect(written('amount', { amount: null })[0]).toBe('\u2014');
});

it('a negative sum is red and has a true minus', () => {
  expect(written('amount', { amount: '-1450.5' })).toEqual(['\u22121\u00a0450,50', 'neg']);
  expect(written('amount_paid', { amount_paid: '-1.00' })).toEqual(['\u22121,00', 'm neg']);
});

it('the tone goes by the theme, then by the id; an unknown status is neutral and never done', () => {
  expect(statusTone('success', '99')).toBe('done');
  expect(statusTone('', '1')).toBe('done');
  expect(statusTone('danger', '1')).toBe('err');
  expect(statusTone('', '3')).toBe('wait');
  expect(statusTone('glitter', '99')).toBe('neutral');
  expect(statusTone('', null)).toBe('neutral');
});

it('names are shortened only when they are names', () => {
  expect(briefName('Тошматов Улугбек Ильхомович')).toBe('Тошматов\u00a0У.И.');
  expect(briefName('Мамадназаров Холмурод')).toBe('Мамадназаров\u00a0Х.');
  expect(briefName('ООО')).toBe('ООО');
  expect(briefName('')).toBe('');
});

it('a period is written without repeating the year', () => {
  expect(periodText({ from: '2026-10-01', to: '2026-10-31' })).toBe('01.10\u201331.10.2026');
  expect(periodText({ from: '2025-12-01', to: '2026-01-31' })).toBe('01.12.2025\u201331.01.2026');
  expect(periodText({ from: '2026-10-01', to: '2026-10-01' })).toBe('01.10.2026');
});

it('a period of one day is a period, a reversed one is not', () => {
  expect(periodFault({ from: '2026-10-01', to: '2026-10-01' })).toBeNull();
  expect(periodFault({ from: '2026-10-02', to: '2026-10-01' })).toBe('order');
  expect(periodFault({ from: '', to: '2026-10-01' })).toBe('missing');
});
