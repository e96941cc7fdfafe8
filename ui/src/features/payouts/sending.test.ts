import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure, forget, type Host, type PayoutView, type Warning } from '$host';
import type { Double } from '$host/double';
import { leaving } from '$app/leave.svelte';
import { navigate, route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { toasts } from '$shared/toasts.svelte';
import * as page from './testing';
import {
  answers,
  at,
  checked,
  checkedRows,
  confirmed,
  has,
  key,
  open,
  openPasted,
  plan,
  press,
  sent,
  settle,
  textAt,
  total,
} from './testing';

let double: Double;
beforeEach(() => {
  forget();
  page.newPark();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  cleanup();
  double.restore();
  vi.useRealTimers();
});

/** As long as a confirming button takes no press. */
async function later(ms = 450): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}
async function faults() {
  vi.useRealTimers();
  return axeProblems();
}
const refused = (code: DeskFailure['code'], params: Record<string, string> = {}) =>
  Promise.reject(new DeskFailure({ code, params }));
const warning = (code: Warning['code'], params: Record<string, string> = {}): Warning => ({
  code,
  params,
  similar: [],
});

async function review(more: Partial<Host> = {}, now: PayoutView = checked()) {
  const confirmPayout = vi.fn(async () =>
    confirmed('holding', { hold_until: new Date(Date.now() + 30_000).toISOString() }),
  );
  double = answers(now, checkedRows, { planPayout: async () => plan(), confirmPayout, ...more });
  await openPasted();
  await later();
  await press('payout-send');
  return confirmPayout;
}

describe('the confirmation', () => {
  it('names how many, how much and whose park; then nothing has left yet and Esc takes it back', async () => {
    const cancelPayout = vi.fn(async () =>
      confirmed('cancelled', { revision: 20, states: [total('cancelled', 2, '201.00')] }),
    );
    const confirmPayout = await review({ cancelPayout });
    expect(textAt('payout-send')).toContain('Отправить 2 операции на 201,00 ₽');
    expect(textAt('payout-confirm')).toContain('Отправить 2 операции на 201,00 ₽');
    expect(textAt('payout-review')).toContain(session.park?.name);
    await later();
    await press('payout-confirm');
    expect(confirmPayout).toHaveBeenCalledWith('p1', 'hash-1', []);
    expect(route()).toEqual({ name: 'payout', id: 'p1' });
    // The address is another: the shell makes the screen anew, and it goes on with what is known.
    cleanup();
    await open('p1');
    expect(double.calls('openPayout')).toEqual([]);
    expect(double.calls('closePayout')).toEqual([]);
    expect(textAt('payout-hold')).toContain('Ни одной операции ещё не отправлено.');
    expect(document.activeElement).toBe(at('payout-hold-cancel'));
    await key('Escape');
    expect(cancelPayout).toHaveBeenCalledTimes(1);
    expect(textAt('payout-cancelled')).toBe('Ни одной операции не отправлено. Деньги не двигались.');
  });

  it('takes no press so soon after it appears, nor by a key that is held', async () => {
    const confirmPayout = await review();
    await key('Enter', { ctrlKey: true });
    await press('payout-confirm');
    await later();
    await key('Enter', { ctrlKey: true, repeat: true });
    expect(confirmPayout).not.toHaveBeenCalled();
    await key('Enter', { ctrlKey: true });
    await key('Enter', { ctrlKey: true });
    expect(confirmPayout).toHaveBeenCalledTimes(1);
  });

  it('waits until every warning is agreed to', async () => {
    const warnings = [
      warning('duplicate', { count: '1' }),
      warning('above_day_limit', { limit: '150.00', spent: '' }),
    ];
    const confirmPayout = await review({ planPayout: async () => plan({ warnings }) });
    await later();
    expect(textAt('payout-review-why')).toBe('Отметьте 2 предупреждения');
    expect(textAt('payout-review')).toContain('1 возможный дубль включён.');
    expect((at('payout-confirm') as HTMLButtonElement).disabled).toBe(true);
    await key('F8');
    expect(document.activeElement).toBe(at('payout-agree-duplicate'));
    await press('payout-agree-duplicate');
    await press('payout-next-warning');
    expect(document.activeElement).toBe(at('payout-agree-above_day_limit'));
    await key('Enter', { ctrlKey: true });
    expect(confirmPayout).not.toHaveBeenCalled();
    await press('payout-agree-above_day_limit');
    await press('payout-confirm');
    expect(confirmPayout).toHaveBeenCalledWith('p1', 'hash-1', ['duplicate', 'above_day_limit']);
  });

  it('without payouts the button says that it only debits', async () => {
    const settings = page.jumpSettings({ transaction_type_id: '2' });
    await review(
      { planPayout: async () => plan({ settings, warnings: [warning('no_payment')] }) },
      checked({ settings }),
    );
    expect(textAt('payout-send')).toContain('Только списать: 2 операции на 201,00 ₽');
    expect(textAt('payout-review')).toContain('эти деньги никому не уйдут');
    expect(await faults()).toEqual([]);
  });

  it('a closed journal, an old plan and an unsettled driver say that nothing was sent', async () => {
    const codes = ['money_closed', 'review_expired', 'driver_unsettled'] as const;
    for (const code of codes) {
      await review({ confirmPayout: () => refused(code, { trouble: 'no_space' }) });
      await later();
      await press('payout-confirm');
      expect(at('payout-failure').dataset['code']).toBe(code);
      expect(textAt('payout-failure')).toContain('Ничего не отправлено');
      cleanup();
      double.restore();
    }
  });

  it('why there is no review is brought into sight, below a long list of checks too', async () => {
    const into = vi.spyOn(Element.prototype, 'scrollIntoView');
    await review({ planPayout: () => refused('money_closed', { trouble: 'no_space' }) });
    expect(has('payout-review')).toBe(false);
    expect(into.mock.contexts).toContain(at('payout-failure'));
    into.mockRestore();
  });

  it('without an answer of the program nothing is promised', async () => {
    await review({ confirmPayout: () => Promise.reject(new Error('gone')) });
    await later();
    await press('payout-confirm');
    expect(textAt('payout-failure')).toContain('посмотрите список реестров и журнал');
    expect(textAt('payout-failure')).not.toContain('Деньги не двигались');
  });

  it('a park that is read-only checks and does not send', async () => {
    session.parks = session.parks.map((one) => ({ ...one, readOnly: true }));
    double = answers(checked(), checkedRows);
    await openPasted();
    await later();
    expect(textAt('payout-why')).toBe('Парк открыт только для чтения');
    await press('payout-send');
    await key('Enter', { ctrlKey: true });
    expect(double.calls('planPayout')).toEqual([]);
  });
});

describe('the run', () => {
  const rows = [sent(1, 'accepted'), sent(2, 'waiting')];
  const running = confirmed('running', {
    done: 1,
    states: [total('accepted', 1, '100.50'), total('waiting', 1, '100.50')],
    seconds_left: 28,
  });

  it('goes on when the screen is left, without a question', async () => {
    double = answers(running, rows);
    const { unmount } = await open('p1');
    expect(await navigate({ name: 'operations' })).toBe(true);
    expect(leaving()).toBe(false);
    unmount();
    expect(double.calls('closePayout')).toEqual([]);
  });

  it('shows how far it is; pauses after the current one; rows cannot be changed', async () => {
    const pausePayout = vi.fn(async () => running);
    double = answers(running, rows, { pausePayout });
    await open('p1');
    expect(textAt('payout-progress')).toContain('1 из 2');
    expect(textAt('payout-progress')).toContain('осталось около 00:28');
    expect(at('payout-row-1').dataset['state']).toBe('accepted');
    expect(has('payout-include-2')).toBe(false);
    await key('F2');
    expect(has('payout-mending')).toBe(false);
    await press('payout-pause');
    expect(pausePayout).toHaveBeenCalledTimes(1);
    expect(textAt('payout-pause')).toBe('Остановим после текущей…');
    double.emit('payoutChanged', { ...running, phase: 'paused', pause_reason: 'person', revision: 30 });
    await settle();
    expect(at('payout-pause-reason').dataset['reason']).toBe('person');
    expect(await faults()).toEqual([]);
  });

  it('cancelling the rest says how many and what sum stay unsent', async () => {
    const cancelPayout = vi.fn(async () => running);
    double = answers(running, rows, { cancelPayout });
    await open('p1');
    await press('payout-cancel-rest');
    expect(textAt('payout-rest')).toContain('Останется неотправленной 1 операция на 100,50 ₽.');
    await press('payout-rest-go');
    expect(cancelPayout).not.toHaveBeenCalled();
    await later();
    await press('payout-rest-go');
    expect(cancelPayout).toHaveBeenCalledTimes(1);
  });

  it('after a restart it waits for a person, whose button names what is still to be sent', async () => {
    const resumePayout = vi.fn(async () => ({ ...running, revision: 40 }));
    // Nothing is kept of the rows that were left out: none are listed.
    const paused = {
      ...running,
      phase: 'paused' as const,
      pause_reason: 'restart' as const,
      sheet: null,
      verdicts: [],
    };
    double = answers(paused, rows, { resumePayout });
    await open('p1');
    expect(textAt('payout-pause-reason')).toContain('Программа запускалась заново');
    expect(textAt('payout-resume')).toBe('Отправить ещё 1 операцию на 100,50 ₽');
    expect(has('payout-tab-left_out')).toBe(false);
    await press('payout-resume');
    expect(resumePayout).not.toHaveBeenCalled();
    await later();
    await press('payout-resume');
    expect(resumePayout).toHaveBeenCalledTimes(1);
    expect(has('payout-pause')).toBe(true);
  });

  it('rows that wait for an earlier operation of their driver say for which', async () => {
    const waiting = sent(2, 'waiting', { verdict: 'unsettled', params: { reference: '7K3F9Q' } });
    double = answers({ ...running, phase: 'paused', pause_reason: null }, [sent(1, 'accepted'), waiting]);
    await open('p1');
    expect(at('payout-pause-reason').dataset['reason']).toBe('unsettled');
    expect(textAt('payout-row-2')).toContain('Ждёт #7K3F9Q');
  });

  it('a cancellation that was not written down promises nothing about the money', async () => {
    double = answers({ ...running, phase: 'paused', pause_reason: 'journal' }, rows, {
      cancelPayout: () => refused('money_closed', { trouble: 'no_space' }),
    });
    await open('p1');
    await press('payout-cancel-rest');
    await later();
    await press('payout-rest-go');
    expect(textAt('payout-failure')).toContain('Отмена не записана.');
    expect(textAt('payout-failure')).not.toContain('Деньги не двигались');
  });
});

describe('the result', () => {
  const rows = [
    sent(1, 'accepted'),
    sent(2, 'rejected', { reason: 'Not enough' }),
    sent(3, 'unknown'),
    page.out(4, 'ambiguous_driver'),
  ];
  const finished = confirmed('finished', {
    of: 3,
    done: 3,
    control: { ...checked().control, included: 3, left_out: 1, amount: '301.50' },
    states: [total('accepted', 1, '100.50'), total('rejected', 1, '100.50'), total('unknown', 1, '100.50')],
  });

  it('adds up to the kopeck; an unknown outcome is neither an error nor sent again', async () => {
    double = answers(finished, rows);
    await open('p1');
    expect(textAt('payout-state-accepted')).toContain('100,50 ₽');
    expect(textAt('payout-total')).toContain('301,50 ₽');
    expect(has('payout-adds')).toBe(true);
    expect(textAt('payout-unknown')).toContain('#REF003');
    expect(at('payout-row-3').querySelector('.st')?.classList.contains('unk')).toBe(true);
    expect(at('payout-row-3').querySelector('.err')).toBeNull();
    expect(has('payout-resume')).toBe(false);
    expect(textAt('payout-copy-failed')).toBe('Копировать неотправленные · 1');
    expect(await faults()).toEqual([]);
  });

  it('a row that was left out says why, with the service’s words', async () => {
    const left = [
      ...rows,
      page.out(5, 'not_enough', { params: { detail: 'Too little money.' } }),
      page.row(6, { included: false }),
      page.out(7, 'not_enough', { params: { rows: '1, 2', available: '150.00' } }),
    ];
    double = answers(finished, left);
    await open('p1');
    expect(textAt('payout-row-2')).toContain('«Not enough»');
    expect(textAt('payout-row-4')).toContain('Водителей несколько');
    expect(textAt('payout-row-5')).toContain('Не хватает денег: Too little money');
    expect(textAt('payout-row-6')).toContain('Исключено вами');
    expect(textAt('payout-row-7')).toContain('Не хватает денег: вместе с № 1, 2');
    await page.cellOf('payout-row-5', 1);
    expect(textAt('payout-explained')).toBe(
      'Строка 5: Не хватает денег: Too little money. Исключена до отправки, деньги по ней не двигались.',
    );
  });

  it('after a restart the rows that were left out are listed; none are promised that were not kept', async () => {
    const restarted = { ...finished, sheet: null };
    double = answers(restarted, rows);
    await open('p1');
    expect(textAt('payout-tab-all')).toBe('Все4');
    await press('payout-tab-left_out');
    expect(has('payout-row-4')).toBe(true);
    double.emit('payoutChanged', { ...restarted, verdicts: [], revision: 20 });
    await settle();
    await press('payout-tab-all');
    expect(textAt('payout-tab-all')).toBe('Все3');
    expect(has('payout-tab-left_out')).toBe(false);
  });

  it('a sum that does not add up is told', async () => {
    double = answers({ ...finished, states: [total('accepted', 3, '301.49')] }, rows);
    await open('p1');
    expect(textAt('payout-adds-not')).toContain('301,50 ₽');
  });

  it('what was not sent is copied with words; a part is saved as a workbook', async () => {
    const copyPayout = vi.fn<Host['copyPayout']>(async () => 1);
    const exportPayout = vi.fn<Host['exportPayout']>(async () => 'Register.xlsx');
    double = answers(finished, rows, { copyPayout, exportPayout });
    await open('p1');
    await press('payout-copy-failed');
    const [id, part, words] = copyPayout.mock.calls[0]!;
    expect([id, part]).toEqual(['p1', 'failed']);
    expect(words.columns).toMatchObject({ amount: 'Сумма', reason: 'Причина' });
    expect(words.states['not_sent']).toBe('Не отправлено');
    expect(Object.values(words.verdicts).join()).not.toMatch(/[{}]/);
    expect(toasts().at(-1)?.text).toContain('Скопирована 1 строка');
    await press('payout-export');
    await press('payout-export-left_out');
    expect(exportPayout.mock.calls[0]?.slice(0, 2)).toEqual(['p1', 'left_out']);
    expect(toasts().at(-1)?.title).toBe('Register.xlsx');
  });

  it('an operation that is settled later renews the totals', async () => {
    let now = finished;
    double = answers(finished, rows, { payoutState: async () => now });
    await open('p1');
    now = { ...finished, revision: 50, states: [total('accepted', 3, '301.50')] };
    double.emit('operationChanged', { payout: 'p1' } as never);
    await later();
    expect(has('payout-unknown')).toBe(false);
    expect(has('payout-adds')).toBe(true);
  });
});
