import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure, type Balance, type DriverProfile, type PreviewView } from '$host';
import type { Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import { blackListOf } from './blackList';
import { sampleFieldChange, sampleProfile, sampleReview } from './samples';
import {
  answers,
  at,
  begin,
  choose,
  end,
  fill,
  has,
  key,
  openCard,
  press,
  sampleCard,
  textAt,
  type,
} from './testing';

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

describe('the calculation of a withdrawal', () => {
  const view: PreviewView = {
    asked: '1000.00',
    include_commission: true,
    answer: {
      amount: '1000.00',
      commission: '30.00',
      amount_paid: null,
      others: [{ key: 'fee_kind', value: 'percent' }],
    },
    at: '2026-11-21T14:05:12+03:00',
  };
  async function ask() {
    await openCard();
    await press('preview-open');
    await choose('preview-balance', '1');
    await type('preview-amount', '1 000');
  }

  it('asks the service and says its answer, nothing more', async () => {
    double = answers(sampleCard(), { jumpPreviewWithdraw: async () => view });
    await ask();
    await press('preview-include');
    await press('preview-ask');
    expect(double.calls('jumpPreviewWithdraw')).toEqual([
      ['p1', { driver_id: '1204118', balance_id: '1', amount: '1 000', include_commission: true }],
    ]);
    const said = plain('preview-answer');
    expect(said).toContain('Это только расчёт: деньги не двигаются');
    expect(said).toContain('30,00 ₽');
    expect(said).toMatch(/К выплате ?Jump не показывает/);
    expect(said).toContain('percent');
    expect(await axeProblems()).toEqual([]);
    // An answer to another amount would lie.
    await type('preview-amount', '2 000');
    expect(has('preview-answer')).toBe(false);
    expect(has('driver-dirty')).toBe(false);
  });

  it('a refusal is told in the words of the service', async () => {
    double = answers(sampleCard(), {
      jumpPreviewWithdraw: async () => {
        throw new DeskFailure({ code: 'refused_by_service', params: { detail: 'Недостаточно средств' } });
      },
    });
    await ask();
    await key('Enter', {}, at('preview-amount'));
    expect(textAt('preview-refusal')).toContain('Недостаточно средств');
    expect(textAt('preview-refusal')).toContain('Деньги не двигались');
    expect(await axeProblems()).toEqual([]);
  });

  it('a refusal names what is wrong, not that something is', async () => {
    const scrolled: Element[] = [];
    vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function (this: Element) {
      scrolled.push(this);
    });
    double = answers(sampleCard(), {
      jumpPreviewWithdraw: async () => {
        const told = (field: string, text: string) => ({ field, code: 'said_by_service', params: { text } });
        throw new DeskFailure({
          code: 'refused_by_service',
          params: { detail: 'The given data was invalid.' },
          fields: [
            told('amount', 'Недостаточно средств на балансе.'),
            told('driver', 'Списания заблокированы'),
          ],
        });
      },
    });
    await ask();
    await press('preview-ask');
    expect(textAt('preview-refusal')).toContain(
      'Jump такой вывод не пропустит: Недостаточно средств на балансе. Списания заблокированы.',
    );
    expect(textAt('preview-refusal')).not.toContain('invalid');
    expect(textAt('preview-amount-hint')).toContain('Недостаточно средств');
    // Below the edge of the card it would be no answer at all.
    expect(scrolled).toContain(at('preview-refusal'));
  });

  it('an amount that cannot be read is told at the field', async () => {
    double = answers(sampleCard(), {
      jumpPreviewWithdraw: async () => {
        const fields = [{ field: 'amount', code: 'amount_ambiguous', params: {} }];
        throw new DeskFailure({ code: 'invalid_input', fields });
      },
    });
    await ask();
    await press('preview-ask');
    expect(textAt('preview-amount-hint')).toContain('Непонятно, где копейки');
    expect(has('preview-refusal')).toBe(false);
  });

  it('without a balance nothing is asked', async () => {
    double = answers(sampleCard());
    await openCard();
    await press('preview-open');
    await press('preview-ask');
    expect(double.calls('jumpPreviewWithdraw')).toEqual([]);
    expect(textAt('preview-balance-hint')).toBe('Выберите баланс');
    expect(document.activeElement).toBe(at('preview-balance'));
    await key('Escape');
    expect(document.activeElement).toBe(at('preview-open'));
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
