// The form: what is asked of the service while it is typed, and what it waits for.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PreviewView } from '$host';
import type { Double } from '$host/double';
import { navigate } from '$app/router.svelte';
import { at, has, inputAt, isEnabled, key, openCard, press, settle, textAt, type } from '../drivers/testing';
import { sampleCard, samplePage } from '../drivers/samples';
import { askForOperation } from './form.svelte';
import { readingsOf } from './readings';
import {
  beginMoney,
  chooseType,
  desk,
  DRIVER,
  endMoney,
  faults,
  journal,
  later,
  openForm,
  plan,
  preview,
  refusal,
  typeWithdrawal,
} from './testing';

let double: Double;
beforeEach(() => beginMoney());
afterEach(endMoney);

const plain = (testid: string) => textAt(testid).replaceAll('\u00a0', ' ');
const drafts = () => double.calls('planOperation').map(([, draft]) => draft);

describe('the preview while a withdrawal is typed', () => {
  it('asks once, a little after the last key, and says the service’s figures as they came', async () => {
    double = desk();
    await openForm();
    await press('operation-balance-1');
    await type('operation-amount', '3');
    await type('operation-amount', '3 350');
    expect(double.calls('jumpPreviewWithdraw')).toEqual([]);
    await later();
    expect(double.calls('jumpPreviewWithdraw')).toEqual([
      ['p1', { driver_id: DRIVER, balance_id: '1', amount: '3 350', include_commission: false }],
    ]);
    const said = plain('preview-answer');
    expect(said).toContain('12,00 ₽');
    expect(said).toMatch(/К выплате ?Jump не показывает/);
    expect(said).toContain('fee_kind');
    expect(said).toContain('Это только расчёт: деньги не двигаются');
    expect(await faults()).toEqual([]);
  });

  it('asks about the commission as it is chosen', async () => {
    double = desk();
    await openForm();
    await press('operation-balance-1');
    await type('operation-amount', '3 350');
    await press('operation-commission-inside');
    await later();
    expect(double.calls('jumpPreviewWithdraw').map(([, ask]) => ask)).toEqual([
      expect.objectContaining({ include_commission: true }),
    ]);
  });

  it('an answer to a former sum is never shown as the answer to this one', async () => {
    const waiting: ((view: PreviewView) => void)[] = [];
    double = desk({ jumpPreviewWithdraw: () => new Promise((resolve) => waiting.push(resolve)) });
    await openForm();
    await press('operation-balance-1');
    await type('operation-amount', '1000');
    await later();
    await type('operation-amount', '2000');
    await later();
    waiting[0]?.(preview({ asked: '1000.00' }));
    await settle();
    expect(has('preview-answer')).toBe(false);
    waiting[1]?.(preview({ asked: '2000.00' }));
    await settle();
    expect(plain('preview-answer')).toContain('2 000,00 ₽');
    await type('operation-amount', '2500');
    // The former figures are still there, and said to be asked anew.
    expect(at('preview-answer').dataset['stale']).toBe('true');
    expect(plain('preview-answer')).not.toContain('2 000,00 ₽');
  });

  it('a refusal is told in the words of the service, and that no money moved', async () => {
    double = desk({
      jumpPreviewWithdraw: async () => {
        const told = (field: string, text: string) => ({ field, code: 'said_by_service', params: { text } });
        throw refusal('refused_by_service', {
          params: { detail: 'The given data was invalid.' },
          fields: [
            told('amount', 'Недостаточно средств на балансе.'),
            told('driver', 'Списания заблокированы'),
          ],
        });
      },
    });
    await openForm();
    await press('operation-balance-1');
    await type('operation-amount', '1');
    await later();
    const said = textAt('preview-refusal');
    expect(said).toContain('Недостаточно средств на балансе. Списания заблокированы.');
    expect(said).not.toContain('invalid');
    expect(said).toContain('Деньги не двигались');
    expect(textAt('operation-amount-hint')).toContain('Недостаточно средств');
    expect(await faults()).toEqual([]);
  });

  it('no preview is asked for what is no withdrawal', async () => {
    double = desk();
    await openForm('deposit');
    await press('operation-balance-1');
    await type('operation-amount', '100');
    await later();
    expect(double.calls('jumpPreviewWithdraw')).toEqual([]);
    expect(has('operation-pays-yes')).toBe(false);
  });
});

describe('a sum that can be read in two ways', () => {
  it('is never guessed: both readings are offered', async () => {
    double = desk({
      jumpPreviewWithdraw: async (_park, { amount }) => {
        if (amount !== '1,234') return preview();
        throw refusal('invalid_input', {
          fields: [{ field: 'amount', code: 'amount_ambiguous', params: {} }],
        });
      },
    });
    await openForm();
    await press('operation-balance-1');
    await type('operation-amount', '1,234');
    await later();
    expect(textAt('operation-amount-hint')).toContain('Непонятно, где копейки');
    expect(plain('operation-reading-1')).toBe('1 234,00 ₽');
    expect(plain('operation-reading-2')).toBe('1,23 ₽');
    await press('operation-reading-1');
    expect(inputAt('operation-amount').value).toBe('1\u00a0234,00');
    await later();
    expect(has('operation-reading-1')).toBe(false);
  });

  it('reads separators as they can be meant', () => {
    expect(readingsOf('12.345')).toEqual(['12345', '12.34']);
    expect(readingsOf('1.234,56')).toEqual(['1234.56']);
    expect(readingsOf('1,234,567')).toEqual(['1234567']);
    expect(readingsOf('12')).toEqual([]);
    expect(readingsOf('12,3x4')).toEqual([]);
  });
});

describe('what the form waits for', () => {
  it('proposes neither a payment nor a debit without one, and says what it waits for', async () => {
    double = desk();
    await openForm();
    expect(textAt('operation-why')).toBe('Выберите баланс');
    await press('operation-balance-1');
    expect(textAt('operation-why')).toBe('Введите сумму');
    await type('operation-amount', '3 350');
    expect(textAt('operation-why')).toContain('вид операции');
    await chooseType();
    expect(inputAt('operation-pays-yes').checked).toBe(false);
    expect(inputAt('operation-pays-no').checked).toBe(false);
    expect(textAt('operation-why')).toContain('выплатить водителю или только списать');
    expect(isEnabled('operation-plan')).toBe(false);
    await press('operation-plan');
    expect(drafts()).toEqual([]);
    await press('operation-pays-no');
    expect(isEnabled('operation-plan')).toBe(true);
    await press('operation-plan');
    expect(drafts()).toEqual([
      {
        driver_id: DRIVER,
        operation: 'withdraw',
        amount: '3 350',
        balance_id: '1',
        target_balance_id: null,
        target_driver_id: null,
        transaction_type_id: '7',
        message: '',
        create_payment: false,
        include_commission: false,
        repeats: null,
      },
    ]);
  });

  it('a frozen sum is told beside its balance', async () => {
    double = desk();
    await openForm();
    const row = at('operation-balance-1').closest('label')?.textContent?.replaceAll('\u00a0', ' ');
    expect(row).toContain('Yandex Pro');
    expect(row).toContain('12 480,50 ₽');
    expect(row).toContain('Заморожено 2 400,00 ₽');
  });

  it('what Rust has against a field stands at the field, and nothing typed is lost', async () => {
    double = desk({
      planOperation: async () => {
        throw refusal('invalid_input', {
          fields: [{ field: 'message', code: 'message_too_long', params: { length: '260', most: '255' } }],
        });
      },
    });
    await typeWithdrawal();
    await press('operation-plan');
    expect(textAt('operation-message-hint')).toContain('260');
    expect(document.activeElement).toBe(at('operation-message'));
    expect(inputAt('operation-amount').value).toBe('3 350');
    await type('operation-message', 'shorter');
    expect(has('operation-failure')).toBe(false);
  });

  it('a plan of what was typed before is not shown', async () => {
    let give: (() => void) | undefined;
    double = desk({ planOperation: () => new Promise((resolve) => (give = () => resolve(plan()))) });
    await typeWithdrawal();
    await press('operation-plan');
    await type('operation-amount', '9 999');
    give?.();
    await settle();
    expect(has('operation-review')).toBe(false);
  });

  it('a read-only park may ask for figures and moves nothing', async () => {
    endMoney();
    await beginMoney({ readOnly: true });
    double = desk();
    await typeWithdrawal();
    await later();
    expect(has('preview-answer')).toBe(true);
    expect(isEnabled('operation-plan')).toBe(false);
    expect(textAt('operation-why')).toContain('только для чтения');
    await key('Enter', {}, at('operation-amount'));
    expect(drafts()).toEqual([]);
  });

  it('a journal in trouble closes the money and says where to go', async () => {
    double = desk({ journalState: async () => journal({ trouble: { code: 'no_space' } }) });
    await typeWithdrawal();
    expect(isEnabled('operation-plan')).toBe(false);
    expect(textAt('operation-closed')).toContain('На диске нет места');
    expect(at('operation-closed').querySelector('a')?.getAttribute('href')).toBe('#/journal');
  });

  it('an operation without an outcome closes new ones, and is a press away', async () => {
    double = desk({
      planOperation: async () => {
        throw refusal('driver_unsettled', {
          params: { references: 'AAAAAA,BBBBBB', operations: 'op-7,op-8' },
        });
      },
    });
    await typeWithdrawal();
    await press('operation-plan');
    expect(at('operation-failure').className).toContain('unk');
    expect(textAt('operation-failure')).toContain('без исхода');
    expect(at('operation-unsettled-BBBBBB').getAttribute('href')).toBe('#/journal/op-8');
  });
});

describe('a transfer', () => {
  it('goes to another balance of the same driver, never to the same one', async () => {
    double = desk();
    await openForm('transfer');
    await press('operation-balance-1');
    expect(has('operation-target-balance-1')).toBe(false);
    await press('operation-target-balance-2');
    await type('operation-amount', '50');
    // The target becomes the source: it is no target any more.
    await press('operation-balance-2');
    expect(textAt('operation-why')).toBe('Выберите, куда перевести');
    await press('operation-target-balance-1');
    await press('operation-plan');
    expect(drafts()).toEqual([
      expect.objectContaining({
        operation: 'transfer',
        balance_id: '2',
        target_balance_id: '1',
        target_driver_id: null,
        create_payment: false,
      }),
    ]);
  });

  it('goes to a balance of another driver, chosen by name and sum', async () => {
    const other = sampleCard();
    double = desk({
      jumpListDrivers: async () => samplePage(),
      jumpGetDriver: async (_park, id) =>
        id === DRIVER
          ? sampleCard()
          : {
              ...other,
              profile: {
                ...other.profile,
                id,
                cards: (other.profile.cards ?? []).map((one) => ({ ...one, id: `t${one.id}` })),
              },
            },
    });
    await openForm('transfer');
    await press('operation-balance-1');
    await press('operation-target-other');
    await type('operation-target-driver-search', 'Naz');
    await later();
    const option = document.querySelector<HTMLElement>('[data-testid^="operation-target-driver-option-"]');
    option?.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    option?.click();
    await settle();
    await press('operation-target-balance-t2');
    await type('operation-amount', '50');
    await press('operation-plan');
    const chosen = option?.dataset['testid']?.split('-').at(-1);
    expect(drafts()).toEqual([
      expect.objectContaining({ target_driver_id: chosen, target_balance_id: 't2' }),
    ]);
    expect(await faults()).toEqual([]);
  });
});

describe('opening', () => {
  it('Ins opens the form on the card, and on the requisites it adds one', async () => {
    double = desk();
    await openCard('requisites');
    await key('Insert', {}, document.body);
    expect(has('operation-form')).toBe(false);
    endMoney();
    await beginMoney();
    double = desk();
    await openCard();
    await key('Insert', {}, document.body);
    expect(has('operation-form')).toBe(true);
  });

  it('another kind keeps what is typed', async () => {
    double = desk();
    await openForm();
    await press('operation-balance-1');
    await type('operation-amount', '77');
    await press('money-deposit');
    expect(inputAt('operation-amount').value).toBe('77');
    expect(has('operation-pays-yes')).toBe(false);
  });

  it('a repeat begins with the former data and names what it repeats', async () => {
    double = desk();
    await openCard();
    await askForOperation({
      driverId: DRIVER,
      repeats: 'op-5',
      operation: 'withdraw',
      amount: '3350,00',
      balanceId: '1',
      message: 'Weekly payout',
    });
    await settle();
    expect(has('operation-repeats')).toBe(true);
    expect(inputAt('operation-amount').value).toBe('3350,00');
    // Whether it pays is chosen anew.
    expect(inputAt('operation-pays-yes').checked).toBe(false);
    await chooseType();
    await press('operation-pays-yes');
    await press('operation-plan');
    expect(drafts()).toEqual([
      expect.objectContaining({
        repeats: 'op-5',
        amount: '3350,00',
        message: 'Weekly payout',
        create_payment: true,
      }),
    ]);
  });

  it('a repeated withdrawal begins as it was, commission and payment too', async () => {
    double = desk();
    await openCard();
    await askForOperation({
      driverId: DRIVER,
      repeats: 'op-5',
      operation: 'withdraw',
      amount: '3350,00',
      balanceId: '1',
      typeId: '7',
      pays: true,
      includesCommission: true,
      message: 'Weekly payout',
    });
    await settle();
    expect(inputAt('operation-pays-yes').checked).toBe(true);
    expect(inputAt('operation-commission-inside').checked).toBe(true);
    await press('operation-plan');
    expect(drafts()).toEqual([
      expect.objectContaining({
        repeats: 'op-5',
        transaction_type_id: '7',
        create_payment: true,
        include_commission: true,
      }),
    ]);
  });

  it('a repeated transfer goes where it went, by its record, until a person says otherwise', async () => {
    double = desk();
    await openCard();
    await askForOperation({
      driverId: DRIVER,
      repeats: 'op-6',
      operation: 'transfer',
      amount: '50,00',
      balanceId: '1',
      former: { balanceId: '501', name: 'Nazarov Dilshod \u00b7 Main' },
    });
    await settle();
    expect(inputAt('operation-target-same').checked).toBe(true);
    expect(at('operation-target-same').closest('label')?.textContent).toContain('Nazarov Dilshod');
    await press('operation-plan');
    await press('operation-back');
    await press('operation-target-own');
    expect(textAt('operation-why')).toBe('Выберите, куда перевести');
    await press('operation-target-same');
    expect(isEnabled('operation-plan')).toBe(true);
    await press('operation-target-own');
    await press('operation-target-balance-2');
    await press('operation-plan');
    expect(drafts()).toEqual([
      expect.objectContaining({ repeats: 'op-6', target_balance_id: '501', target_driver_id: null }),
      expect.objectContaining({ repeats: 'op-6', target_balance_id: '2', target_driver_id: null }),
    ]);
    expect(await faults()).toEqual([]);
  });

  it('the source of a repeated transfer is never made its target too', async () => {
    double = desk();
    await openCard();
    await askForOperation({
      driverId: DRIVER,
      repeats: 'op-7',
      operation: 'transfer',
      amount: '50,00',
      balanceId: '1',
      former: { balanceId: '2', name: '' },
    });
    await settle();
    expect(at('operation-target-same').closest('label')?.textContent).toContain('Основной баланс');
    await press('operation-balance-2');
    expect(textAt('operation-why')).toBe('Выберите, куда перевести');
  });

  it('is asked for from another screen, and ends with the card', async () => {
    double = desk();
    await navigate({ name: 'payments' }, { force: true });
    expect(await askForOperation({ driverId: DRIVER, amount: '5' })).toBe(true);
    await openCard();
    expect(inputAt('operation-amount').value).toBe('5');
  });
});
