// A transaction of Yandex: refused while something is missing, confirmed once, held, and never called paid or failed while
// the service is still at it.
import { render } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FleetAgain, OperationView } from '$host';
import type { Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import { at, has, inputAt, isEnabled, key, press, settle, textAt, type } from '../../drivers/testing';
import FollowStrip from '../../money/FollowStrip.svelte';
import { journal, refusal, warning } from '../../money/testing';
import { askOf, beginFleet } from './form.svelte';
import {
  beginMoney,
  confirm,
  desk,
  DRIVER,
  endMoney,
  later,
  open,
  plain,
  plan,
  remote,
  review,
  typeDebit,
  view,
} from './testing';

let double: Double;

beforeEach(() => beginMoney());
afterEach(() => {
  double.restore();
  endMoney();
});

const sent = () => [
  ...double.calls('yandexCreateDriverTransactionV3'),
  ...double.calls('yandexCreateDriverTransactionV2'),
];

async function news(changed: OperationView) {
  double.emit('operationChanged', changed);
  await settle();
}

async function faults() {
  vi.useRealTimers();
  return axeProblems();
}

describe('the form', () => {
  it('refuses without a sum and without a reason, and says which', async () => {
    double = desk();
    await open();
    expect(textAt('operation-why')).toBe('Введите сумму');
    await type('operation-amount', '1 500');
    expect(textAt('operation-why')).toContain('причину');
    await press('operation-plan');
    await key('Enter', { ctrlKey: true }, at('operation-amount'));
    expect(double.calls('planFleetTransaction')).toEqual([]);
    await type('fleet-reason', '  ');
    expect(isEnabled('operation-plan')).toBe(false);
    await type('fleet-reason', 'Rent');
    expect(isEnabled('operation-plan')).toBe(true);
    expect(await faults()).toEqual([]);
  });

  it('sends what was typed as it was typed: the sign by words, no minus', async () => {
    double = desk();
    await typeDebit();
    await type('fleet-balance-min', '100,50');
    await press('operation-plan');
    expect(double.calls('planFleetTransaction')).toEqual([
      [
        'p1',
        {
          driver_id: DRIVER,
          sign: 'debit',
          amount: '1 500',
          manner: { manner: 'event' },
          reason: 'Rent of 20 November',
          description: '',
          balance_min: '100,50',
          repeats: null,
        },
      ],
    ]);
  });

  it('a credit carries no condition, whatever was typed for the debit', async () => {
    double = desk();
    await typeDebit();
    await type('fleet-balance-min', '100');
    await press('fleet-sign-credit');
    expect(has('fleet-balance-min')).toBe(false);
    await press('operation-plan');
    const [[, draft]] = double.calls('planFleetTransaction') as [[string, { balance_min: string }]];
    expect(draft.balance_min).toBe('');
  });

  it('a category of the park is one it may create in, and leaves by the other operation', async () => {
    double = desk({
      planFleetTransaction: async () =>
        plan({ manner: { manner: 'category', category_id: 'partner_service_manual_1' }, reason: null }),
    });
    await open();
    await type('operation-amount', '1 500');
    await press('fleet-manner-category');
    expect(textAt('operation-why')).toBe('Выберите категорию');
    const select = at('fleet-category') as HTMLSelectElement;
    expect([...select.options].map(({ value }) => value)).toEqual(['', 'partner_service_manual_1']);
    select.value = 'partner_service_manual_1';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await settle();
    await press('operation-plan');
    await later();
    await press('operation-confirm');
    expect(double.calls('yandexCreateDriverTransactionV2')).toEqual([['p1', 'fleet-hash-1', []]]);
    expect(double.calls('yandexCreateDriverTransactionV3')).toEqual([]);
  });

  it('begins with the usual manner of the park', async () => {
    double = desk({
      fleetAccess: async () => ({
        client_id: 'taxi/park/p',
        park_id: 'p',
        base_address: 'https://fleet-api.taxi.yandex.net',
        requests_per_second: 2,
        requests_per_hour: 5000,
        manner: { manner: 'category', category_id: 'partner_service_manual_1' },
        key_place: 'keychain',
        key_mask: '•••• 4f1c',
        key_saved_at: null,
      }),
    });
    await open();
    expect((at('fleet-category') as HTMLSelectElement).value).toBe('partner_service_manual_1');
  });

  it('an ambiguous sum is asked about', async () => {
    double = desk({
      planFleetTransaction: async () => {
        throw refusal('invalid_input', {
          fields: [{ field: 'amount', code: 'amount_ambiguous', params: {} }],
        });
      },
    });
    await open();
    await type('operation-amount', '1,234');
    await type('fleet-reason', 'Rent');
    await press('operation-plan');
    expect(plain('operation-reading-1')).toBe('1 234,00 ₽');
    expect(plain('operation-reading-2')).toBe('1,23 ₽');
    await press('operation-reading-1');
    expect(inputAt('operation-amount').value.replace(/\u00a0/g, ' ')).toBe('1 234,00');
  });

  it('says what is free and when that was read, and that there is no preview', async () => {
    double = desk();
    await open();
    expect(plain('fleet-free')).toContain('3 350,50 ₽');
    expect(textAt('fleet-balance')).toContain('14:05:12');
    expect(textAt('fleet-balance')).toContain('чаевые');
    expect(textAt('fleet-balance')).toContain('Предварительного расчёта у Яндекса нет');
    await press('fleet-balance-read');
    expect(double.calls('yandexGetBlockedBalance')).toHaveLength(2);
  });

  it('a balance that cannot be read is told and closes nothing', async () => {
    double = desk({
      yandexGetBlockedBalance: async () => {
        throw refusal('forbidden');
      },
    });
    await typeDebit();
    expect(textAt('fleet-balance-unread')).toContain('Деньги не двигались');
    expect(isEnabled('operation-plan')).toBe(true);
  });

  it('a driver with an operation without an outcome has new ones closed, with the way to it', async () => {
    double = desk({
      planFleetTransaction: async () => {
        throw refusal('driver_unsettled', { params: { references: 'AAAAAA', operations: 'op-7' } });
      },
    });
    await typeDebit();
    await press('operation-plan');
    expect(textAt('operation-failure')).toContain('Деньги не двигались');
    expect(at('operation-unsettled-AAAAAA').getAttribute('href')).toBe('#/journal/op-7');
  });

  it('who refused is named: the key is that of Yandex', async () => {
    double = desk({
      planFleetTransaction: async () => {
        throw refusal('unauthorized');
      },
    });
    await typeDebit();
    await press('operation-plan');
    expect(textAt('operation-failure')).toContain('Яндекс не принял ключ');
    expect(textAt('operation-failure')).not.toContain('Jump');
  });

  it('a park without access is told so', async () => {
    double = desk({
      planFleetTransaction: async () => {
        throw refusal('no_fleet');
      },
    });
    await typeDebit();
    await press('operation-plan');
    expect(textAt('operation-failure')).toContain('Яндекс Fleet не подключён');
  });
});

describe('closed money', () => {
  it('a read-only park checks nothing', async () => {
    await beginMoney({ readOnly: true });
    double = desk();
    await typeDebit();
    expect(has('operation-read-only')).toBe(true);
    expect(isEnabled('operation-plan')).toBe(false);
  });

  it('a journal that cannot be written closes it', async () => {
    double = desk({ journalState: async () => journal({ trouble: { code: 'no_space' } }) });
    await typeDebit();
    expect(has('operation-closed')).toBe(true);
    expect(isEnabled('operation-plan')).toBe(false);
  });
});

describe('the review', () => {
  it('says all that is fixed; the button names the deed and the sum', async () => {
    double = desk({ planFleetTransaction: async () => plan({ balance_min: '100.00' }) });
    await review();
    expect(plain('operation-confirm')).toContain('Списать 1 500,00 ₽');
    expect(textAt('operation-park')).toContain('North-West');
    expect(textAt('fleet-plan-category')).toBe('Прочее');
    expect(textAt('fleet-plan-reason')).toBe('Rent of 20 November');
    expect(plain('fleet-plan-balance')).toContain('свободно 3 350,50 ₽');
    expect(plain('fleet-plan-least')).toContain('100,00 ₽ — столько должно быть до операции');
    expect(textAt('operation-marked')).toContain('[#7K3F9Q]');
    expect(await faults()).toEqual([]);
  });

  it('a debit of more than is free has to be agreed to', async () => {
    double = desk({
      planFleetTransaction: async () =>
        plan({ warnings: [warning('above_balance', { free: '3350.5000' }), warning('balance_unknown')] }),
    });
    await review();
    expect(plain('operation-warning-above_balance-note')).toContain('свободно 3 350,50 ₽');
    await press('operation-confirm');
    expect(sent()).toEqual([]);
    await press('operation-warning-above_balance');
    await press('operation-warning-balance_unknown');
    await press('operation-confirm');
    expect(sent()).toEqual([['p1', 'fleet-hash-1', ['above_balance', 'balance_unknown']]]);
  });
});

describe('after the confirmation', () => {
  it('the hold can be taken back, by Esc too', async () => {
    double = desk();
    await confirm();
    expect(textAt('operation-hold')).toContain('Ни одной операции ещё не отправлено');
    expect(document.activeElement).toBe(at('operation-hold-cancel'));
    await key('Escape');
    expect(double.calls('cancelOperation')).toEqual([['p1', 'op-1']]);
    expect(at('operation-outcome').dataset['state']).toBe('cancelled');
    expect(textAt('operation-outcome')).toContain('Деньги не двигались');
  });

  it('what Yandex is at is called neither paid nor failed nor unknown, and sounds no alarm', async () => {
    double = desk({
      yandexGetDriverTransactionStatusV3: async () => view('unknown', { remote }),
    });
    await confirm();
    await news(view('unknown', { remote }));
    const said = textAt('operation-outcome');
    expect(said).toContain('Яндекс выполняет, ещё не проведено');
    expect(said).not.toContain('Неизвестно');
    expect(said).not.toContain('Яндекс провёл операцию');
    expect(said).not.toContain('не провёл операцию');
    expect(at('operation-outcome').querySelector('[role=alert]')).toBeNull();
    await press('operation-look-up');
    expect(double.calls('yandexGetDriverTransactionStatusV3')).toEqual([['p1', 'op-1']]);
    expect(double.calls('checkOperation')).toEqual([]);
    expect(await faults()).toEqual([]);
  });

  it('what failed after Yandex took it is told in its words, and that no money moved', async () => {
    double = desk();
    await confirm();
    await news(view('unknown', { remote }));
    await news(view('rejected', { remote, reason: 'Balance below the condition' }));
    expect(textAt('operation-outcome')).toContain('Яндекс не провёл операцию');
    expect(textAt('operation-outcome')).toContain('«Balance below the condition»');
    expect(textAt('operation-outcome')).toContain('Деньги не двигались');
  });

  it('an answer that never came stays unknown, in its own colour, and is looked for', async () => {
    double = desk({ checkOperation: async () => view('unknown') });
    await confirm();
    await news(view('unknown'));
    expect(textAt('operation-outcome')).toContain('Неизвестно — сверяем');
    await press('operation-look-up');
    expect(double.calls('checkOperation')).toEqual([['p1', 'op-1']]);
  });

  it('a closed panel leaves the strip, which does not call it unknown', async () => {
    double = desk();
    await confirm();
    const strip = render(FollowStrip);
    await settle();
    expect(has('operation-strip-op-1')).toBe(false);
    await news(view('unknown', { remote }));
    await press('operation-close');
    expect(plain('operation-strip-op-1')).toContain('1 500,00 ₽: Яндекс выполняет, ещё не проведено');
    strip.unmount();
  });
});

describe('sending again', () => {
  const again: FleetAgain = {
    repeats: 'op-1',
    driver_id: DRIVER,
    sign: 'credit',
    amount: '1500.00',
    manner: { manner: 'event' },
    reason: 'Bonus',
    description: 'For November',
    balance_min: '',
  };

  it('fills the form with what the journal has, and plans it as a repeat', async () => {
    double = desk();
    const { repeats, ...ask } = askOf(again, 'Toshmatov Ulugbek');
    await open({ ...ask, repeats });
    expect(has('operation-repeats')).toBe(true);
    expect(at('fleet-sign-credit').getAttribute('aria-checked')).toBe('true');
    expect(inputAt('operation-amount').value.replace(/\u00a0/g, ' ')).toBe('1 500,00');
    expect(inputAt('fleet-reason').value).toBe('Bonus');
    expect(inputAt('fleet-description').value).toBe('For November');
    await press('operation-plan');
    const [[, draft]] = double.calls('planFleetTransaction') as [[string, { repeats: string; sign: string }]];
    expect(draft).toMatchObject({ repeats: 'op-1', sign: 'credit' });
  });

  it('what stands in review is not swept away by a button beside it', async () => {
    double = desk();
    await review();
    beginFleet('p1', { driverId: 'another', name: 'Another', sign: 'credit' });
    await settle();
    expect(has('operation-review')).toBe(true);
  });
});
