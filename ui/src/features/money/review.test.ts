// The review and what becomes of the operation: nothing is confirmed by chance, unknown is no error, closing stops nothing.
import { render } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalState, OperationView } from '$host';
import type { Double } from '$host/double';
import { at, has, inputAt, isEnabled, key, pass, press, settle, textAt } from '../drivers/testing';
import FollowStrip from './FollowStrip.svelte';
import { followed } from './followed.svelte';
import {
  beginMoney,
  confirm,
  desk,
  endMoney,
  faults,
  journal,
  later,
  plan,
  preview,
  refusal,
  review,
  typeWithdrawal,
  view,
  warning,
} from './testing';

let double: Double;
beforeEach(() => beginMoney());
afterEach(endMoney);

const plain = (testid: string) => textAt(testid).replaceAll('\u00a0', ' ');
const sent = () => double.calls('jumpCreateTransaction');

async function news(operation: OperationView) {
  double.emit('operationChanged', operation);
  await settle();
}

describe('the review', () => {
  it('says everything that is fixed, and the button names the deed and the sum beside the park', async () => {
    double = desk();
    await review();
    const said = plain('operation-review');
    expect(said).toContain('Toshmatov Ulugbek Ilkhomovich');
    expect(said).toContain('Yandex Pro · 12 480,50 ₽');
    expect(plain('operation-requisite')).toBe('Sberbank •••• 4471');
    expect(plain('operation-marked')).toContain('Weekly payout [#7K3F9Q]');
    expect(plain('operation-preview')).toContain('12,00 ₽');
    expect(plain('operation-confirm')).toBe('Списать и выплатить 3 350,00 ₽ Ctrl Enter');
    expect(plain('operation-park')).toContain('North-West');
    // The focus is on the way back, not on the money.
    expect(document.activeElement).toBe(at('operation-back'));
    expect(await faults()).toEqual([]);
  });

  it('takes no press so soon after it appears, and none of a held key', async () => {
    double = desk();
    await typeWithdrawal();
    await press('operation-plan');
    await press('operation-confirm');
    await key('Enter', { ctrlKey: true }, at('operation-back'));
    expect(sent()).toEqual([]);
    await later();
    await key('Enter', { ctrlKey: true, repeat: true }, at('operation-back'));
    expect(sent()).toEqual([]);
    await press('operation-confirm');
    expect(sent()).toEqual([['p1', 'hash-1', []]]);
  });

  it('two presses are one operation', async () => {
    let give: ((one: OperationView) => void) | undefined;
    double = desk({ jumpCreateTransaction: () => new Promise((resolve) => (give = resolve)) });
    await review();
    at('operation-confirm').click();
    at('operation-confirm').click();
    await key('Enter', { ctrlKey: true }, at('operation-back'));
    give?.(view('waiting'));
    await settle();
    expect(sent()).toHaveLength(1);
  });

  it('Ctrl+Enter outside the panel belongs to the card', async () => {
    double = desk();
    await review();
    await key('Enter', { ctrlKey: true }, at('driver-last_name'));
    expect(sent()).toEqual([]);
  });

  it('each warning is agreed to by itself before anything can be confirmed', async () => {
    double = desk({
      planOperation: async () =>
        plan({
          create_payment: false,
          requisite: null,
          preview: preview({ answer: { amount: null, commission: null, amount_paid: null, others: [] } }),
          warnings: [
            warning('duplicate', {}, [
              {
                at: '2026-11-20T10:00:00+03:00',
                amount: '3350.00',
                reference: 'AAAAAA',
                operation: 'op-7',
                state: 'accepted',
                description: 'Weekly [#AAAAAA]',
              },
              {
                at: '2026-11-19T10:00:00+03:00',
                amount: '-3350.00',
                reference: null,
                operation: null,
                state: null,
                description: 'By hand',
              },
            ]),
            warning('above_day_limit', { limit: '5000.00', spent: '4000.00' }),
            warning('commission_unknown'),
            warning('no_payment'),
          ],
        }),
    });
    await review();
    expect(plain('operation-confirm')).toContain('Только списать 3 350,00 ₽');
    expect(at('operation-similar-1').querySelector('a')?.getAttribute('href')).toBe('#/journal/op-7');
    expect(textAt('operation-similar-2')).toContain('только в Jump');
    expect(plain('operation-warning-above_day_limit-note')).toContain('Сегодня уже 4 000,00 ₽');
    for (const code of ['duplicate', 'above_day_limit', 'commission_unknown']) {
      await press(`operation-warning-${code}`);
      expect(isEnabled('operation-confirm')).toBe(false);
    }
    expect(textAt('operation-why')).toContain('1 предупреждение');
    await press('operation-confirm');
    expect(sent()).toEqual([]);
    // The one that is left may stand below the edge of the panel: the reason leads to it, and so does F8.
    await press('operation-next-warning');
    expect(document.activeElement).toBe(at('operation-warning-no_payment'));
    at('operation-back').focus();
    await key('F8', {}, at('operation-back'));
    expect(document.activeElement).toBe(at('operation-warning-no_payment'));
    await press('operation-warning-no_payment');
    await press('operation-confirm');
    expect(sent()).toEqual([
      ['p1', 'hash-1', ['duplicate', 'above_day_limit', 'commission_unknown', 'no_payment']],
    ]);
  });

  it('an agreement does not outlive its plan', async () => {
    double = desk({ planOperation: async () => plan({ warnings: [warning('no_payment')] }) });
    await review();
    await press('operation-warning-no_payment');
    await press('operation-back');
    expect(inputAt('operation-amount').value).toBe('3 350');
    await press('operation-plan');
    expect(inputAt('operation-warning-no_payment').checked).toBe(false);
  });

  it('an old check is made anew: nothing was sent', async () => {
    let plans = 0;
    double = desk({
      planOperation: async () => plan({ hash: `hash-${++plans}` }),
      jumpCreateTransaction: async (_park, hash) => {
        if (hash === 'hash-1') throw refusal('review_expired');
        return view('waiting');
      },
    });
    await confirm();
    expect(textAt('operation-failure')).toContain('Ничего не отправлено');
    await press('operation-plan-again');
    await later();
    await press('operation-confirm');
    expect(sent().map(([, hash]) => hash)).toEqual(['hash-1', 'hash-2']);
  });

  it('a check that ran out while nobody looked cannot be confirmed', async () => {
    double = desk({ planOperation: async () => plan({ lifetime_seconds: 0 }) });
    await review();
    expect(has('operation-confirm')).toBe(false);
    expect(textAt('operation-why')).toContain('Ничего не отправлено');
    expect(has('operation-plan-again')).toBe(true);
  });

  it('money closed at the last moment leaves the review as it was', async () => {
    double = desk({
      jumpCreateTransaction: async () => {
        throw refusal('money_closed', { params: { trouble: 'no_space' } });
      },
    });
    await confirm();
    expect(textAt('operation-failure')).toContain('На диске нет места');
    expect(textAt('operation-failure')).toContain('Деньги не двигались');
    expect(has('operation-review')).toBe(true);
  });

  it('a journal that closes during the review is told once, and nothing can be confirmed until it opens', async () => {
    let trouble: JournalState['trouble'] = null;
    double = desk({
      journalState: async () => journal({ trouble }),
      jumpCreateTransaction: async () => {
        throw refusal('money_closed', { params: { trouble: 'no_space' } });
      },
    });
    await confirm();
    trouble = { code: 'no_space' };
    double.emit('journalChanged', journal({ trouble }));
    await settle();
    expect(textAt('operation-closed')).toContain('Ничего не отправлено');
    expect(has('operation-failure')).toBe(false);
    expect(isEnabled('operation-confirm')).toBe(false);
    expect(textAt('operation-why')).toContain('Деньги закрыты');
    await press('operation-confirm');
    await key('Enter', { ctrlKey: true }, at('operation-back'));
    expect(sent()).toHaveLength(1);
    double.emit('journalChanged', journal());
    await settle();
    expect(has('operation-closed')).toBe(false);
    expect(has('operation-failure')).toBe(false);
    expect(isEnabled('operation-confirm')).toBe(true);
  });

  it('a disk that filled up in the hold does not read as money on its way', async () => {
    double = desk();
    await confirm();
    const journalNow = journal({ trouble: { code: 'no_space' } });
    double.emit('journalChanged', journalNow);
    await news(view('cancelled', { cancelled: 'refused', reason: 'money_closed' }));
    const said = () => plain('operation-outcome');
    expect(said()).toContain('Не отправлено: журнал не пишется');
    expect(said()).toContain('ничего не отправлено и само не уйдёт');
    expect(said()).toContain('Деньги не двигались');
    expect(textAt('operation-closed-journal')).toContain('Освободите место');
    expect(said()).not.toContain('Отправляем');
    double.emit('journalChanged', journal());
    await settle();
    expect(textAt('operation-closed-journal')).toContain('начните её заново');
    expect(await faults()).toEqual([]);
  });

  it('a program that gave no answer is not called a refusal, nor is its used plan called an old one', async () => {
    let calls = 0;
    double = desk({
      jumpCreateTransaction: async () => {
        throw ++calls === 1 ? new Error('gone') : refusal('review_expired');
      },
    });
    await confirm();
    expect(textAt('operation-failure')).toContain('посмотрите журнал');
    await press('operation-confirm');
    expect(calls).toBe(2);
    expect(textAt('operation-failure')).toContain('посмотрите журнал');
    expect(textAt('operation-failure')).not.toContain('Деньги не двигались');
  });
});

describe('after the confirmation', () => {
  it('the hold has its way back under the focus, and Esc takes it', async () => {
    double = desk();
    await confirm();
    expect(at('operation-outcome').dataset['state']).toBe('waiting');
    expect(textAt('operation-hold')).toContain('Ни одной операции ещё не отправлено');
    expect(document.activeElement).toBe(at('operation-hold-cancel'));
    await key('Escape');
    expect(double.calls('cancelOperation')).toEqual([['p1', 'op-1']]);
    expect(at('operation-outcome').dataset['state']).toBe('cancelled');
    expect(textAt('operation-outcome')).toContain('Вы отменили операцию до отправки');
    expect(await faults()).toEqual([]);
  });

  it('what the program cancelled by itself is not called a person’s doing', async () => {
    double = desk();
    await confirm();
    const by = (cancelled: OperationView['cancelled'], reason = '') =>
      double.emit('operationChanged', view('cancelled', { cancelled, reason }));
    by('refused', 'read_only');
    await settle();
    expect(textAt('operation-outcome')).toContain('Программа сама не стала отправлять. ');
    expect(textAt('operation-outcome')).toContain('Деньги не двигались');
    expect(textAt('operation-outcome')).not.toMatch(/read_only|Вы отменили/);
    by('body');
    await settle();
    expect(textAt('operation-outcome')).toContain('байт в байт');
  });

  it('a cancellation that came too late is not called one', async () => {
    double = desk({ cancelOperation: async () => view('sent') });
    await confirm();
    await press('operation-hold-cancel');
    expect(at('operation-outcome').dataset['state']).toBe('sent');
    expect(textAt('operation-outcome')).not.toContain('Вы отменили');
  });

  it('a look-up that failed promises nothing about the money', async () => {
    double = desk({
      checkOperation: async () => {
        throw refusal('offline');
      },
    });
    await confirm();
    await news(view('unknown'));
    await press('operation-look-up');
    expect(textAt('operation-failure')).toContain('Исход по-прежнему неизвестен');
    expect(textAt('operation-failure')).not.toMatch(/не двигались|ничего не изменилось/);
    expect(at('operation-failure').className).toContain('unk');
  });

  it('a success reads the card anew, once', async () => {
    double = desk();
    await confirm();
    const before = double.calls('jumpGetDriver').length;
    await news(view('sent'));
    expect(at('operation-outcome').dataset['state']).toBe('sent');
    await news(view('accepted'));
    await news(view('accepted'));
    expect(at('operation-outcome').dataset['state']).toBe('accepted');
    expect(double.calls('jumpGetDriver')).toHaveLength(before + 1);
  });

  it('a rejection says the service’s words and that no money moved', async () => {
    double = desk();
    await confirm();
    await news(view('rejected', { reason: 'Недостаточно средств' }));
    expect(textAt('operation-outcome')).toContain('«Недостаточно средств»');
    expect(textAt('operation-outcome')).toContain('Деньги не двигались');
  });

  it('one that did not leave names why', async () => {
    double = desk();
    await confirm();
    await news(view('not_sent', { reason: 'offline' }));
    expect(textAt('operation-outcome')).toContain('Нет сети или сервис не отвечает');
    expect(textAt('operation-outcome')).toContain('Деньги не двигались');
  });

  it('unknown is no error: no second try, the next look-up, the way to the journal', async () => {
    const looked = view('unknown', { checks: 1 });
    double = desk({ checkOperation: async () => looked });
    await confirm();
    await news(view('unknown', { checks: 0 }));
    const said = textAt('operation-outcome');
    expect(said).toContain('Неизвестно — сверяем');
    expect(said).toContain('либо двинулись, либо нет');
    expect(said.toLowerCase()).not.toContain('ошибк');
    expect(said).not.toContain('Деньги не двигались');
    expect(textAt('operation-next')).toMatch(/Сверка 1 через 00:4\d/);
    expect(has('operation-another')).toBe(false);
    expect(has('operation-confirm')).toBe(false);
    expect(at('operation-journal').getAttribute('href')).toBe('#/journal/op-1');
    await press('operation-look-up');
    expect(double.calls('checkOperation')).toEqual([['p1', 'op-1']]);
    expect(textAt('operation-next')).toContain('Сверка 2');
    await news(view('unknown', { checks: 5, next_check_at: null }));
    expect(textAt('operation-next')).toContain('Решает человек');
    expect(await faults()).toEqual([]);
  });

  it('closing the panel stops nothing: the strip goes on telling', async () => {
    double = desk();
    await confirm();
    render(FollowStrip);
    await settle();
    // While the panel is open it is told once.
    expect(has('operation-strip-op-1')).toBe(false);
    at('operation-form').querySelector<HTMLElement>('.dh button')?.click();
    await settle();
    expect(has('operation-form')).toBe(false);
    expect(double.calls('cancelOperation')).toEqual([]);
    expect(plain('operation-strip-op-1')).toContain('3 350,00 ₽ ещё не отправлены');
    await press('operation-strip-cancel');
    expect(double.calls('cancelOperation')).toEqual([['p1', 'op-1']]);
    expect(textAt('operation-strip-op-1')).toContain('отменено до отправки');
    await press('operation-strip-seen');
    expect(has('operation-strip-op-1')).toBe(false);
  });

  it('an unknown outcome that is settled later is told', async () => {
    double = desk();
    followed.follow(view('unknown'));
    render(FollowStrip);
    await settle();
    // The journal's own strip tells of it.
    expect(has('operation-strip-op-1')).toBe(false);
    await news(view('accepted', { checks: 2 }));
    expect(at('operation-strip-op-1').dataset['state']).toBe('accepted');
  });

  it('news of other operations change nothing here', async () => {
    double = desk();
    await confirm();
    await news(view('rejected', { id: 'op-2' }));
    expect(at('operation-outcome').dataset['state']).toBe('waiting');
  });

  it('another one begins empty', async () => {
    double = desk();
    await confirm();
    await news(view('accepted'));
    await press('operation-another');
    expect(inputAt('operation-amount').value).toBe('');
    expect(followed.list).toEqual([]);
  });
});

it('a form with something typed asks before it is closed', async () => {
  double = desk();
  await typeWithdrawal();
  await key('Escape', {}, at('operation-amount'));
  await pass(0);
  expect(has('operation-form')).toBe(true);
  const { answerLeaving } = await import('$app/leave.svelte');
  answerLeaving(true);
  await settle();
  expect(has('operation-form')).toBe(false);
});
