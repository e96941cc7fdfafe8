import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Balance, DriverProfile } from '$host';
import type { Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import { blackListOf } from './blackList';
import { sampleFieldChange, sampleProfile, sampleReview } from './samples';
import { answers, at, begin, end, fill, key, openCard, press, sampleCard, textAt } from './testing';

let double: Double;
beforeEach(() => begin());
afterEach(end);

const plain = (testid: string) => textAt(testid).replaceAll('\u00a0', ' ');
const cardOf = (change: Partial<DriverProfile>) => sampleCard({ profile: { ...sampleProfile, ...change } });

describe('balances and blocks', () => {
  it('shows every balance, and tells none from not shown', async () => {
    const [first] = sampleProfile.cards as [Balance];
    double = answers(
      cardOf({
        cards: [
          first,
          { ...first, id: '9', balance: null, integration: { id: '123', slug: null, title: null } },
        ],
        agent: { id: '5', slug: null, title: 'LLC North' },
        black_list: '{"comment":"Debt","sum":100.10,"id":90071992547409931}',
        present: ['created_at'],
        first_trip_at: '2024-03-15T09:00:00+03:00',
      }),
    );
    await openCard();
    const said = plain('driver-balances');
    expect(said).toContain('12 480,50');
    expect(said).toContain('№ 123 (нет в справочнике)');
    expect(said).toContain('не показан');
    expect(said).toContain('LLC North');
    expect(said).toContain('Rent debt until 22.11');
    expect(said).toContain('до 22.11.2026 09:00, Москва');
    expect(said).toContain('Debt');
    // No digit of what is not known is lost.
    expect(said).toContain('sum: 100.10');
    expect(said).toContain('id: 90071992547409931');
    expect(said).toMatch(/Добавлен ?нет/);
    expect(said).toMatch(/Последняя поездка ?Jump не показывает/);
    expect(said).toContain('15.03.2024 09:00');
    expect(at('driver-balances').querySelector('tbody tr')?.getAttribute('title')).toBe('ID баланса 1');
    expect(await axeProblems()).toEqual([]);
  });

  it('an entry of the black list that is over does not brand the driver', () => {
    expect(blackListOf('{"is_active":false,"comment":"Debt"}').listed).toBe(false);
    expect(blackListOf('{"is_active":true,"comment":"Debt"}')).toEqual({
      listed: true,
      comment: 'Debt',
      others: [],
    });
  });

  it('a black list in any shape is told', () => {
    expect(blackListOf('{}').listed).toBe(false);
    expect(blackListOf(null).listed).toBe(false);
    expect(blackListOf('true')).toEqual({ listed: true, comment: '', others: [] });
    expect(blackListOf('"why"').comment).toBe('why');
    expect(blackListOf('{"comment":null,"by":{"id":1}}').others).toEqual([
      { key: 'by', value: '{"id":"1"}' },
    ]);
    expect(blackListOf('not json')).toMatchObject({ listed: true, comment: 'not json' });
  });
});

describe('an id that the dictionary lacks', () => {
  const lost = { id: '123', slug: null, title: null };

  it('stands in the card and in its choice by number', async () => {
    double = answers(sampleCard({ profile: { ...sampleProfile, group: lost } }, { group_id: '123' }), {
      reviewDriver: async () =>
        sampleReview({
          changes: [
            sampleFieldChange('group_id', '123', '456', { before_unlisted: true, after_unlisted: true }),
          ],
        }),
    });
    await openCard();
    const select = at('driver-group_id') as HTMLSelectElement;
    expect(select.selectedOptions[0]?.textContent).toBe('№ 123 (нет в справочнике)');
    await fill('driver-park_note', 'Mine');
    await press('driver-save');
    expect(textAt('review-change-group_id')).toContain('№ 123 (нет в справочнике)');
    expect(textAt('review-change-group_id')).toContain('№ 456 (нет в справочнике)');
  });
});

it('F5 reads the dictionaries of the form anew', async () => {
  double = answers(sampleCard());
  await openCard();
  await key('F5');
  expect(double.calls('forgetDictionaries')).toEqual([['p1']]);
  expect(double.calls('jumpDictGroups')).toHaveLength(2);
  expect(double.calls('jumpGetDriver')).toHaveLength(2);
});
