import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure } from '$host';
import type { Double } from '$host/double';
import { mayLeave, route } from '$app/router.svelte';
import { answerLeaving, leaving } from '$app/leave.svelte';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { toasts } from '$shared/toasts.svelte';
import {
  sampleChange,
  sampleConflict,
  sampleFieldChange,
  sampleOutcome,
  sampleProfile,
  sampleReview,
} from './samples';
import {
  answers,
  at,
  begin,
  choose,
  end,
  fill,
  has,
  holdTimers,
  inputAt,
  isEnabled,
  key,
  leave,
  openCard,
  pass,
  press,
  reviewed,
  sampleCard,
  settle,
  textAt,
  type,
} from './testing';

let double: Double;
beforeEach(async () => {
  holdTimers();
  await begin();
});
afterEach(end);

describe('the profile', () => {
  it('a field is judged on leaving it, and with every key once it is red', async () => {
    double = answers(sampleCard());
    await openCard();
    await type('driver-inn', '5001');
    expect(has('driver-errors')).toBe(false);
    await leave('driver-inn');
    expect(textAt('driver-inn-hint')).toContain('Цифр 4, в ИНН их 12 или 10. Было: пусто');
    expect(inputAt('driver-inn').getAttribute('aria-invalid')).toBe('true');
    expect(textAt('driver-errors')).toContain('1 ошибка: ИНН');
    expect(isEnabled('driver-save')).toBe(false);
    expect(textAt('driver-why')).toBe('Сначала исправьте ошибки');
    await type('driver-inn', '500100732259');
    expect(has('driver-errors')).toBe(false);
    expect(isEnabled('driver-save')).toBe(true);
  });

  it('a changed field tells what it was, and putting it back is no change', async () => {
    double = answers(sampleCard());
    await openCard();
    expect(textAt('driver-why')).toBe('Изменений нет');
    await fill('driver-park_note', 'Other');
    await choose('driver-group_id', '2');
    expect(textAt('driver-dirty')).toBe('Изменено 2 поля');
    expect(textAt('driver-park_note-hint')).toContain('Было: Rent 1 450 a day');
    expect(textAt('driver-group_id-hint')).toContain('Было: Comfort 3 %');
    await fill('driver-park_note', 'Rent 1 450 a day, written off at 06:00');
    await choose('driver-group_id', '3');
    expect(has('driver-dirty')).toBe(false);
  });

  it('a field that Jump does not show is left out unless typed', async () => {
    double = answers(sampleCard());
    await openCard();
    expect(textAt('driver-email-hint')).toBe('Jump не показывает');
    expect(textAt('driver-license-hint')).toBe('Формат не российский, не проверяем');
    await fill('driver-park_comment', 'Calls only');
    await press('driver-save');
    expect(reviewed()).toEqual({
      driver_id: '1204118',
      reading: 'reading-1',
      fields: [{ field: 'park_comment', value: 'Calls only' }],
      requisites: [],
      referrer: { kind: 'keep' },
    });
  });

  it('Ctrl+D tells the edits in words and takes one back', async () => {
    double = answers(sampleCard());
    await openCard();
    await choose('driver-group_id', '2');
    await fill('driver-park_note', 'Other');
    await key('KeyD', { ctrlKey: true });
    expect(textAt('changes-dialog')).toContain('Группа Comfort 3 % → Economy');
    at('changes-dialog').querySelector<HTMLElement>('[aria-label="Вернуть как было: Группа"]')?.click();
    await settle();
    expect(textAt('driver-dirty')).toBe('Изменено 1 поле');
    expect((at('driver-group_id') as HTMLSelectElement).value).toBe('3');
  });

  it('an unknown switch is neither on nor off until touched', async () => {
    double = answers(sampleCard({}, { enable_car_sync: '' }));
    await openCard();
    const box = inputAt('driver-enable_car_sync');
    expect([box.checked, box.indeterminate]).toEqual([false, true]);
    box.click();
    await settle();
    expect(textAt('driver-dirty')).toBe('Изменено 1 поле');
  });

  it('F8 goes to the wrong field from the other tab', async () => {
    double = answers(sampleCard());
    await openCard();
    await fill('driver-inn', '1');
    await key('F8');
    expect(document.activeElement).toBe(at('driver-inn'));
  });

  it('leaving with unsaved input asks first', async () => {
    double = answers(sampleCard());
    await openCard();
    expect(await mayLeave()).toBe(true);
    await fill('driver-park_note', 'Other');
    const answer = mayLeave();
    expect(leaving()).toBe(true);
    answerLeaving(false);
    expect(await answer).toBe(false);
    expect(double.calls('unsavedWork')).toEqual([[true]]);
  });

  it('Esc asks before it drops the edits and goes to the list when there are none', async () => {
    double = answers(sampleCard());
    await openCard();
    await fill('driver-park_note', 'Other');
    await key('Escape');
    await press('discard-go');
    expect(inputAt('driver-park_note').value).toContain('Rent');
    expect(has('driver-dirty')).toBe(false);
    await key('Escape');
    expect(route()?.name).toBe('drivers');
  });

  it('F5 keeps the edits and tells of a change on both sides', async () => {
    let card = sampleCard();
    double = answers(card, { jumpGetDriver: async () => card });
    await openCard();
    await fill('driver-park_note', 'Mine');
    card = sampleCard({ reading: 'reading-2' }, { inn: '500100732259' });
    await key('F5');
    expect(inputAt('driver-park_note').value).toBe('Mine');
    expect(inputAt('driver-inn').value).toBe('500100732259');
    card = sampleCard({ reading: 'reading-3' }, { park_note: 'Theirs' });
    await key('F5');
    expect(textAt('card-moved')).toContain('Карточку изменили в Jump: Финансовый комментарий.');
    await press('driver-save');
    expect(reviewed().reading).toBe('reading-2');
  });
});

describe('what cannot be saved says why', () => {
  it('requisites that Jump does not show close the save', async () => {
    double = answers(sampleCard({ save_refused: 'requisites_absent' }));
    await openCard();
    expect(textAt('save-refused')).toContain('Jump не показал реквизиты водителя');
    expect(textAt('driver-why')).toBe('Сохранение закрыто, причина выше');
    expect(inputAt('driver-inn').readOnly).toBe(true);
    await key('Enter', { ctrlKey: true });
    expect(double.calls('reviewDriver')).toEqual([]);
  });

  it('a read-only connection shows a form that cannot be edited', async () => {
    await begin({ readOnly: true });
    double = answers(sampleCard());
    await openCard();
    expect(document.body.textContent).toContain('Подключение открыто только для чтения.');
    expect(inputAt('driver-phone').readOnly).toBe(true);
    expect((at('driver-group_id') as HTMLSelectElement).disabled).toBe(true);
    expect(isEnabled('driver-save')).toBe(false);
  });

  it('what was ignored before is told before editing', async () => {
    double = answers(sampleCard({ ignored_before: ['requisites', 'phone'] }));
    await openCard();
    expect(textAt('ignored-before')).toContain('нет права менять: Телефон.');
    cleanup();
    await openCard('requisites');
    expect(textAt('ignored-before')).toContain('нет права менять: Реквизиты.');
  });
});

describe('the strip', () => {
  it('every block is told in words', async () => {
    const profile = { ...sampleProfile, black_list: '{"is_active":true,"comment":"Forged papers"}' };
    double = answers(sampleCard({ profile }));
    await openCard();
    const text = document.querySelector('.dhead')?.textContent ?? '';
    expect(text).toContain('Вывод закрыт до 22.11.2026 09:00');
    expect(text).toContain('Причина блокировки: Rent debt until 22.11');
    expect(text).toContain('В чёрном списке: Forged papers');
    expect(text).toContain('\u2212320,00');
  });

  it('balances that are not known are not shown as none', async () => {
    double = answers(sampleCard({ profile: { ...sampleProfile, cards: null } }));
    await openCard();
    expect(document.querySelector('.dhead')?.textContent).toContain('Балансы Jump не показал');
  });
});

describe('the card itself', () => {
  it('offline at opening is told, with a way to repeat', async () => {
    let online = false;
    double = answers(sampleCard(), {
      jumpGetDriver: async () => {
        if (!online) throw new DeskFailure({ code: 'offline' });
        return sampleCard();
      },
    });
    await openCard();
    expect(document.body.textContent).toContain('Нет связи с Jump.');
    online = true;
    await key('F5');
    expect(has('driver-save')).toBe(true);
  });

  it('has no faults that axe sees', async () => {
    double = answers(sampleCard(), {
      reviewDriver: async () =>
        sampleReview({
          requisites: [sampleChange({ kind: 'deleted', id: '14', name: 'Wife', last_four: '8816' })],
          conflicts: [sampleConflict()],
          token: null,
        }),
    });
    await openCard();
    vi.useRealTimers();
    await fill('driver-inn', '1');
    expect(await axeProblems()).toEqual([]);
    await fill('driver-inn', '500100732259');
    await press('driver-save');
    expect(await axeProblems()).toEqual([]);
  });
});

it('a card that waits for the service says for how long', async () => {
  double = answers(sampleCard(), { jumpGetDriver: () => new Promise<never>(() => undefined) });
  const waitingUntil = new Date(Date.now() + 75_000).toISOString();
  session.health = [{ service: 'Jump', state: 'waiting', millis: 0, waitingUntil }];
  await openCard('profile');
  expect(textAt('drivers-wait')).toMatch(/01:1[45]/);
  session.health = [];
});

it('after an unknown outcome the fresh card tells that it was saved after all', async () => {
  const card = sampleCard();
  let stored = card;
  double = answers(card, {
    jumpGetDriver: async () => stored,
    reviewDriver: async () => sampleReview({ changes: [sampleFieldChange('park_note', '', 'Agreed')] }),
    jumpUpdateDriver: async () => sampleOutcome({ state: 'unknown', card: null }),
  });
  await openCard('profile');
  await fill('driver-park_note', 'Agreed');
  await press('driver-save');
  await settle();
  await pass();
  await press('review-confirm');
  expect(at('save-outcome').dataset['state']).toBe('unknown');
  stored = {
    ...card,
    fields: card.fields.map((one) => (one.field === 'park_note' ? { ...one, value: 'Agreed' } : one)),
  };
  await press('outcome-reread');
  expect(toasts().at(-1)?.text).toContain('сохранилось, в Jump всё');
  expect(has('save-outcome')).toBe(false);
});
