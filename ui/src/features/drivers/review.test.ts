import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeskFailure } from '$host';
import type { Double } from '$host/double';
import { sampleChange, sampleConflict, sampleFieldChange, sampleOutcome, sampleReview } from './samples';
import {
  answers,
  at,
  begin,
  end,
  fill,
  has,
  holdTimers,
  inputAt,
  isEnabled,
  key,
  openCard,
  pass,
  press,
  reviewed,
  sampleCard,
  textAt,
} from './testing';

let double: Double;
beforeEach(async () => {
  holdTimers();
  await begin();
});
afterEach(end);

describe('the review', () => {
  const deletion = sampleChange({ kind: 'deleted', id: '14', name: 'Card of the wife', last_four: '8816' });
  const other = sampleChange({ kind: 'deleted', id: '13', name: 'Mir card', last_four: '4471' });
  const edit = async () => {
    await openCard();
    await fill('driver-park_note', 'Mine');
  };

  it('a deletion is confirmed by the digits of that requisite, each by its own', async () => {
    double = answers(sampleCard(), {
      reviewDriver: async () => sampleReview({ requisites: [deletion, other] }),
    });
    await edit();
    await press('driver-save');
    await pass();
    const confirm = at('review-confirm') as HTMLButtonElement;
    expect(confirm.disabled).toBe(true);
    expect(textAt('review-why')).toBe('Введите последние цифры');
    await fill('review-delete-14', '8816');
    expect(confirm.disabled).toBe(true);
    await fill('review-delete-13', '8816');
    expect(confirm.disabled).toBe(true);
    await key('Enter', { ctrlKey: true });
    expect(double.calls('jumpUpdateDriver')).toEqual([]);
    await fill('review-delete-13', '4471');
    expect(confirm.disabled).toBe(false);
    expect(confirm.textContent).toContain('Сохранить 2 изменения');
    await press('review-confirm');
    expect(double.calls('jumpUpdateDriver')).toEqual([['p1', 'token-1', { '13': '4471', '14': '8816' }]]);
  });

  it('nothing can be pressed in the first moment after it appears', async () => {
    const changes = [sampleFieldChange('park_note', 'a', 'Mine')];
    double = answers(sampleCard(), { reviewDriver: async () => sampleReview({ changes }) });
    await edit();
    await press('driver-save');
    expect(textAt('review-change-park_note')).toContain('Финансовый комментарий');
    await press('review-confirm');
    expect(double.calls('jumpUpdateDriver')).toEqual([]);
    await pass();
    await key('Enter', { ctrlKey: true });
    expect(double.calls('jumpUpdateDriver')).toHaveLength(1);
  });

  it('a conflict blocks until a side is chosen, then the fresh card is reviewed again', async () => {
    const card = sampleCard({ reading: 'reading-2' }, { park_note: 'Theirs' });
    const conflicts = [sampleConflict({ was: 'Rent', mine: 'Mine', theirs: 'Theirs' })];
    let again = false;
    double = answers(sampleCard(), {
      reviewDriver: async () => {
        if (again) return sampleReview({ card });
        again = true;
        return sampleReview({ card, token: null, conflicts });
      },
    });
    await openCard();
    await fill('driver-park_note', 'Mine');
    await fill('driver-park_comment', 'Also mine');
    await press('driver-save');
    await pass();
    expect(has('review-confirm')).toBe(false);
    expect(isEnabled('review-again')).toBe(false);
    await press('review-theirs-park_note');
    await press('review-again');
    expect(reviewed()).toMatchObject({
      reading: 'reading-2',
      fields: [{ field: 'park_comment', value: 'Also mine' }],
    });
    await press('review-back');
    expect(inputAt('driver-park_note').value).toBe('Theirs');
  });

  it('my side of a conflict is kept on the fresh card', async () => {
    const card = sampleCard({ reading: 'reading-2' }, { park_note: 'Theirs' });
    const conflicts = [sampleConflict({ was: 'Rent', mine: 'Mine', theirs: 'Theirs' })];
    double = answers(sampleCard(), {
      reviewDriver: async () => sampleReview({ card, token: null, conflicts }),
    });
    await edit();
    await press('driver-save');
    await press('review-back');
    await press('driver-save');
    expect(reviewed().reading).toBe('reading-1');
    await press('review-mine-park_note');
    await press('review-again');
    expect(reviewed()).toMatchObject({
      reading: 'reading-2',
      fields: [{ field: 'park_note', value: 'Mine' }],
    });
  });

  it('what others changed is told, and problems stand at their fields', async () => {
    double = answers(sampleCard(), {
      reviewDriver: async () =>
        sampleReview({
          token: null,
          elsewhere: [sampleFieldChange('group_id', 'Economy', 'Comfort')],
          problems: [{ field: 'group_id', code: 'not_in_dictionary', params: {} }],
        }),
    });
    await edit();
    await press('driver-save');
    expect(textAt('review-elsewhere')).toContain('Группа: Economy → Comfort');
    expect(textAt('review-problems')).toContain('Группа — В справочнике Jump этого уже нет');
    expect((at('review-confirm') as HTMLButtonElement).disabled).toBe(true);
    await press('review-back');
    expect(textAt('driver-group_id-hint')).toContain('В справочнике Jump этого уже нет');
  });
});

describe('the outcome', () => {
  const changes = [sampleFieldChange('park_note', 'a', 'Mine')];
  async function save(answer: Parameters<typeof answers>[1]) {
    double = answers(sampleCard(), {
      reviewDriver: async () => sampleReview({ changes }),
      ...answer,
    });
    await openCard();
    await fill('driver-park_note', 'Mine');
    await press('driver-save');
    await pass();
    await press('review-confirm');
  }
  const state = () => at('save-outcome').dataset['state'];

  it('saved: the form stands on the card that was read afterwards', async () => {
    const card = sampleCard({ reading: 'reading-3' }, { park_note: 'Mine' });
    await save({ jumpUpdateDriver: async () => sampleOutcome({ card, unverifiable: ['email'] }) });
    expect(state()).toBe('saved');
    expect(textAt('save-outcome')).toContain('Сохранено и сверено.');
    expect(textAt('save-outcome')).toContain('Проверить нельзя, Jump это не показывает: E-mail.');
    expect(has('driver-dirty')).toBe(false);
    expect(inputAt('driver-park_note').value).toBe('Mine');
  });

  it('ignored: names what did not change and gives the text of a request', async () => {
    const requisites_ignored = [sampleChange({ kind: 'changed', id: '12', name: 'FPS' })];
    await save({
      jumpUpdateDriver: async () => sampleOutcome({ state: 'ignored', ignored: changes, requisites_ignored }),
    });
    expect(state()).toBe('ignored');
    expect(textAt('save-outcome')).toContain('не изменил: Финансовый комментарий, реквизит «FPS».');
    await press('outcome-request');
    expect(double.calls('copyText')[0]?.[0]).toContain('Парк «North-West»');
    expect(textAt('driver-dirty')).toBe('Изменено 1 поле');
  });

  it('unknown: no second try is offered, only another reading', async () => {
    await save({ jumpUpdateDriver: async () => sampleOutcome({ state: 'unknown', card: null }) });
    expect(state()).toBe('unknown');
    expect(at('save-outcome').querySelector('[role=alert]')).not.toBeNull();
    expect(textAt('save-outcome')).not.toContain('Повторить');
    expect(isEnabled('driver-save')).toBe(false);
    expect(textAt('driver-why')).toBe('Сначала перечитайте карточку');
    await key('Enter', { ctrlKey: true });
    expect(double.calls('reviewDriver')).toHaveLength(1);
    const read = double.calls('jumpGetDriver').length;
    await press('outcome-reread');
    expect(double.calls('jumpGetDriver')).toHaveLength(read + 1);
    expect(double.calls('jumpUpdateDriver')).toHaveLength(1);
    expect(isEnabled('driver-save')).toBe(true);
  });

  it('not saved: the edits stay and can be saved again', async () => {
    await save({ jumpUpdateDriver: async () => sampleOutcome({ state: 'not_saved' }) });
    expect(state()).toBe('not_saved');
    expect(isEnabled('driver-save')).toBe(true);
  });

  it('stale: the review opens again against the former reading', async () => {
    await save({ jumpUpdateDriver: async () => sampleOutcome({ state: 'stale' }) });
    expect(double.calls('reviewDriver')).toHaveLength(2);
    expect(reviewed().reading).toBe('reading-1');
    expect(textAt('review-dialog')).toContain('Карточку успели изменить в Jump: ничего не записано.');
  });

  it('a refusal of the service stands at its fields', async () => {
    await save({
      jumpUpdateDriver: async () => {
        throw new DeskFailure({
          code: 'refused_by_service',
          params: { detail: 'Phone is taken' },
          fields: [{ field: 'phone', code: 'said_by_service', params: { text: 'Taken' } }],
        });
      },
    });
    expect(has('review-dialog')).toBe(false);
    expect(at('save-failure').dataset['code']).toBe('refused_by_service');
    expect(textAt('save-failure')).toContain('В Jump ничего не изменилось');
    expect(textAt('driver-phone-hint')).toContain('Jump: Taken');
    expect(textAt('driver-dirty')).toBe('Изменено 1 поле');
  });

  it('digits that Rust does not accept keep the review open', async () => {
    const deletion = sampleChange({ kind: 'deleted', id: '14', name: 'Wife', last_four: '8816' });
    double = answers(sampleCard(), {
      reviewDriver: async () => sampleReview({ requisites: [deletion] }),
      jumpUpdateDriver: async () => {
        const fields = [{ field: 'confirm.14', code: 'confirmation_mismatch', params: {} }];
        throw new DeskFailure({ code: 'invalid_input', fields });
      },
    });
    await openCard();
    await fill('driver-park_note', 'Mine');
    await press('driver-save');
    await pass();
    await fill('review-delete-14', '8816');
    await press('review-confirm');
    expect(textAt('review-requisite-14')).toContain('не совпадает с номером');
  });
});
