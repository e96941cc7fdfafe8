import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DriverDraft } from '$host';
import type { Double } from '$host/double';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { sampleChange, sampleProfile, sampleReview, sampleRow } from '../drivers/samples';
import {
  answers,
  at,
  begin,
  choose,
  end,
  fill,
  has,
  inputAt,
  key,
  openCard,
  press,
  sampleCard,
  settle,
  textAt,
  type,
} from '../drivers/testing';
import { copied, numberGroups } from './look';

let double: Double;
beforeEach(() => begin());
afterEach(() => {
  cleanup();
  end();
  double.restore();
});

const reviewed = () => double.calls('reviewDriver').at(-1)?.[1] as DriverDraft;
const open = async () => {
  double = answers(sampleCard());
  await openCard('requisites');
};

describe('the list', () => {
  it('an account is shown in groups and copied as bare digits', async () => {
    await open();
    expect(textAt('requisite-row-11')).toContain('40817810138001402733');
    await press('requisite-copy-11');
    await press('requisite-copy-12');
    expect(double.calls('copyText')).toEqual([['40817810138001402733'], ['+79110041892']]);
    expect(has('requisite-copy-13')).toBe(false);
    expect(numberGroups('220012******4471')).toEqual(['2200', '12**', '****', '4471']);
    expect(copied('2200 0000 0000 0004', 'card')).toBe('2200000000000004');
  });

  it('a requisite is renamed in place, and the former name is told', async () => {
    await open();
    await fill('requisite-name-12', 'FPS T-Bank');
    expect(textAt('requisite-row-12')).toContain('Было: FPS Ulugbek');
    expect(textAt('driver-dirty-requisites')).toBe('Реквизиты: изменён 1');
    await fill('requisite-name-12', 'FPS Ulugbek');
    expect(has('driver-dirty-requisites')).toBe(false);
  });

  it('Del strikes a requisite through, and it can be put back', async () => {
    await open();
    at('requisite-delete-14').focus();
    await key('Delete');
    expect(textAt('requisite-row-14')).toContain('Будет удалён');
    expect(textAt('requisites-count')).toBe('4 в Jump, станет 3');
    await press('requisite-undo-14');
    expect(textAt('requisites-count')).toBe('4 в Jump');
  });

  it('Del inside a name deletes a letter and not the requisite', async () => {
    await open();
    at('requisite-name-14').focus();
    await key('Delete');
    expect(textAt('requisite-row-14')).not.toContain('Будет удалён');
  });

  it('edits of the list go into the review by id', async () => {
    await open();
    await press('requisite-default-13');
    await press('requisite-delete-14');
    expect(textAt('requisite-row-13')).toContain('Станет по умолчанию');
    expect(textAt('requisite-row-11')).not.toContain('По умолчанию');
    await press('driver-save');
    expect(reviewed().requisites).toEqual([
      { kind: 'make_default', id: '13' },
      { kind: 'delete', id: '14' },
    ]);
  });

  it('requisites that are not known are not shown as none', async () => {
    const profile = { ...sampleProfile, requisites: null };
    double = answers(sampleCard({ profile, requisites: [], save_refused: 'requisites_absent' }));
    await openCard('requisites');
    expect(document.body.textContent).toContain('Реквизиты неизвестны');
    expect(has('requisite-add')).toBe(false);
  });
});

it('Ctrl+Enter in the name of a requisite opens the review', async () => {
  await open();
  const name = at('requisite-name-14');
  await type('requisite-name-14', 'Renamed');
  name.focus();
  await key('Enter', { ctrlKey: true });
  expect(reviewed().requisites).toEqual([{ kind: 'rename', id: '14', name: 'Renamed' }]);
});

describe('a new requisite', () => {
  it('what a type means is asked once and then remembered', async () => {
    await open();
    await press('requisite-type-3');
    expect(textAt('requisite-confirm')).toContain('Вид «Bank card» — это что?');
    expect(has('requisite-number')).toBe(false);
    await choose('requisite-form', 'card_phone');
    await press('requisite-form-confirm');
    expect(double.calls('confirmRequisiteForm')).toEqual([['p1', '3', 'card_phone']]);
    expect(document.body.textContent).toContain('Телефон, к которому привязана карта');
    await press('requisite-type-1');
    await press('requisite-type-3');
    expect(has('requisite-confirm')).toBe(false);
  });

  it('a wrong number is not added', async () => {
    await open();
    await press('requisite-add');
    expect(textAt('requisite-number-hint')).toBe('Заполните это поле');
    await fill('requisite-number', '123');
    await press('requisite-add');
    expect(inputAt('requisite-number').getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(at('requisite-number'));
    expect(has('requisite-row-new-1')).toBe(false);
  });

  it('Enter puts it into the list, and only the save sends it', async () => {
    await open();
    await fill('requisite-bik', '044525974');
    await fill('requisite-name', 'Account');
    await type('requisite-number', '40817 810 2 0000 5518204');
    await key('Enter');
    expect(textAt('requisite-row-new-1')).toContain('40817810200005518204');
    expect(inputAt('requisite-number').value).toBe('');
    expect(textAt('driver-dirty-requisites')).toBe('Реквизиты: +1');
    expect(double.calls('reviewDriver')).toEqual([]);
    await press('driver-save');
    expect(reviewed().requisites).toMatchObject([
      { kind: 'add', draft: { key: 'new-1', type_id: '1', number: '40817810200005518204', name: 'Account' } },
    ]);
  });

  it('a save pressed while it is being checked waits for it', async () => {
    let answer: (checks: []) => void = () => undefined;
    double = answers(sampleCard(), {
      checkRequisite: () => new Promise((resolve) => (answer = resolve)),
    });
    await openCard('requisites');
    await press('requisite-delete-14');
    await type('requisite-number', '40817810200005518204');
    await press('requisite-add');
    await press('driver-save');
    expect(double.calls('reviewDriver')).toEqual([]);
    answer([]);
    await settle();
    expect(reviewed().requisites.map((one) => one.kind)).toEqual(['delete', 'add']);
  });

  it('one that is typed and not yet in the list is not lost by a save', async () => {
    await open();
    await press('requisite-delete-14');
    await fill('requisite-number', '408');
    expect(textAt('driver-why')).toBe('Новый реквизит не добавлен в список');
    await key('Enter', { ctrlKey: true }, document.body);
    expect(double.calls('reviewDriver')).toEqual([]);
  });

  it('a bank of the list is found by typing and sent by its code', async () => {
    await open();
    await press('requisite-type-4');
    await fill('requisite-number', '+7 911 004-18-92');
    await type('requisite-bank', 't');
    expect(
      [...document.querySelectorAll('[role=option]')].map((one) => one.textContent?.replace('Enter', '')),
    ).toEqual(['T-Bank', 'Tochka']);
    await key('Enter');
    expect(inputAt('requisite-bank').value).toBe('T-Bank');
    await press('requisite-add');
    await press('driver-save');
    expect(reviewed().requisites).toMatchObject([{ kind: 'add', draft: { type_id: '4', sbp_bank_id: '2' } }]);
  });

  it('a bank that is not in the dictionary is refused at the field', async () => {
    await open();
    await press('requisite-type-4');
    await fill('requisite-bank', 'Nowhere');
    expect(textAt('requisite-bank-hint')).toBe('Выберите банк из списка');
  });

  it('Ins goes to the form', async () => {
    await open();
    await key('Insert');
    expect(at('requisite-add').closest('section')?.contains(document.activeElement)).toBe(true);
  });

  it('types that did not come can be asked for again', async () => {
    let fails = true;
    session.currentId = 'p2';
    double = answers(sampleCard(), {
      requisiteTypes: async () => {
        if (fails) throw new Error('no');
        return [];
      },
    });
    await openCard('requisites');
    expect(document.body.textContent).toContain('Виды реквизитов не прочитаны');
    fails = false;
    document.querySelector<HTMLElement>('.addf .btn')?.click();
    await settle();
    expect(document.body.textContent).toContain('нет видов реквизитов');
  });
});

it('a type or a bank that the dictionary lacks is told by its number', async () => {
  const unlisted = { type_id: '77', type_title: '', bank: '', sbp_bank_id: '88' };
  const row = sampleRow({ id: '21', form: 'sbp', number: '79110041892', ...unlisted });
  double = answers(sampleCard({ requisites: [row] }), {
    reviewDriver: async () =>
      sampleReview({
        requisites: [sampleChange({ kind: 'deleted', id: '21', number: '79110041892', ...unlisted })],
      }),
  });
  await openCard('requisites');
  expect(inputAt('requisite-name-21').placeholder).toBe('№ 77 (нет в справочнике)');
  expect(textAt('requisite-row-21')).toContain('банк № 88 (нет в справочнике)');
  await press('requisite-delete-21');
  expect(textAt('requisite-row-21')).toContain('№ 77 (нет в справочнике)');
  await press('driver-save');
  expect(textAt('review-requisite-21')).toContain('№ 77 (нет в справочнике)');
  expect(textAt('review-requisite-21')).toContain('банк № 88 (нет в справочнике)');
});

it('has no faults that axe sees', async () => {
  await open();
  await press('requisite-delete-14');
  await press('requisite-type-4');
  expect(await axeProblems()).toEqual([]);
});
