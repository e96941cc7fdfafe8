// Registers at Yandex: the service and the sign are a person's choice, a balance below zero too; what Yandex carries out later
// is neither done nor unknown.
import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  DeskFailure,
  forget,
  type FieldProblem,
  type FleetCategory,
  type Host,
  type PayoutRow,
  type PayoutSettings,
} from '$host';
import type { Double } from '$host/double';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { register } from '$shared/register/testing';
import * as page from './testing';
import {
  at,
  bothServices,
  checked,
  choose,
  confirmed,
  DRIVER,
  fleetRow,
  has,
  key,
  listed,
  open,
  openPasted,
  out,
  plan,
  press,
  sent,
  settle,
  textAt,
  total,
  type,
  view,
  yandexSettings,
} from './testing';
import { explain, lookOf, verdicts } from './verdicts';

let double: Double;
let park: string;
beforeEach(() => {
  forget();
  localStorage.clear();
  park = page.newPark();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  cleanup();
  double.restore();
  vi.useRealTimers();
});

async function later(ms = 450): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}
async function faults() {
  vi.useRealTimers();
  return axeProblems();
}
const isChosen = (testid: string) => (at(testid) as HTMLInputElement).checked;
const isOn = (testid: string) => at(testid).getAttribute('aria-checked') === 'true';

/** What was set last. */
const set = () => double.calls('setPayoutSettings').at(-1)?.[1] as PayoutSettings | undefined;

const category = (id: string, change: Partial<FleetCategory> = {}): FleetCategory => ({
  id,
  name: `Category ${id}`,
  group_id: 'partner_other',
  group: 'Other',
  enabled: true,
  creatable: true,
  moves_balance: true,
  partner: true,
  ...change,
});

describe('the service', () => {
  it('a_park_without_yandex_is_offered_nothing_to_choose', async () => {
    double = page.answers();
    await openPasted();
    expect(has('payout-service-yandex')).toBe(false);
    expect(has('payout-setting-withdraw')).toBe(true);
  });

  it('jump_is_left_only_by_a_press_and_the_choice_is_proposed_to_this_park_alone', async () => {
    double = bothServices();
    await openPasted();
    await later();
    expect(isOn('payout-service-jump')).toBe(true);
    expect(double.calls('setPayoutSettings')).toEqual([]);
    await press('payout-service-yandex');
    await later();
    expect(set()).toEqual(yandexSettings({ reason: '' }));
    cleanup();
    await openPasted();
    await later();
    expect(isOn('payout-service-yandex')).toBe(true);
    cleanup();
    page.newPark();
    await openPasted();
    await later();
    expect(isOn('payout-service-jump')).toBe(true);
  });

  it('a_register_that_was_checked_is_not_turned_to_another_service_by_itself', async () => {
    localStorage.setItem('parkdesk.payouts', JSON.stringify({ [park]: 'yandex' }));
    double = bothServices(checked(), page.checkedRows);
    await openPasted();
    await later();
    expect(double.calls('setPayoutSettings')).toEqual([]);
  });

  it('what_was_chosen_of_one_service_is_there_again_after_a_look_at_the_other', async () => {
    double = bothServices();
    await openPasted();
    await later();
    await press('payout-setting-pays-no');
    await choose('payout-setting-type', '2');
    await press('payout-service-yandex');
    await type('payout-reason', 'Rent');
    await press('payout-service-jump');
    await later();
    expect(isChosen('payout-setting-pays-no')).toBe(true);
    expect(set()).toEqual(page.jumpSettings({ transaction_type_id: '2' }));
    await press('payout-service-yandex');
    expect((at('payout-reason') as HTMLInputElement).value).toBe('Rent');
  });

  it('only_the_chosen_service_closes_money_when_it_is_offline', async () => {
    double = bothServices();
    session.health = [{ service: 'Яндекс Fleet', state: 'offline', millis: 0, waitingUntil: null }];
    await openPasted();
    await later();
    expect(textAt('payout-why')).not.toContain('Нет связи');
    await press('payout-service-yandex');
    expect(textAt('payout-why')).toBe('Нет связи с Яндекс Fleet: деньги закрыты');
    session.health = [];
  });
});

describe('the settings', () => {
  async function openYandex(more: Partial<Host> = {}) {
    double = bothServices(view(), undefined, more);
    await openPasted();
    await later();
    await press('payout-service-yandex');
    await later();
  }

  it('nobody_is_debited_where_a_credit_was_meant_neither_is_proposed', async () => {
    const checkPayout = vi.fn(async () =>
      view({ phase: 'checking', settings: yandexSettings(), revision: 90 }),
    );
    await openYandex({ checkPayout });
    for (const sign of ['debit', 'credit']) expect(isChosen(`payout-sign-${sign}`)).toBe(false);
    expect(textAt('payout-why')).toBe('Выберите: списать или начислить');
    await type('payout-reason', 'Bonus');
    await key('Enter', { ctrlKey: true });
    expect(checkPayout).not.toHaveBeenCalled();
    await press('payout-sign-credit');
    await key('Enter', { ctrlKey: true });
    expect(checkPayout).toHaveBeenCalledTimes(1);
    expect(set()).toEqual(yandexSettings({ sign: 'credit', reason: 'Bonus' }));
    expect(document.body.textContent).toContain('спрашиваем у Яндекса баланс');
  });

  it('are within reach of everybody', async () => {
    await openYandex();
    await press('payout-sign-debit');
    expect(await faults()).toEqual([]);
  });

  it('an_event_without_a_reason_is_not_asked_for', async () => {
    await openYandex();
    await press('payout-sign-debit');
    expect(textAt('payout-why')).toContain('причину');
    await type('payout-reason', '  ');
    expect(textAt('payout-why')).toContain('причину');
    await key('Enter', {}, at('payout-reason'));
    expect(double.calls('checkPayout')).toEqual([]);
  });

  it('a_condition_typed_for_an_event_does_not_leave_with_a_category_nor_with_a_credit', async () => {
    const categories = [category('one'), category('closed', { creatable: false })];
    await openYandex({ yandexListTransactionCategories: async () => categories });
    await press('payout-sign-debit');
    await type('payout-reason', 'Rent');
    await type('payout-balance-min', '100,50');
    await later();
    expect(set()).toEqual(yandexSettings({ balance_min: '100,50' }));
    await press('payout-sign-credit');
    await later();
    expect(has('payout-balance-min')).toBe(false);
    expect(set()).toEqual(yandexSettings({ sign: 'credit' }));
    await press('payout-sign-debit');
    await press('payout-manner-category');
    expect(has('payout-balance-min')).toBe(false);
    expect(textAt('payout-why')).toBe('Выберите категорию');
    const select = at('payout-category') as HTMLSelectElement;
    expect([...select.options].map(({ value }) => value)).toEqual(['', 'one']);
    await choose('payout-category', 'one');
    await later();
    const manner = { manner: 'category' as const, category_id: 'one' };
    expect(set()).toEqual(yandexSettings({ manner, reason: '' }));
    await press('payout-manner-event');
    await later();
    expect(set()).toEqual(yandexSettings({ balance_min: '100,50' }));
  });

  it('a_press_on_check_is_not_lost_while_settings_are_on_their_way', async () => {
    let give: () => void = () => undefined;
    const order: string[] = [];
    const setPayoutSettings: Host['setPayoutSettings'] = async (_, settings) => {
      await new Promise<void>((resolve) => (give = resolve));
      order.push(settings.way.service === 'yandex' ? settings.way.reason : '');
      return view({ settings, revision: 10 + order.length });
    };
    const checkPayout = vi.fn(async () => {
      order.push('check');
      return view({ phase: 'checking', settings: yandexSettings(), revision: 90 });
    });
    double = bothServices(view(), undefined, { setPayoutSettings, checkPayout });
    await openPasted();
    await later();
    await press('payout-service-yandex');
    await press('payout-sign-debit');
    await later();
    await type('payout-reason', 'Rent');
    await press('payout-check');
    for (let answer = 0; answer < 2; answer++) {
      give();
      await settle();
    }
    expect(order).toEqual(['', 'Rent', 'check']);
  });

  it('what_is_refused_is_told_at_its_field_and_two_readings_are_asked_about', async () => {
    const fields: FieldProblem[] = [
      { field: 'balance_min', code: 'amount_ambiguous', params: {} },
      { field: 'reason', code: 'message_too_long', params: { length: '120', most: '100' } },
    ];
    const checkPayout = () => Promise.reject(new DeskFailure({ code: 'invalid_input', fields }));
    await openYandex({ checkPayout });
    await press('payout-sign-debit');
    await type('payout-reason', 'Rent');
    await type('payout-balance-min', '1,234');
    await press('payout-check');
    expect(textAt('payout-reason-hint')).toContain('Не больше 100 знаков');
    expect(textAt('payout-failure')).toContain('Деньги не двигались.');
    await press('balance_min-reading-1');
    await later();
    expect(set()?.way).toMatchObject({ balance_min: expect.stringMatching(/^1\s234,00$/) });
    expect(has('payout-failure')).toBe(false);
  });
});

describe('the check', () => {
  const rows = [
    fleetRow(1),
    fleetRow(2, { balance: '-50.00', free: '-50.00' }),
    fleetRow(3, {
      verdict: 'not_enough',
      included: false,
      params: { available: '1200.00' },
      amount: '1300.00',
    }),
  ];
  const now = checked({ settings: yandexSettings(), verdicts: [{ verdict: 'ready', count: 2 }] });

  it('shows_what_is_free_and_nothing_that_yandex_does_not_have', async () => {
    double = bothServices(now, rows);
    await openPasted();
    const header = at('payout-rows').textContent ?? '';
    for (const title of ['Свободно, ₽', 'Баланс, ₽', 'Заблок., ₽']) expect(header).toContain(title);
    for (const title of ['Комиссия', 'К выплате', 'Реквизит']) expect(header).not.toContain(title);
    expect(textAt('payout-row-1')).toContain('1 200,00');
    expect(textAt('payout-row-1')).toContain('300,00');
    expect(has('payout-control-commission')).toBe(false);
    expect(textAt('payout-send')).toContain('Списать в Яндексе: 2 операции на 201,00 ₽');
    expect(await faults()).toEqual([]);
  });

  it('a_balance_falls_below_zero_only_when_a_person_says_so_and_it_is_told_on', async () => {
    let told = rows;
    const changePayoutRow = vi.fn(async () => {
      told = [...rows.slice(0, 2), { ...rows[2]!, included: true }];
      return { ...now, revision: 2 };
    });
    double = bothServices(now, rows, {
      changePayoutRow,
      payoutWindow: (...asked) => page.windowOf(told)(...asked),
    });
    await openPasted();
    await page.cellOf('payout-row-3', 1);
    expect(textAt('payout-row-3')).toContain('Не хватает денег');
    expect(textAt('payout-explained')).toContain('свободно 1 200,00 ₽, списание больше.');
    expect(textAt('payout-explained')).toContain('включите строку пробелом');
    await key('Space', {}, at('payout-rows'));
    expect(changePayoutRow).toHaveBeenCalledTimes(1);
    await settle();
    expect(textAt('payout-row-3')).toContain('Уйдёт в минус');
    expect(textAt('payout-explained')).toContain('Пробел исключит строку.');
  });

  it('a_row_below_the_condition_is_not_promised_to_be_includable', () => {
    const row = out(1, 'not_enough', { params: { least: '500.00', available: '100.00' } });
    const said = explain(row, false, 'yandex').replace(/\s/g, ' ');
    expect(said).toContain('на балансе 100,00 ₽');
    expect(said).not.toContain('пробел');
    expect(lookOf(row, false, 'yandex')).toMatchObject({ tone: 'err' });
  });

  it('no_words_of_a_register_at_yandex_are_about_jump', () => {
    const words = verdicts.flatMap((verdict) => {
      const row = fleetRow(1, { verdict, params: { row: '1', reference: '7K3F9Q', available: '1.00' } });
      return [explain(row, false, 'yandex'), lookOf(row, false, 'yandex').text];
    });
    const states = (['sent', 'accepted', 'rejected', 'unknown'] as const).map((state) =>
      explain(sent(1, state), true, 'yandex'),
    );
    for (const said of [...words, ...states]) expect(said).not.toMatch(/Jump|[{}]/);
  });

  it('a_profile_that_was_left_behind_is_told_from_the_one_that_works', async () => {
    const same = { driver: 'Smith John', phone: '79110041892', group: '', balance: null };
    const candidates = [
      { ...same, driver_id: DRIVER, work_status: 'working' },
      { ...same, driver_id: 'left', work_status: 'fired' },
    ];
    double = bothServices(now, [out(1, 'ambiguous_driver', { driver_id: null, driver: '', candidates })]);
    await openPasted();
    await key('F2');
    expect(textAt(`payout-candidate-${DRIVER}`)).toBe('Smith John +7 911 004-18-92');
    expect(textAt('payout-candidate-left')).toBe('Smith John Уволен · +7 911 004-18-92');
  });

  it('another_driver_is_looked_for_among_those_of_yandex', async () => {
    const changePayoutRow = vi.fn(async () => ({ ...now, revision: 2 }));
    double = bothServices(now, [out(1, 'unknown_driver', { driver_id: null, driver: '' })], {
      changePayoutRow,
      yandexListDriverProfiles: async () =>
        register({ handle: 'fd', register: 'fleet_drivers', received: 1, total: 1 }),
      closeRegister: async () => null,
      fleetDriversWindow: async (_, from) => ({ revision: 1, from, shown: 1, rows: [fleetDriver] }),
    });
    await openPasted();
    await key('F2');
    await type('payout-driver-search', 'Toshmatov');
    await later();
    expect(double.calls('yandexListDriverProfiles')).toEqual([
      [park, { work_statuses: [], work_rule_ids: [], search: 'Toshmatov' }],
    ]);
    await press(`payout-driver-option-${DRIVER}`);
    await press('payout-mend-save');
    expect(changePayoutRow).toHaveBeenCalledWith('p1', 1, {
      amount: null,
      driver_id: DRIVER,
      comment: null,
      included: null,
    });
  });
});

const fleetDriver = {
  id: '200',
  driver_id: DRIVER,
  driver: 'Toshmatov Ulugbek',
  phone: '79110000000',
  balance: '1500.00',
  balance_limit: '0.00',
  currency: 'RUB',
  work_status: 'working',
  current_status: 'free',
  work_rule: 'Usual',
  car: '',
  license: '',
  last_transaction_at: null,
  created_at: null,
  foreign: '',
  linked: null,
};

describe('the confirmation', () => {
  it('names_the_service_the_reason_and_the_condition', async () => {
    const settings = yandexSettings({ balance_min: '100,50' });
    double = bothServices(checked({ settings }), [fleetRow(1), fleetRow(2)], {
      planPayout: async () => plan({ settings }),
    });
    await openPasted();
    await later();
    await press('payout-send');
    expect(textAt('payout-review')).toContain('Яндекс спишет с балансов водителей');
    expect(textAt('payout-review-service')).toBe('Яндекс Fleet');
    expect(textAt('payout-review-reason')).toBe('Rent');
    expect(textAt('payout-review-least')).toContain('100,50 ₽');
    expect(textAt('payout-review')).not.toContain('Комиссия');
    expect(textAt('payout-confirm')).toContain('Списать в Яндексе: 2 операции на 201,00 ₽');
    expect(await faults()).toEqual([]);
  });

  it('a_category_is_named_and_has_no_reason', async () => {
    const settings = yandexSettings({
      sign: 'credit',
      manner: { manner: 'category', category_id: 'one' },
      reason: '',
    });
    double = bothServices(checked({ settings }), [fleetRow(1)], {
      planPayout: async () => plan({ settings }),
      yandexListTransactionCategories: async () => [category('one')],
    });
    await openPasted();
    await later();
    await press('payout-send');
    expect(textAt('payout-review-category')).toBe('Category one');
    expect(has('payout-review-reason')).toBe(false);
    expect(textAt('payout-confirm')).toContain('Начислить в Яндексе');
  });
});

describe('what Yandex carries out later', () => {
  const remote = { id: 'event-1', version: 1, status: 'in_progress' };
  const taken = (number: number, change: Partial<PayoutRow> = {}) =>
    sent(number, 'unknown', { driver_id: DRIVER, remote, ...change });
  const done = (states: ReturnType<typeof total>[], change: Parameters<typeof confirmed>[1] = {}) =>
    confirmed('finished', {
      settings: yandexSettings(),
      of: 3,
      done: 3,
      control: { ...checked().control, included: 3, left_out: 0, rows: 3, amount: '301.50' },
      states,
      ...change,
    });

  it('is_neither_unknown_nor_done_and_adds_up', async () => {
    const now = done([total('accepted', 1, '100.50'), total('unknown', 2, '201.00')], { taken: 2 });
    double = bothServices(now, [sent(1, 'accepted'), taken(2), taken(3)]);
    await open('p1');
    expect(at('payout-state-pending').dataset['count']).toBe('2');
    expect(textAt('payout-state-pending')).toContain('201,00 ₽');
    expect(has('payout-state-unknown')).toBe(false);
    expect(has('payout-unknown')).toBe(false);
    expect(textAt('payout-pending')).toContain('Обрабатываются 2 операции.');
    expect(textAt('payout-row-2')).toContain('Обрабатывается');
    expect(at('payout-row-2').querySelector('.st')?.classList.contains('unk')).toBe(false);
    expect(textAt('payout-tab-unknown')).toBe('Обрабатываются2');
    expect(has('payout-adds')).toBe(true);
    await page.cellOf('payout-row-2', 1);
    expect(textAt('payout-explained')).toContain('проведёт её сам');
    expect(await faults()).toEqual([]);
  });

  it('beside_an_outcome_that_nobody_knows_both_are_told_apart', async () => {
    const now = done([total('accepted', 1, '100.50'), total('unknown', 2, '201.00')], { taken: 1 });
    double = bothServices(now, [sent(1, 'accepted'), taken(2), sent(3, 'unknown')]);
    await open('p1');
    expect(at('payout-state-pending').dataset['count']).toBe('1');
    expect(at('payout-state-unknown').dataset['count']).toBe('1');
    expect(textAt('payout-state-pending')).toContain('201,00 ₽вместе');
    expect(textAt('payout-unknown')).toContain('#REF003');
    expect(textAt('payout-unknown')).not.toContain('#REF002');
    expect(textAt('payout-unknown')).toContain('Ясного ответа Яндекса не было');
    expect(has('payout-adds')).toBe(true);
  });

  it('an_earlier_register_says_its_service_and_is_not_called_over_while_rows_have_no_outcome', async () => {
    const states = [total('accepted', 1, '100.00'), total('unknown', 2, '200.00')];
    double = bothServices(view(), undefined, {
      payouts: async () => [
        { ...listed('a', 'finished'), states },
        { ...listed('b', 'finished'), states, service: 'yandex' },
      ],
    });
    await open();
    expect(textAt('payout-earlier-a')).toMatch(/Jump.*Неизвестно 2.*Завершён/);
    expect(textAt('payout-earlier-b')).toMatch(/Яндекс.*Без исхода 2.*Отправлен/);
  });
});
