import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure, forget, type PayoutView } from '$host';
import type { Double } from '$host/double';
import { answerLeaving, leaving } from '$app/leave.svelte';
import { navigate } from '$app/router.svelte';
import { axeProblems } from '$shared/axe';
import * as page from './testing';
import {
  answers,
  at,
  checked,
  checkedRows,
  choose,
  has,
  key,
  listed,
  open,
  openPasted,
  paste,
  press,
  settle,
  sheet,
  textAt,
  type,
  view,
} from './testing';

let double: Double;
let park: string;
beforeEach(() => {
  forget();
  park = page.newPark();
});
afterEach(() => {
  cleanup();
  double.restore();
  vi.useRealTimers();
});

const invalid = (field: string, code: string, params: Record<string, string> = {}) =>
  new DeskFailure({ code: 'invalid_input', fields: [{ field, code, params }] });

/** A choice is handed on by a timer that is due at once. */
async function handedOn(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1);
  await settle();
}

describe('reading', () => {
  it.each([
    { code: 'KeyV', key: '\u043c', ctrlKey: true },
    { code: 'Insert', shiftKey: true },
  ])('catches $code wherever the focus is, and gives the focus back', async (press) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    double = answers();
    await open();
    const own = at('payout-paste');
    expect(document.activeElement).toBe(own);
    own.blur();
    // Nothing has the focus: the browser would paste nowhere.
    await key(press.code, press);
    expect(document.activeElement).toBe(at('payout-catch'));
    await vi.advanceTimersByTimeAsync(150);
    expect(document.activeElement).toBe(document.body);
    at('payout-file').focus();
    await key(press.code, press, at('payout-file'));
    expect(document.activeElement).toBe(at('payout-catch'));
    await paste('Smith\t100,50', at('payout-catch'));
    expect(double.calls('openPayoutText')).toEqual([[park, 'Smith\t100,50']]);
  });

  it('a paste into a field stays in the field', async () => {
    double = answers();
    await openPasted();
    const asked = double.calls('openPayoutText').length;
    const search = at('payout-search');
    search.focus();
    await key('KeyV', { ctrlKey: true }, search);
    expect(document.activeElement).toBe(search);
    const event = new Event('paste', { bubbles: true, cancelable: true });
    Object.assign(event, { clipboardData: { getData: () => 'Smith' } });
    search.dispatchEvent(event);
    await settle();
    expect(event.defaultPrevented).toBe(false);
    expect(double.calls('openPayoutText')).toHaveLength(asked);
    expect(has('payout-replace')).toBe(false);
  });

  it('takes what is pasted anywhere on the screen, and says that nothing moves', async () => {
    double = answers();
    await open();
    expect(document.body.textContent).toContain('Вставка и проверка денег не двигают.');
    await paste('Smith\t100,50');
    expect(double.calls('openPayoutText')).toEqual([[park, 'Smith\t100,50']]);
    expect(at('payout-row-1').dataset['verdict']).toBe('not_checked');
    expect(textAt('payout-tab-all')).toContain('4');
  });

  it('takes what is typed, and a file that is dropped', async () => {
    double = answers(view(), undefined, { takeDroppedPayout: async () => view() });
    await open();
    await type('payout-paste', 'Smith;100');
    await press('payout-read');
    expect(double.calls('openPayoutText')).toEqual([[park, 'Smith;100']]);
    cleanup();
    await open();
    double.emit('filesDropped', { x: 1, y: 1, count: 1 });
    await settle();
    expect(double.calls('takeDroppedPayout')).toEqual([[park]]);
    expect(has('payout-row-1')).toBe(true);
  });

  it('a table that is no register is refused in words, and the money is said to be safe', async () => {
    double = answers(view(), undefined, {
      openPayoutText: () =>
        Promise.reject(invalid('sheet', 'too_many_rows', { rows: '12044', most: '10000' })),
    });
    await open();
    await paste('x');
    expect(textAt('payout-failure')).toContain('В ней строк: 12 044, а можно 10 000.');
    expect(textAt('payout-failure')).toContain('Деньги не двигались.');
    expect(has('payout-paste')).toBe(true);
  });

  it('a role leaves the column it stood at', async () => {
    const choosePayoutColumns = vi.fn(async () => view({ revision: 2 }));
    double = answers(view(), undefined, { choosePayoutColumns });
    await openPasted();
    await choose('payout-column-1', 'amount');
    expect(choosePayoutColumns).toHaveBeenCalledWith('p1', {
      header: true,
      roles: ['driver', 'amount', null],
    });
  });

  it('skipped rows and the total of the table are told', async () => {
    double = answers(checked({ sheet: sheet({ skipped: 2, stated_total: '301.50' }) }), checkedRows);
    await openPasted();
    expect(textAt('payout-skipped')).toBe('Пропущены 2 строки: название или итог');
    expect(textAt('payout-stated')).toBe('Итог в таблице 301,50 ₽, к отправке меньше на 100,50 ₽');
  });

  it('rows that are open are replaced only when a person says so', async () => {
    double = answers();
    await openPasted();
    await paste('Other\t5');
    expect(double.calls('openPayoutText')).toHaveLength(1);
    await press('payout-replace-keep');
    expect(has('payout-replace')).toBe(false);
    await paste('Other\t5');
    await press('payout-replace-go');
    expect(double.calls('openPayoutText')).toHaveLength(2);
    expect(double.calls('closePayout')).toEqual([['p1']]);
  });

  it('leaving a register that is not confirmed asks, and gives it up', async () => {
    double = answers();
    const { unmount } = await openPasted();
    const went = navigate({ name: 'operations' });
    await settle();
    expect(leaving()).toBe(true);
    answerLeaving(true);
    await went;
    unmount();
    expect(double.calls('closePayout')).toEqual([['p1']]);
  });
});

describe('earlier registers', () => {
  it('are listed with what became of them; stopped ones are told', async () => {
    double = answers(view(), undefined, {
      payouts: async () => [listed('a', 'paused'), listed('b', 'finished')],
    });
    await open();
    expect(textAt('payout-earlier-a')).toMatch(
      /3 строки · 300,00 ₽.*Выполнено 2.*Ждут 1.*Остановлен.*Продолжить/,
    );
    expect(textAt('payout-earlier-b')).toContain('Завершён');
    expect(at('payout-earlier-a').getAttribute('href')).toBe('#/payout/a');
    expect(textAt('payout-paused-banner')).toContain('1 реестр остановлен.');
    expect(await axeProblems()).toEqual([]);
  });

  it('none are said only after an answer; a failure can be tried again', async () => {
    let tries = 0;
    double = answers(view(), undefined, {
      payouts: async () => {
        if (++tries === 1) throw new DeskFailure({ code: 'offline' });
        return [];
      },
    });
    const { getByText } = await open();
    expect(has('payout-earlier-none')).toBe(false);
    getByText('Повторить').click();
    await settle();
    expect(has('payout-earlier-none')).toBe(true);
  });

  it('a register that the journal does not have says so', async () => {
    double = answers(view(), undefined, {
      openPayout: () => Promise.reject(new DeskFailure({ code: 'not_found' })),
    });
    const { container } = await open('gone');
    expect(container.textContent).toContain('Такого реестра в журнале нет');
  });
});

describe('settings', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));

  it('nobody is paid by default, nor left unpaid: the check waits for a choice', async () => {
    const setPayoutSettings = vi.fn(async (_: string, settings: PayoutView['settings']) =>
      view({ settings, revision: 2 }),
    );
    const checkPayout = vi.fn(async () => view({ phase: 'checking', revision: 9 }));
    double = answers(view(), undefined, { setPayoutSettings, checkPayout });
    await openPasted();
    for (const choice of ['yes', 'no'])
      expect((at(`payout-setting-pays-${choice}`) as HTMLInputElement).checked).toBe(false);
    expect(textAt('payout-why')).toBe('Выберите: выплатить водителям или только списать');
    await key('Enter', { ctrlKey: true });
    expect(checkPayout).not.toHaveBeenCalled();
    await press('payout-setting-pays-yes');
    expect(textAt('payout-why')).toContain('вид операции');
    await choose('payout-setting-type', '2');
    await handedOn();
    expect(has('payout-why')).toBe(false);
    await key('Enter', { ctrlKey: true });
    expect(setPayoutSettings).toHaveBeenLastCalledWith(
      'p1',
      page.jumpSettings({ create_payment: true, transaction_type_id: '2' }),
    );
    expect(checkPayout).toHaveBeenCalledTimes(1);
    expect(has('payout-stop')).toBe(true);
  });

  it('without a column of sums or drivers nothing is asked', async () => {
    const columns = sheet().columns.map((one) => ({ ...one, role: null }));
    double = answers(view({ sheet: sheet({ columns }) }));
    await openPasted();
    expect(textAt('payout-why')).toBe('Укажите, в каком столбце сумма');
  });
});

describe('the check', () => {
  it('shows how far it is and stops by Esc; what is known stays', async () => {
    const stopPayoutCheck = vi.fn(async () => checked({ revision: 9 }));
    double = answers(view({ phase: 'checking', done: 3, of: 4 }), checkedRows, { stopPayoutCheck });
    await openPasted();
    expect(textAt('payout-checked-count')).toBe('3 из 4');
    await key('Escape');
    expect(stopPayoutCheck).toHaveBeenCalledTimes(1);
    expect(has('payout-send')).toBe(true);
  });

  it('an event that is older than what is known is late', async () => {
    double = answers(checked({ revision: 5 }), checkedRows);
    await openPasted();
    double.emit('payoutChanged', view({ phase: 'checking', revision: 4 }));
    double.emit('payoutChanged', view({ id: 'other', phase: 'checking', revision: 90 }));
    await settle();
    expect(has('payout-send')).toBe(true);
  });

  it('figures are those of the service, and nothing is added up here', async () => {
    double = answers(checked(), checkedRows);
    await openPasted();
    expect(textAt('payout-control-rows')).toBe('4');
    expect(textAt('payout-control-left-out')).toBe('2');
    expect(textAt('payout-control-included')).toBe('2');
    expect(textAt('payout-control-amount')).toBe('201,00 ₽');
    expect(textAt('payout-control-commission')).toBe('24,00 ₽');
    expect(textAt('payout-control-sha')).toBe('7f3a 91c4 0be2 … 5d18 e20b');
    await press('payout-sha-copy');
    expect(double.calls('copyText')).toEqual([[page.SHA]]);
    expect(await axeProblems()).toEqual([]);
  });

  it('tabs narrow by verdict', async () => {
    double = answers(checked(), checkedRows);
    await openPasted();
    expect(textAt('payout-tab-ready')).toBe('Готовы2');
    await press('payout-tab-duplicate_in_file');
    expect(has('payout-row-1')).toBe(false);
    expect(at('payout-row-3').dataset['verdict']).toBe('duplicate_in_file');
    await press('payout-tab-left_out');
    expect(has('payout-row-4')).toBe(true);
  });
});

describe('a row', () => {
  it('that the balance bears only without the others names them, and the way out', async () => {
    const short = page.out(4, 'not_enough', { params: { rows: '1, 2', available: '150.00' } });
    double = answers(checked(), [...checkedRows.slice(0, 3), short]);
    await openPasted();
    await page.cellOf('payout-row-4', 1);
    expect(textAt('payout-explained')).toContain('вместе со строками № 1, 2');
    expect(textAt('payout-explained')).toContain('150,00 ₽');
  });

  it('a duplicate says whose it is and how to send it; Space sends it', async () => {
    const changePayoutRow = vi.fn(async () => checked({ revision: 2 }));
    double = answers(checked(), checkedRows, { changePayoutRow });
    await openPasted();
    await page.cellOf('payout-row-3', 1);
    expect(textAt('payout-explained')).toContain('Строка 3: тот же водитель и та же сумма, что в строке 1.');
    await key('Space', {}, at('payout-rows'));
    expect(changePayoutRow).toHaveBeenCalledWith('p1', 3, {
      amount: null,
      driver_id: null,
      comment: null,
      included: true,
    });
    expect((at('payout-include-4') as HTMLButtonElement).disabled).toBe(true);
  });

  it('of several drivers one is chosen; only what was changed is handed on', async () => {
    const changePayoutRow = vi.fn(async () => checked({ revision: 2 }));
    double = answers(checked(), checkedRows, { changePayoutRow });
    await openPasted();
    await page.cellOf('payout-row-4', 1);
    expect(textAt('payout-explained')).toContain('подходит 2 водителям');
    await key('F2', {}, at('payout-rows'));
    expect(await axeProblems()).toEqual([]);
    await press('payout-candidate-502');
    await press('payout-mend-save');
    expect(changePayoutRow).toHaveBeenCalledWith('p1', 4, {
      amount: null,
      driver_id: '502',
      comment: null,
      included: null,
    });
    expect(has('payout-mending')).toBe(false);
  });

  it('roubles or kopecks are chosen by a person; a sum that Rust refuses stays to be mended', async () => {
    const rows = [
      page.out(1, 'ambiguous_amount', {
        amount: null,
        amount_text: '1,234',
        readings: ['1234.00', '1.23'],
      }),
    ];
    const changePayoutRow = vi.fn(() => Promise.reject(invalid('amount', 'amount_zero')));
    double = answers(checked(), rows, { changePayoutRow });
    await openPasted();
    await key('F2');
    await press('payout-reading-1');
    expect((at('payout-amount-1') as HTMLInputElement).value.replace(/\s/g, ' ')).toBe('1 234,00');
    await key('Enter', {}, at('payout-amount-1'));
    expect(textAt('payout-amount-1-hint')).toContain('Сумма равна нулю');
    await key('Escape');
    expect(has('payout-mending')).toBe(false);
  });

  it('F8 leads to the next row that a person has to look at', async () => {
    double = answers(checked(), checkedRows);
    await openPasted();
    await key('F8');
    expect(textAt('payout-explained')).toContain('Строка 3:');
    await key('F8');
    expect(textAt('payout-explained')).toContain('Строка 4:');
  });
});
