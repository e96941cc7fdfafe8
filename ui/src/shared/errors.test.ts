import { expect, it } from 'vitest';
import { DeskFailure } from '$host';
import { describeError, fieldText } from './errors';

it('an unknown outcome is violet, never an error, and never offers to send again', () => {
  const said = describeError(new DeskFailure({ code: 'outcome_unknown' }));
  expect([said.severity, said.action]).toEqual(['unk', 'reread']);
});

it('a bug in the page is told in words, without its message', () => {
  const said = describeError(new TypeError('secret driver name'));
  expect(said.code).toBe('internal');
  expect(JSON.stringify(said)).not.toContain('secret');
});

it('the wait that the service asks for is in the title', () => {
  expect(describeError(new DeskFailure({ code: 'rate_limited', params: { seconds: '12' } })).title).toContain(
    '12',
  );
});

it('a plain object from Rust is understood as well', () => {
  const said = describeError({ code: 'offline', params: {}, fields: [], trace_id: 't-1' });
  expect([said.code, said.traceId]).toEqual(['offline', 't-1']);
});

it('who refused is named by whose operation it was', () => {
  const refused = new DeskFailure({ code: 'unauthorized' });
  expect(describeError(refused).title).toContain('Jump');
  expect(describeError(refused, 'yandex').title).toContain('Яндекс');
  expect(
    describeError(new DeskFailure({ code: 'unauthorized', params: { service: 'yandex' } })).text,
  ).not.toContain('Jump');
});

it('a field problem falls back to the service\u2019s own words', () => {
  expect(fieldText({ field: 'phone', code: 'vendor', params: { detail: 'занят' } })).toBe('занят');
  expect(fieldText({ field: 'x', code: 'no_such', params: {} })).toBeTruthy();
});

it('an answer without a place to name shows no bare placeholder', () => {
  expect(describeError(new DeskFailure({ code: 'unexpected_answer' })).text).not.toMatch(/[{}]/);
  expect(
    describeError(new DeskFailure({ code: 'unexpected_answer', params: { path: 'items[3].id' } })).text,
  ).toContain('items[3].id');
});

it('a file that was not saved says why as far as it is known', () => {
  const said = (reason?: string) =>
    describeError(new DeskFailure({ code: 'file_not_saved', params: reason ? { reason } : {} })).text;
  const words = ['disk_full', 'no_right', 'no_folder', 'large', 'other'].map(said);
  expect(new Set([...words, said()]).size).toBe(6);
  expect(said('never_heard_of')).toBe(said());
});
