import { cleanup, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Double } from '$host/double';
import { navigate, route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { visitOf as applicationsVisit } from '../applications/list/visits';
import { visitOf } from '../payments/visits';
import { forgetSummary } from './summary.svelte';
import { answers, error, has, key, newPark, open, press, settle, state, summary, textAt } from './testing';

let double: Double;
let park: string;
beforeEach(async () => {
  vi.useRealTimers();
  park = newPark();
  double = answers();
  await navigate({ name: 'summary' }, { force: true });
});
afterEach(() => {
  cleanup();
  forgetSummary();
  double.restore();
});

const filter = (period: object) => ({
  period,
  agent_ids: [],
  driver_ids: [],
  group_ids: [],
  integration_ids: [],
  status_ids: [],
  pay_type_ids: [],
  request_type_ids: [],
  search: '',
});
const collecting = { phase: 'collecting', received: 2, total: 5 } as const;

it('asks for the whole of both months, without any filter, and shows what they come to', async () => {
  await open();
  expect(double.calls('jumpListPayments')).toEqual([
    [park, filter({ from: '2026-11-01', to: '2026-11-21' })],
    [park, filter({ from: '2026-10-01', to: '2026-10-31' })],
  ]);
  expect(double.calls('paymentsSummary')).toContainEqual(['r-month', 'r-before']);
  expect(textAt('summary-month-paid')).toBe('1 284 560,00 1 284');
  expect(textAt('summary-attention-applications')).toBe('новые заявки 14 Ещё не обработаны');
  expect(textAt('summary-attention-licences')).toContain('Срок вышел 20.11.2026');
  expect(has('summary-partial')).toBe(false);
  expect(has('summary-month-other')).toBe(false);
  expect(await axeProblems()).toEqual([]);
});

it('a change is told by words, not by colour', async () => {
  await open();
  expect(document.body.textContent).toContain('больше на 12 %');
  expect(document.body.textContent).toContain('меньше на 25 %');
  expect(document.body.textContent).toContain('столько же');
});

it.each([
  ['summary-today-paid', { preset: 'today', statuses: ['1'], agents: [], from: '2026-11-21' }],
  [
    'summary-month-waiting',
    { preset: 'month', statuses: ['3', '4', '7', '8'], agents: [], from: '2026-11-01' },
  ],
  ['summary-month-paid-before', { preset: null, statuses: ['1'], agents: [], from: '2026-10-01' }],
  [
    'summary-today-rejected-before',
    { preset: null, statuses: ['2', '5', '6'], agents: [], from: '2026-10-21' },
  ],
  ['summary-agents-0-paid', { preset: 'month', statuses: ['1'], agents: ['7'], from: '2026-11-01' }],
  [
    'summary-attention-toConfirm',
    { preset: null, statuses: ['4', '7', '8'], agents: [], from: '2026-10-01' },
  ],
])('%s opens the payments behind it, whatever was filtered before', async (testid, wanted) => {
  const { filters } = visitOf(park);
  filters.setList('group_ids', ['9']);
  filters.find = 'x';
  await open();
  await press(testid);
  expect(route()).toEqual({ name: 'payments' });
  expect(filters.preset).toBe(wanted.preset);
  expect(filters.period?.from).toBe(wanted.from);
  expect(filters.lists.status_ids).toEqual(wanted.statuses);
  expect(filters.lists.agent_ids).toEqual(wanted.agents);
  expect(filters.lists.group_ids).toEqual([]);
  expect(filters.find).toBe('');
});

it('new applications open their own tab, whatever was filtered before', async () => {
  const { filters } = applicationsVisit(park);
  filters.search = 'x';
  await open();
  await press('summary-attention-applications');
  expect(route()).toEqual({ name: 'applications' });
  expect([filters.status, filters.search]).toEqual(['not_processed', '']);
});

it('payments without a legal entity are told by an empty value, never by an empty list that means all', async () => {
  await open();
  await press('summary-agents-1-paid');
  const { filters } = visitOf(park);
  expect(filters.lists.agent_ids).toEqual([]);
  expect(filters.values).toEqual([{ column: 'agent', key: '', title: '', excluded: false }]);
});

it('figures of a list that is still coming are marked and compare nothing', async () => {
  double = answers({
    jumpListPayments: async (_, { period }) =>
      state(period.from === '2026-11-01' ? 'r-month' : 'r-before', collecting),
    paymentsSummary: async () => summary({ complete: false }),
  });
  await open();
  expect(screen.getAllByTestId('summary-partial')).toHaveLength(4);
  expect(document.body.textContent).not.toContain('больше на');
  expect(textAt('completeness')).toContain('собираем');
  await key('Escape');
  expect(double.calls('stopRegister')).toEqual([['r-month'], ['r-before']]);
  expect(has('summary-month-resume')).toBe(true);
  await press('summary-before-resume');
  expect(double.calls('resumeRegister')).toEqual([['r-before']]);
});

it('while payments come the figures are counted at most once a second, and at once at the end', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  double = answers({
    jumpListPayments: async (_, { period }) =>
      state(period.from === '2026-11-01' ? 'r-month' : 'r-before', collecting),
  });
  await open();
  const before = double.calls('paymentsSummary').length;
  for (let revision = 2; revision < 12; revision++)
    double.emit('registerChanged', state('r-month', { ...collecting, revision }));
  await settle();
  expect(double.calls('paymentsSummary').length).toBe(before);
  await vi.advanceTimersByTimeAsync(1000);
  expect(double.calls('paymentsSummary').length).toBe(before + 1);
  double.emit('registerChanged', state('r-month', { revision: 20 }));
  await settle();
  expect(double.calls('paymentsSummary').length).toBe(before + 2);
});

it('F5 asks anew; the former figures stay when the new ones do not come, and say of when they are', async () => {
  await open();
  let opened = 0;
  double.restore();
  double = answers({
    jumpListPayments: async () =>
      state(`r-new-${++opened}`, { phase: 'failed', received: 0, total: null, error: error('offline') }),
  });
  await key('F5');
  expect(textAt('summary-month-paid')).toContain('1 284 560,00');
  expect(document.body.textContent).toContain('Показаны прежние цифры');
  expect(double.calls('closeRegister')).toEqual([['r-new-1'], ['r-new-2']]);
});

it('a park whose payments do not come says why and asks again', async () => {
  double = answers({
    jumpListPayments: async () =>
      state('r', { phase: 'failed', received: 0, total: null, error: error('offline') }),
  });
  await open();
  expect(document.body.textContent).toContain('Нет сети');
  expect(textAt('summary-attention-rejected')).toContain('Неизвестно');
  expect(await axeProblems()).toEqual([]);
});

it('a park without payments says so only after a complete answer', async () => {
  double = answers({
    jumpListPayments: async (_, { period }) => state(period.from, { received: 0, total: 0 }),
  });
  await open();
  expect(document.body.textContent).toContain('платежей нет');
});

it('a visit to another screen keeps the registers; another park closes them', async () => {
  const first = await open();
  first.unmount();
  await settle();
  expect(double.calls('closeRegister')).toEqual([]);
  await open();
  expect(double.calls('jumpListPayments')).toHaveLength(2);
  cleanup();
  session.currentId = 'another';
  await settle();
  expect(double.calls('closeRegister')).toEqual([['r-month'], ['r-before']]);
});

it('a register that opens after its park was left is closed', async () => {
  let answer = () => undefined as unknown;
  const gate = new Promise<void>((resolve) => (answer = () => resolve()));
  double = answers({
    jumpListPayments: async (_, { period }) => {
      await gate;
      return state(period.from);
    },
  });
  await open();
  session.currentId = 'another';
  await settle();
  answer();
  await settle();
  expect(double.calls('closeRegister')).toEqual([['2026-11-01'], ['2026-10-01']]);
});
