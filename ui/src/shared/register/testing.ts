// What the tests of registers share: a register's state, the commands that all kinds have, keys and inputs. Invented
// values only.
import { fireEvent, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import type {
  ColumnTotal,
  DeskError,
  DictionaryItem,
  Host,
  PeriodPreset,
  RegisterState,
  RegisterTotals,
} from '$host';
import { session } from '$app/session.svelte';

export const november = { from: '2026-11-01', to: '2026-11-21' };
export const october = { from: '2026-10-01', to: '2026-10-31' };
const presets: PeriodPreset[] = [
  { code: 'month', period: november },
  { code: 'last_month', period: october },
];

export const error = (code: DeskError['code']): DeskError => ({
  code,
  params: {},
  fields: [],
  trace_id: 'trace-42',
});

export const register = (change: Partial<RegisterState> = {}): RegisterState => ({
  handle: 'r1',
  register: 'payments',
  phase: 'complete',
  received: 5,
  total: 5,
  shown: 5,
  found_as: null,
  pages_done: 1,
  pages: 1,
  until: '2026-11-21T18:40:00+03:00',
  started_at: '2026-11-21T18:40:00+03:00',
  finished_at: null,
  waiting_until: null,
  error: null,
  revision: 1,
  ...change,
});

/** A dictionary whose codes count from 1. */
export const items = (...titles: string[]): DictionaryItem[] =>
  titles.map((title, index) => ({ code: String(index + 1), slug: null, title }));

/** A window of five rows. */
export const windowOf =
  <R>(row: (index: number) => R) =>
  async (_: string, from: number, count: number) => ({
    revision: 1,
    from,
    shown: 5,
    rows: Array.from({ length: count }, (_, index) => row(from + index)),
  });

/** Sums of rows, a sum for each column of amounts. */
export const totalsOf = (count: number, sums: Record<string, string>): RegisterTotals => ({
  count,
  columns: Object.entries(sums).map(([column, sum]): ColumnTotal => ({
    column,
    count,
    sum,
    income: sum,
    outcome: '0.00',
    least: '100.00',
    greatest: '900.00',
    average: '500.00',
  })),
});

/** The commands that every kind of register has. */
export const commonAnswers: Partial<Host> = {
  screenReady: async () => null,
  periodPresets: async () => presets,
  registerState: async () => register(),
  closeRegister: async () => null,
  narrowRegister: async () => register({ revision: 2, shown: 0 }),
  orderRegister: async () => register({ revision: 2 }),
  copyRegister: async (_, selection) => (selection.all ? 5 : selection.ids.length),
  registerIds: async (_, from, count) => Array.from({ length: count }, (_, index) => String(from + index)),
  registerSeek: async () => null,
  registerPosition: async () => null,
  registerValue: async (_, id, column) => ({ column, key: `key ${id}`, title: `title ${id}` }),
  registerGroups: async () => [],
  registerChart: async () => ({ days: [], series: [], undated: 0 }),
  viewBook: async () => ({}),
  keepColumns: async () => ({}),
  stopRegister: async () => register({ phase: 'stopped', received: 2, shown: 2, revision: 3 }),
  resumeRegister: async () => register({ phase: 'collecting', received: 2, shown: 2, revision: 4 }),
  copyText: async () => null,
};

let parks = 0;
/** A park whose filters nobody has touched. */
export function newPark(): string {
  const id = `park-${++parks}`;
  session.parks = [{ id, name: id, mark: 1, demo: false, readOnly: false }];
  session.currentId = id;
  return id;
}

export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await tick();
}

export const at = (testid: string) => screen.getByTestId(testid);
export const has = (testid: string) => screen.queryByTestId(testid) !== null;
export const textAt = (testid: string) => at(testid).textContent?.replace(/\s+/g, ' ').trim();

export async function press(testid: string): Promise<void> {
  await fireEvent.click(at(testid));
  await settle();
}

export async function key(code: string, init: KeyboardEventInit = {}, on: Element = document.body) {
  await fireEvent.keyDown(on, { code, ...init });
  await settle();
}

export async function type(testid: string, text: string): Promise<void> {
  await fireEvent.focus(at(testid));
  await fireEvent.input(at(testid), { target: { value: text } });
  await settle();
}

/** A cell of a row, by the row's test id. */
export async function cellOf(rowTestid: string, column: number, init: MouseEventInit = {}): Promise<void> {
  const found = at(rowTestid).querySelectorAll('[role=gridcell]')[column];
  if (!found) throw new Error(`${rowTestid} has no cell ${column}`);
  await fireEvent.click(found, init);
  await settle();
}
