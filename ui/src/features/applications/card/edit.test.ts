import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure, forget, type ApplicationDesk, type ApplicationFieldEdit, type Host } from '$host';
import type { Double } from '$host/double';
import { answerLeaving, leaving } from '$app/leave.svelte';
import { mayLeave } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { application, at, error, has, key, newPark, press, serviceFile, settle, textAt } from '../testing';
import { cardOf, dictionary, integration, job, saved } from './samples';
import { choose, desk, enabled, fill, inCity, inputAt, openCard, type as typeIn } from './testing';

let double: Double;
beforeEach(() => {
  forget();
  newPark();
});
afterEach(() => {
  cleanup();
  double.restore();
  vi.useRealTimers();
});

async function begin(own: Partial<Host> = {}, ...desks: ApplicationDesk[]) {
  const opened = await openCard(own, ...desks);
  double = opened.double;
  return opened.left;
}
const card = () => document.querySelector('aside')!;
const sent = () => double.calls('jumpEditApplication').map((call) => call[3] as ApplicationFieldEdit[]);
const F5 = () => key('F5');

describe('reading', () => {
  it('a required field that is empty is named, and numbers are masked', async () => {
    await begin();
    expect(textAt('data-car_color')).toContain('Не заполнено');
    expect(textAt('data-car-number')).toBe('Z94C2•••••• 4417');
    expect(textAt('application-missing')).toContain('Не хватает: Страна');
    expect(has('application-save')).toBe(false);
    expect(await axeProblems(card())).toEqual([]);
  });

  it('what is missing is never cut: the rest is a press away, and files without a mark are not called missing', async () => {
    const slots = ['ВУ', 'СТС', 'Паспорт', 'Прописка', 'Селфи'].map((title, code) => ({
      code: String(code),
      title,
      files: [],
    }));
    await begin({}, desk({ slots, other_files: [serviceFile('31')] }));
    expect(textAt('application-missing')).toContain('Не хватает: Страна, Номер, Выдано и ещё 8');
    expect(textAt('application-missing-perhaps')).toContain('Есть 1 файл без отметки');
    expect(textAt('application-missing')).not.toContain('Селфи');
    await press('application-missing-all');
    expect(textAt('application-missing')).toContain('ВУ, СТС, Паспорт, Прописка, Селфи Свернуть');
    expect(await axeProblems(card())).toEqual([]);
  });

  it('an id that no dictionary has is shown as it is, to read and to edit', async () => {
    await begin({}, desk(cardOf(application(), { profession: ['123', ''], car_model: ['31', 'Kia Rio'] })));
    expect(textAt('data-profession')).toBe('№ 123 (нет в справочнике)');
    await press('application-edit-work');
    const select = at('application-profession') as HTMLSelectElement;
    expect(select.value).toBe('123');
    expect(select.selectedOptions[0]?.textContent).toBe('№ 123 (нет в справочнике)');
  });

  it('a walking courier’s licence and car say that they are not needed and cannot be edited', async () => {
    const card = cardOf(application({ driver_license: null }));
    const sections = card.sections.map((rule) =>
      rule.section === 'license' || rule.section === 'car'
        ? { ...rule, applies: false, reason: 'walking_courier' }
        : rule,
    );
    await begin({}, desk({ ...card, sections }));
    expect(textAt('section-license-reason')).toBe('Не нужно: пеший курьер.');
    expect(textAt('section-car-reason')).toContain('Данные всё же есть');
    expect(textAt('section-car')).toContain('Kia Rio');
    expect(has('application-edit-license') || has('application-edit-car')).toBe(false);
    expect(textAt('application-missing')).not.toContain('Цвет');
  });

  it('a profession changed in the form is not overruled by the reason of the saved one', async () => {
    const card = cardOf(application());
    const sections = card.sections.map((rule) =>
      rule.section === 'license' ? { ...rule, applies: false, reason: 'walking_courier' } : rule,
    );
    await begin({}, desk({ ...card, sections }));
    await press('application-edit-work');
    const other = [...(at('application-profession') as HTMLSelectElement).options].find(
      (option) => option.value !== '' && !option.selected,
    )!;
    await choose('application-profession', other.value);
    expect(textAt('section-license-reason')).toContain('станет видно после сохранения');
  });

  it('what the status does not allow is closed and says why', async () => {
    const actions = {
      ...cardOf(application()).actions,
      edit: false,
      edit_reason: 'registering',
      reject: false,
      reject_reason: 'some_new_code',
    };
    await begin({}, desk({ actions, integrations: [integration('7', 'YanGo')] }));
    expect(textAt('application-no-edit')).toBe(
      'Править нельзя. Данные уже у агрегатора: заявка регистрируется.',
    );
    expect(enabled('application-edit-car')).toBe(false);
    expect(enabled('application-reject')).toBe(false);
    expect(textAt('application-why')).toBe('Отклонить нельзя. Статус заявки этого не позволяет.');
    expect(enabled('application-register')).toBe(true);
    await key('F2');
    expect(has('application-save')).toBe(false);
  });

  it('in a park that is only read nothing can be sent', async () => {
    newPark(true);
    await begin({}, desk({ integrations: [integration('7', 'YanGo', job('1', 'new'))] }));
    expect(session.park?.readOnly).toBe(true);
    for (const id of [
      'application-edit-person',
      'application-reject',
      'application-register',
      'integration-approve-7',
    ])
      expect([id, enabled(id)]).toEqual([id, false]);
    expect(textAt('integrations-why')).toContain('только для чтения');
  });

  it('what the answer has beyond the form is kept to read, digit by digit', async () => {
    const other_sections = [
      { key: 'medical', json: '{"sum":12345678901234567890.10,"notes":[],"said":"a, b: {c}"}' },
    ];
    await begin({}, desk(cardOf(application({ other_sections }))));
    const text = at('other-sections').querySelector('pre')?.textContent;
    expect(text).toBe('{\n  "sum": 12345678901234567890.10,\n  "notes": [],\n  "said": "a, b: {c}"\n}');
  });
});

describe('editing', () => {
  it('F2 edits the section with the focus; Esc leaves at once when nothing was typed', async () => {
    await begin();
    at('application-edit-license').focus();
    await key('F2');
    expect(document.activeElement).toBe(at('application-license_country'));
    expect(textAt('application-why')).toBe('Изменений нет');
    await key('Escape');
    expect(has('application-save')).toBe(false);
    expect(document.activeElement).toBe(at('application-edit-license'));
  });

  it('F8 leads to a day that does not exist, and the field still says so while one is in it', async () => {
    await begin();
    await press('application-edit-person');
    await fill('application-birthdate', '31.02.1990');
    await key('F8');
    expect(document.activeElement).toBe(at('application-birthdate'));
    expect(textAt('application-birthdate-hint')).toContain('Такой даты нет');
    await typeIn('application-birthdate', '28.02.1990');
    expect(textAt('application-birthdate-hint')).not.toContain('Такой даты нет');
  });

  it('a field is judged on leaving it, together with all other edits, and written as it will be stored', async () => {
    await begin();
    await press('application-edit-car');
    await fill('application-car_year', '2020');
    await fill('application-car_vin', 'z94c2');
    const [, , edits] = double.calls('checkApplication').at(-1) as [string, string, ApplicationFieldEdit[]];
    expect(edits.map((edit) => edit.field)).toEqual(['car_year', 'car_vin']);
    expect(textAt('application-car_vin-hint')).toContain('Знаков 5, в VIN их 17. Было: Z94C2DEMO00004417');
    expect(textAt('application-dirty')).toBe('Изменено 2 поля');
    expect(textAt('application-errors')).toContain('1 ошибка: VIN');
    expect(enabled('application-save')).toBe(false);
    await key('F8');
    expect(document.activeElement).toBe(at('application-car_vin'));
    await fill('application-car_vin', 'z94c2demo00009999');
    expect(inputAt('application-car_vin').value).toBe('Z94C2DEMO00009999');
    expect(enabled('application-save')).toBe(true);
    expect(await axeProblems(card())).toEqual([]);
  });

  it('Esc asks before typed text is given up', async () => {
    await begin();
    await press('application-edit-person');
    await fill('application-city', 'Kazan');
    await key('Escape');
    expect(has('discard-go')).toBe(true);
    await key('Escape');
    expect(inputAt('application-city').value).toBe('Kazan');
    await press('application-cancel');
    await press('discard-go');
    expect(has('application-save')).toBe(false);
    expect(textAt('data-city')).toBe('Санкт-Петербург');
  });

  it('typed text is guarded when the application is left', async () => {
    await begin();
    await press('application-edit-person');
    await fill('application-city', 'Kazan');
    const answer = mayLeave();
    await settle();
    expect(leaving()).toBe(true);
    answerLeaving(false);
    expect(await answer).toBe(false);
  });

  it('a refresh loses nothing that was typed, and what moved under it is disputed', async () => {
    const calls = await begin({}, inCity('Omsk'), inCity('Omsk'), inCity('Perm'));
    await press('application-edit-person');
    await fill('application-city', 'Kazan');
    await typeIn('application-birthdate', '31.02.1990');
    await F5();
    expect(inputAt('application-city').value).toBe('Kazan');
    expect(inputAt('application-birthdate').value).toBe('31.02.1990');
    expect(has('application-conflicts')).toBe(false);
    await F5();
    expect(calls).toHaveLength(1);
    expect(textAt('application-conflict-city')).toContain('В Jump Perm У вас Kazan');
    expect(enabled('application-save')).toBe(false);
  });

  it('«VIN нет» closes an empty VIN and leaves a filled one to be cleared', async () => {
    await begin();
    await press('application-edit-car');
    await press('application-car_no_vin');
    expect(inputAt('application-car_vin').disabled).toBe(false);
    await fill('application-car_vin', '');
    expect(inputAt('application-car_vin').disabled).toBe(true);
  });

  it('aggregators are kept as ids joined by commas, and a country with its title', async () => {
    await begin({ jumpEditApplication: async () => saved({ desk: desk() }) });
    await press('application-edit-work');
    await press('application-integrations-8');
    await press('application-integrations-7');
    await press('application-edit-license');
    await choose('application-license_country', 'uzb');
    await press('application-save');
    expect(sent()[0]).toEqual([
      { field: 'integrations', value: '7,8', title: 'YanGo, Citymobil' },
      { field: 'license_country', value: 'uzb', title: 'Узбекистан' },
    ]);
  });
});

describe('the model', () => {
  async function look(text: string) {
    vi.useFakeTimers();
    await typeIn('application-car_model', text);
    await vi.advanceTimersByTimeAsync(400);
    vi.useRealTimers();
    await settle();
  }

  it('is searched a little after the last key and taken from the list only', async () => {
    await begin({
      jumpDictAutoregModelsSearch: async () => dictionary('Solaris', 'Sonata'),
      jumpEditApplication: async () => saved({ desk: desk() }),
    });
    await press('application-edit-car');
    await typeIn('application-car_model', 'So');
    await look('Sol');
    expect(double.calls('jumpDictAutoregModelsSearch').map((call) => call[1])).toEqual(['Sol']);
    inputAt('application-car_model').blur();
    await settle();
    expect(textAt('application-car_model-hint')).toContain('Выберите модель из списка');
    expect(enabled('application-save')).toBe(false);
    await look('Sol');
    expect(await axeProblems(card())).toEqual([]);
    await press('model-option-7');
    expect(inputAt('application-car_model').value).toBe('Solaris');
    await press('application-save');
    expect(sent()).toEqual([[{ field: 'car_model', value: '7', title: 'Solaris' }]]);
  });

  it('is found in the whole list when the service’s search fails', async () => {
    await begin({
      jumpDictAutoregModelsSearch: async () => {
        throw new DeskFailure(error('service_down'));
      },
      jumpDictAutoregModels: async () => dictionary('Solaris', 'Octavia'),
    });
    await press('application-edit-car');
    await look('octa');
    expect(has('model-option-7')).toBe(false);
    expect(at('application-car_model').closest('.inw')?.textContent).toContain('Поиск Jump не ответил');
    at('application-car_model').focus();
    await key('Enter');
    expect(inputAt('application-car_model').value).toBe('Octavia');
    expect(double.calls('jumpEditApplication')).toEqual([]);
  });

  it('Esc gives up the typed text and keeps the form', async () => {
    await begin({ jumpDictAutoregModelsSearch: async () => [] });
    await press('application-edit-car');
    await look('zzz');
    await key('Escape');
    expect(inputAt('application-car_model').value).toBe('Kia Rio');
    expect(has('application-save')).toBe(true);
    expect(has('application-errors')).toBe(false);
  });
});
