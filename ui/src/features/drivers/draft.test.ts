import { beforeEach, describe, expect, it } from 'vitest';
import type { FieldCheck } from '$host';
import { Draft } from './draft.svelte';
import {
  sampleCard,
  sampleChange,
  sampleFieldChange,
  sampleDraft,
  sampleOutcome,
  sampleRow,
  sampleRows,
} from './samples';

let draft: Draft;
const ok = (field: string, normalised: string | null): FieldCheck => ({
  field,
  level: 'ok',
  code: 'ok',
  params: {},
  normalised,
});
const wrong = (field: string): FieldCheck => ({ ...ok(field, null), level: 'error', code: 'inn_length' });
const row = (id: string) => sampleRows.find((one) => one.id === id)!;

beforeEach(() => {
  draft = new Draft(sampleCard());
});

describe('fields', () => {
  it('an untouched card sends nothing', () => {
    expect(draft.toArgument()).toEqual({
      driver_id: '1204118',
      reading: 'reading-1',
      fields: [],
      requisites: [],
      referrer: { kind: 'keep' },
    });
    expect(draft.dirty).toBe(false);
  });

  it('a hidden field is sent only when something was typed', () => {
    draft.set('email', 'a@b.ru');
    expect(draft.edits()).toEqual([{ field: 'email', value: 'a@b.ru' }]);
    draft.set('email', '');
    expect(draft.edits()).toEqual([]);
  });

  it('typing the same value again is no change, neither as stored nor as shown', () => {
    draft.set('phone', '+998 90 014-27-63');
    draft.set('last_name', 'Toshmatov ');
    expect(draft.changed).toEqual([]);
  });

  it('another writing of the same phone falls away when Rust has read it', () => {
    draft.set('phone', '998 (90) 0142763');
    const asked = draft.edits();
    draft.takeChecks(asked, [ok('phone', '+998900142763')]);
    expect(draft.changed).toEqual([]);
    expect(draft.value('phone')).toBe('+998 90 014-27-63');
  });

  it('a late verdict on text that was changed since is dropped', () => {
    draft.set('inn', '12');
    const asked = draft.edits();
    draft.set('inn', '123');
    draft.takeChecks(asked, [wrong('inn')]);
    expect(draft.wrong).toEqual([]);
  });

  it('text under the hands of the user is not rewritten', () => {
    draft.set('phone', '89110041892');
    draft.takeChecks(draft.edits(), [ok('phone', '+79110041892')], false);
    expect(draft.value('phone')).toBe('89110041892');
    draft.takeChecks(draft.edits(), [ok('phone', '+79110041892')]);
    expect(draft.value('phone')).toBe('+7 911 004-18-92');
  });

  it('a wrong value that came from the service does not block', () => {
    const check: FieldCheck = { ...wrong('inn'), level: 'warn' };
    draft = new Draft(sampleCard({ checks: [check] }, { inn: '1' }));
    expect(draft.check('inn')?.level).toBe('warn');
    expect(draft.wrong).toEqual([]);
  });

  it('a half-typed date blocks and counts as unsaved', () => {
    draft.setUnreadable('contract_signed_at', true);
    expect(draft.wrong).toEqual(['contract_signed_at']);
    expect([draft.dirty, draft.changes]).toEqual([true, false]);
  });

  it('what the service said of a field goes with the next key', () => {
    draft.set('phone', '+7911');
    draft.setProblems([{ field: 'phone', code: 'said_by_service', params: { text: 'taken' } }]);
    expect(draft.wrong).toEqual(['phone']);
    draft.set('phone', '+79110041892');
    expect(draft.wrong).toEqual([]);
  });
});

describe('requisites', () => {
  it('each edit of the list is told by id', () => {
    draft.rename(row('12'), 'FPS T-Bank');
    draft.toggleDefault('13');
    draft.delete(row('14'));
    draft.add(sampleDraft({ number: '2200 0000 0000 0004' }));
    expect(draft.requisiteEdits()).toEqual([
      { kind: 'rename', id: '12', name: 'FPS T-Bank' },
      { kind: 'make_default', id: '13' },
      { kind: 'delete', id: '14' },
      { kind: 'add', draft: sampleDraft({ number: '2200 0000 0000 0004' }) },
    ]);
    expect(draft.requisites).toEqual({ added: 1, changed: 2, deleted: 1 });
  });

  it('a deleted requisite is neither renamed nor made the default', () => {
    draft.rename(row('14'), 'Other');
    draft.toggleDefault('14');
    draft.delete(row('14'));
    expect(draft.requisiteEdits()).toEqual([{ kind: 'delete', id: '14' }]);
    draft.restore(row('14'));
    expect(draft.dirty).toBe(false);
  });

  it('there is one new default at most', () => {
    draft.toggleDefault('12');
    draft.add(sampleDraft({ is_default: true }));
    expect(draft.newDefault).toBe('new-1');
    draft.toggleDefault('13');
    expect(draft.added[0]?.is_default).toBe(false);
    expect(draft.newDefault).toBe('13');
    draft.toggleDefault('13');
    expect(draft.newDefault).toBeNull();
    draft.toggleDefault('12');
    draft.toggleDefault('11');
    expect(draft.requisiteEdits()).toEqual([{ kind: 'add', draft: sampleDraft() }]);
  });

  it('a problem of the review stands at its requisite, of the service too', () => {
    draft.setProblems([{ field: 'requisites.12.name', code: 'required', params: {} }]);
    expect(draft.requisiteProblem('12')?.code).toBe('required');
    const said = { code: 'said_by_service', params: { requisite: 'new-1', text: 'no' } };
    draft.setProblems([{ field: 'requisites.4.bik', ...said }]);
    expect(draft.requisiteProblem('new-1')?.code).toBe('said_by_service');
  });
});

describe('a fresh reading', () => {
  it('keeps the edits that still differ and drops those that are there already', () => {
    draft.set('inn', '500100732259');
    draft.set('park_note', 'mine');
    draft.rename(row('12'), 'FPS T-Bank');
    draft.delete(row('14'));
    const rows = sampleRows
      .filter((one) => one.id !== '14')
      .map((one) => (one.id === '12' ? { ...one, name: 'FPS T-Bank' } : one));
    draft.rebase(sampleCard({ reading: 'reading-2', requisites: rows }, { inn: '500100732259' }));
    expect(draft.toArgument()).toMatchObject({
      reading: 'reading-2',
      fields: [{ field: 'park_note', value: 'mine' }],
      requisites: [],
    });
  });

  it('a requisite that was added after all is not added twice', () => {
    draft.add(sampleDraft({ key: 'new-1', number: '2200 0000 0000 0004' }));
    draft.add(sampleDraft({ key: 'new-2', number: '2200 0000 0000 0012' }));
    const there = sampleRow({ id: '15', type_id: '3', number: '220000******0004' });
    draft.rebase(sampleCard({ requisites: [...sampleRows, there] }));
    expect(draft.added.map((one) => one.key)).toEqual(['new-2']);
  });

  it('a change on both sides is told, agreement is not', () => {
    draft.set('park_note', 'mine');
    draft.set('inn', '1');
    const fresh = sampleCard({}, { park_note: 'theirs', inn: '1', group_id: '4' });
    expect(draft.movedUnder(fresh)).toEqual(['park_note']);
    draft.rename(row('12'), 'mine');
    const renamed = sampleRows.map((one) => (one.id === '12' ? { ...one, name: 'theirs' } : one));
    expect(draft.movedUnder({ ...fresh, requisites: renamed })).toEqual(['park_note', 'requisites']);
  });
});

describe('after a save', () => {
  it('saved: nothing is left to save', () => {
    draft.set('email', 'a@b.ru');
    draft.delete(row('14'));
    draft.settle(sampleOutcome({ unverifiable: ['email'] }));
    expect(draft.dirty).toBe(false);
    expect(draft.card.reading).toBe('reading-3');
  });

  it('ignored: what was not changed stays in the draft, what was saved leaves it', () => {
    draft.set('inn', '500100732259');
    draft.set('phone', '+79110041892');
    draft.add(sampleDraft({ key: 'new-1', number: '2200 0000 0000 0004' }));
    draft.add(sampleDraft({ key: 'new-2', number: '2200 0000 0000 0012' }));
    const rows = [...sampleRows, sampleRow({ id: '15', number: '2200000000000004' })];
    draft.settle(
      sampleOutcome({
        state: 'ignored',
        saved: [sampleFieldChange('inn', '', '500100732259')],
        ignored: [sampleFieldChange('phone', '', '')],
        requisites_ignored: [sampleChange({ kind: 'added', number: '2200000000000012' })],
        card: sampleCard({ requisites: rows }, { inn: '500100732259' }),
      }),
    );
    expect(draft.changed).toEqual(['phone']);
    expect(draft.added.map((one) => one.key)).toEqual(['new-2']);
  });

  it('unknown: the draft and its reading stay, so that the next review sees what moved', () => {
    draft.set('inn', '500100732259');
    draft.settle(sampleOutcome({ state: 'unknown' }));
    expect([draft.changed, draft.card.reading]).toEqual([['inn'], 'reading-1']);
  });
});
