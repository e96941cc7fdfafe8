import { cleanup, fireEvent } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Host } from '$host';
import type { Double } from '$host/double';
import { setFeatures } from '$app/feature';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { askOf } from './again';
import { forgetFilters } from './filters.svelte';
import {
  again,
  answers,
  at,
  details,
  evidence,
  FakeJournal,
  has,
  line,
  open,
  operation,
  PARK,
  press,
  settle,
  textAt,
  type,
} from './testing';

let double: Double;
let clock = 0;

async function begin(change: Partial<Host> = {}) {
  double = answers(new FakeJournal([operation('a', 'unknown')]), change);
  await open('a');
}
/** A confirming button takes no press at first. */
async function pressLater(testid: string) {
  clock += 500;
  await press(testid);
}

beforeEach(() => {
  forgetFilters();
  setFeatures([]);
  session.parks = [{ id: PARK, name: 'North', mark: 1, demo: false, readOnly: false }];
  session.currentId = PARK;
  clock = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
});
afterEach(() => {
  cleanup();
  double.restore();
  vi.restoreAllMocks();
});

it('nobody closes an operation without a reason of ten letters', async () => {
  await begin({ closeOperation: async () => operation('a', 'closed_absent') });
  await press('operation-close-absent');
  await type('closing-reason', '  short   ');
  await pressLater('closing-confirm');
  expect(double.calls('closeOperation')).toEqual([]);
  expect(at('closing-dialog').textContent).toContain('ещё 5 знаков');
  await type('closing-reason', ' Looked at all of it ');
  await press('closing-confirm');
  expect(double.calls('closeOperation')).toEqual([
    [PARK, 'a', { verdict: 'absent', reason: 'Looked at all of it' }],
  ]);
  expect(has('closing-dialog')).toBe(false);
  expect(at('operation-state').dataset['state']).toBe('closed_absent');
});

it('an impatient or held press closes nothing', async () => {
  await begin({ closeOperation: async () => operation('a', 'closed_exists') });
  await press('operation-close-exists');
  await type('closing-reason', 'Seen in the cabinet');
  await press('closing-confirm');
  expect(double.calls('closeOperation')).toEqual([]);
  const held = new KeyboardEvent('keydown', { code: 'Enter', repeat: true, cancelable: true, bubbles: true });
  at('closing-confirm').dispatchEvent(held);
  expect(held.defaultPrevented).toBe(true);
  await pressLater('closing-confirm');
  expect(double.calls('closeOperation')).toHaveLength(1);
});

it('what follows from the word is said before it is given', async () => {
  await begin();
  await press('operation-close-absent');
  const said = at('closing-dialog').textContent ?? '';
  expect(said).toContain('получит их дважды');
  expect(said).toContain('нельзя взять назад');
  expect(textAt('closing-confirm')).toBe('Записать: 3 350,00 ₽ не уходили');
  expect(said).toContain('North');
  expect(await axeProblems()).toEqual([]);
});

it('a record that looks alike is told beside the question', async () => {
  const alike = { id: '9', date: null, amount: '-3350.00', payment_id: null, description: 'Paid out' };
  await begin({
    operationDetails: async () =>
      details(operation('a', 'unknown'), {
        history: [
          line(1, 'confirmed'),
          line(2, 'unknown'),
          line(3, 'checked', { number: '1' }, evidence({ alike: [alike] })),
        ],
      }),
  });
  expect(at('operation-evidence').textContent).toContain('Paid out');
  await press('operation-close-absent');
  expect(at('closing-dialog').textContent).toContain('нашлась 1 похожая запись');
});

it('a reason that the journal refuses stays to be mended', async () => {
  const fields = [{ field: 'reason', code: 'reason_too_short', params: { least: '10' } }];
  const closeOperation = () => Promise.reject({ code: 'invalid_input', params: {}, fields, trace_id: null });
  await begin({ closeOperation });
  await press('operation-close-exists');
  await type('closing-reason', 'Ten letters');
  await pressLater('closing-confirm');
  expect(at('closing-reason-hint').textContent).toContain('не меньше 10 знаков');
  expect((at('closing-reason') as HTMLTextAreaElement).value).toBe('Ten letters');
});

it('Esc takes nothing but the dialog away', async () => {
  await begin();
  await press('operation-close-exists');
  await fireEvent.keyDown(at('closing-reason'), { code: 'Escape' });
  await settle();
  expect(has('closing-dialog')).toBe(false);
  expect(has('operation-drawer')).toBe(true);
});

it('a repetition begins with everything as it was, nothing left to be guessed', () => {
  expect(askOf(again())).toEqual({
    driverId: '71',
    repeats: 'a',
    operation: 'withdraw',
    amount: '12\u00a0345,10',
    balanceId: '88112',
    typeId: '7',
    pays: true,
    includesCommission: true,
    message: 'Weekly',
  });
});

it('a transfer is repeated to where it went, also when that is another driver', () => {
  const transfer = again({
    operation: 'transfer',
    target_balance_id: '501',
    target: 'Driver Jane \u00b7 Main',
    transaction_type_id: null,
    create_payment: false,
    include_commission: false,
  });
  expect(askOf(transfer)).toEqual({
    driverId: '71',
    repeats: 'a',
    operation: 'transfer',
    amount: '12\u00a0345,10',
    balanceId: '88112',
    former: { balanceId: '501', name: 'Driver Jane \u00b7 Main' },
    message: 'Weekly',
  });
});

it('sending again waits for the data that it begins with', async () => {
  const closed = operation('a', 'closed_absent');
  double = answers(new FakeJournal([closed]), {
    operationDetails: async () => details(closed, { again: null }),
  });
  await open('a');
  expect(has('operation-drawer')).toBe(true);
  expect(has('operation-again')).toBe(false);
});
