import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeskFailure, forget, type ApplicationDesk, type ApplicationFieldEdit, type Host } from '$host';
import type { Double } from '$host/double';
import { mayLeave } from '$app/router.svelte';
import { axeProblems } from '$shared/axe';
import { at, error, has, key, newPark, press, textAt } from '../testing';
import { saved } from './samples';
import { enabled, fill, inCity, inputAt, openCard, type as typeIn } from './testing';

let double: Double;
beforeEach(() => {
  forget();
  newPark();
});
afterEach(() => {
  cleanup();
  double.restore();
});

async function begin(own: Partial<Host> = {}, ...desks: ApplicationDesk[]) {
  const opened = await openCard(own, ...desks);
  double = opened.double;
  return opened.left;
}
const card = () => document.querySelector('aside')!;
const sent = () => double.calls('jumpEditApplication').map((call) => call[3] as ApplicationFieldEdit[]);
const reading = () => double.calls('jumpEditApplication').at(-1)?.[2];

describe('saving', () => {
  async function edited(own: Partial<Host>, ...desks: ApplicationDesk[]) {
    await begin(own, ...desks);
    await press('application-edit-person');
    await typeIn('application-city', 'Kazan');
  }
  const change = { field: 'city', before: 'Omsk', after: 'Kazan' } as const;

  it('Ctrl+Enter saves what is under the cursor, from the reading on the screen', async () => {
    const first = inCity('Omsk');
    await edited(
      { jumpEditApplication: async () => saved({ saved: [change], desk: inCity('Kazan') }) },
      first,
    );
    await key('Enter', { ctrlKey: true });
    expect(reading()).toBe(first.reading);
    expect(sent()).toEqual([[{ field: 'city', value: 'Kazan', title: '' }]]);
    expect(at('application-saved').dataset['state']).toBe('done');
    expect(textAt('application-saved')).toContain('Сверено с Jump: Город: Kazan');
    expect(has('application-save')).toBe(false);
    expect(textAt('data-city')).toBe('Kazan');
    expect(await mayLeave()).toBe(true);
  });

  it('a saved day, plate and flag are told as people read them', async () => {
    const told = [
      { field: 'birthdate' as const, before: '', after: '1990-02-01' },
      { field: 'car_number' as const, before: '', after: 'К204ТН178' },
      { field: 'license_unlimited' as const, before: '', after: 'true' },
      { field: 'car_model' as const, before: '', after: 'Kia Rio' },
    ];
    await edited({ jumpEditApplication: async () => saved({ saved: told, desk: inCity('Kazan') }) });
    await press('application-save');
    expect(textAt('application-saved').replaceAll('\u00a0', ' ')).toContain(
      'Дата рождения: 01.02.1990; Госномер: К204ТН 178; Бессрочно: да; Модель: Kia Rio.',
    );
  });

  it('what the service ignored is named and stays in the form', async () => {
    await edited({
      jumpEditApplication: async () => saved({ state: 'ignored', ignored: [change], desk: inCity('Omsk') }),
    });
    await fill('application-last_name', 'Other');
    await press('application-save');
    expect(at('application-saved').dataset['state']).toBe('ignored');
    expect(textAt('application-saved')).toContain('Jump не сохранил: Город.');
    expect(inputAt('application-city').value).toBe('Kazan');
  });

  it('a change elsewhere stops the save, and the user chooses a side', async () => {
    const fresh = inCity('Perm');
    await edited(
      { jumpEditApplication: async () => saved({ state: 'stale', conflicts: [change], desk: fresh }) },
      inCity('Omsk'),
    );
    await press('application-save');
    expect(at('application-saved').dataset['state']).toBe('stale');
    expect(textAt('application-conflict-city')).toContain('В Jump Perm У вас Kazan');
    expect(textAt('application-why')).toBe('Сначала решите, чьи значения оставить.');
    expect(await axeProblems(card())).toEqual([]);
    await press('conflict-mine-city');
    expect(has('application-conflicts')).toBe(false);
    await press('application-save');
    expect(reading()).toBe(fresh.reading);
    expect(sent()).toHaveLength(2);
  });

  it('the other side can be taken instead', async () => {
    await edited({ jumpEditApplication: async () => saved({ state: 'stale', desk: inCity('Perm') }) });
    await press('application-save');
    await press('conflict-theirs-city');
    expect(inputAt('application-city').value).toBe('Perm');
    expect(has('application-dirty')).toBe(false);
  });

  it('after a lost answer that changed nothing the edits are kept and may be saved again', async () => {
    await edited(
      { jumpEditApplication: async () => saved({ state: 'not_done', desk: inCity('Omsk') }) },
      inCity('Omsk'),
    );
    await press('application-save');
    expect(at('application-saved').dataset['state']).toBe('not_done');
    expect(textAt('application-saved')).toContain('можно сохранить снова');
    expect(enabled('application-save')).toBe(true);
  });

  it('an unknown outcome is never sent again before the application was read', async () => {
    const lost = inCity('Omsk');
    const read = [inCity('Omsk'), inCity('Kazan')];
    await edited({
      jumpEditApplication: async () => saved({ state: 'unknown', desk: lost }),
      jumpGetApplication: async () => read.shift()!,
    });
    await press('application-save');
    const note = at('application-saved');
    expect(note.dataset['state']).toBe('unknown');
    expect(note.classList.contains('unk')).toBe(true);
    expect(note.getAttribute('role')).toBe('alert');
    expect(enabled('application-save')).toBe(false);
    await key('Enter', { ctrlKey: true });
    expect(sent()).toHaveLength(1);
    await press('application-reread');
    expect(has('application-saved')).toBe(false);
    expect(has('application-save')).toBe(false);
    expect(textAt('data-city')).toBe('Kazan');
  });

  it('a refusal of the service stands at its field', async () => {
    const refused = new DeskFailure({
      ...error('refused_by_service'),
      fields: [
        { field: 'city', code: 'said_by_service', params: { text: 'no such city' } },
        { field: 'moon', code: 'said_by_service', params: { text: 'too far' } },
      ],
    });
    await edited({
      jumpEditApplication: async () => {
        throw refused;
      },
    });
    await press('application-save');
    expect(at('application-saved').dataset['state']).toBe('failed');
    expect(textAt('application-saved')).toContain('moon: Jump: too far');
    expect(textAt('application-city-hint')).toContain('no such city');
    expect(enabled('application-save')).toBe(false);
    await typeIn('application-city', 'Kazan 2');
    expect(enabled('application-save')).toBe(true);
  });

  it('an error that the check finds is not sent', async () => {
    await begin();
    await press('application-edit-car');
    await typeIn('application-car_vin', 'short');
    await key('Enter', { ctrlKey: true });
    expect(sent()).toEqual([]);
    expect(document.activeElement).toBe(at('application-car_vin'));
    expect(textAt('application-car_vin-hint')).toContain('Знаков 5');
  });

  it('a reading that is no longer remembered is made again, with the edits kept', async () => {
    await edited(
      {
        jumpEditApplication: async () => {
          throw new DeskFailure(error('review_expired'));
        },
      },
      inCity('Omsk'),
      inCity('Omsk'),
    );
    await press('application-save');
    expect(at('application-saved').dataset['state']).toBe('failed');
    await press('application-reread');
    expect(has('application-saved')).toBe(false);
    expect(inputAt('application-city').value).toBe('Kazan');
    const before = reading();
    await press('application-save');
    expect(reading()).not.toBe(before);
  });
});
