import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeskFailure, type ExportAsk, type ExportState, type Host } from '$host';
import { useDouble, type Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import { dispatchKey } from '$shared/shortcuts';
import { dismiss, toasts } from '$shared/toasts.svelte';
import { at, has, press, settle, textAt } from '../testing';
import ExportButton from './ExportButton.svelte';
import ExportStrip from './ExportStrip.svelte';
import { beginExport, exportsNow, forgetExports } from './exports.svelte';
import { FakeDesk, stateOf } from './testing.svelte';

const stateOfExport = (change: Partial<ExportState> = {}): ExportState => ({
  id: 'e1',
  handle: 'r1',
  phase: 'writing',
  file: 'Платежи.xlsx',
  done: 0,
  rows: 1284,
  complete: true,
  sha256: null,
  error: null,
  ...change,
});

let double: Double;
let desk: FakeDesk;
const answer = (answers: Partial<Host> = {}) =>
  (double = useDouble({
    exportRegister: async () => stateOfExport(),
    cancelExport: async () => null,
    revealExport: async () => null,
    ...answers,
  }));

beforeEach(() => {
  desk = new FakeDesk();
});
afterEach(() => {
  cleanup();
  forgetExports();
  toasts().forEach(({ id }) => dismiss(id));
  double.restore();
});

async function show() {
  render(ExportStrip);
  render(ExportButton, { desk, name: 'payments', title: 'Платежи' });
  await settle();
}
const asked = () => double.calls('exportRegister')[0]?.[0] as ExportAsk;

describe('export', () => {
  it('the_file_has_the_columns_of_the_screen_and_tells_what_it_is', async () => {
    answer();
    await show();
    await press('export');
    expect(asked()).toMatchObject({ handle: 'r1', format: 'xlsx', selection: null });
    expect(asked().columns).toEqual([
      { column: 'created_at', title: 'Created', width: 124 },
      { column: 'status', title: 'Status', width: 202 },
      { column: 'amount', title: 'Amount', width: 102 },
    ]);
    const { lines, name, incomplete } = asked().words;
    expect([name, incomplete]).toEqual(['Платежи', 'НЕПОЛНО']);
    expect(lines.map(({ value }) => value.kind)).toEqual([
      'text',
      'connection',
      'text',
      'read_at',
      'window_end',
      'written_at',
      'completeness',
      'received',
      'told',
      'rows',
      'sum',
      'sha256',
    ]);
    expect(lines[2]).toEqual({ label: 'Period', value: { kind: 'text', of: '01.10-31.10.2026' } });
    expect(lines[10]?.value).toEqual({ kind: 'sum', of: 'amount' });
  });

  it('rows_that_still_come_are_never_written_as_the_whole', async () => {
    answer();
    desk.state = stateOf({ phase: 'collecting', received: 2, shown: 2 });
    await show();
    expect(textAt('payments-export-why')).toBe('Дождитесь загрузки или остановите её (Esc)');
    await press('export');
    dispatchKey(new KeyboardEvent('keydown', { code: 'KeyE', ctrlKey: true }));
    await settle();
    expect(double.calls('exportRegister')).toEqual([]);
    desk.state = stateOf({ phase: 'stopped', received: 2, shown: 2 });
    await settle();
    expect(textAt('payments-export-why')).toBe('Список неполный: файл будет помечен «неполно»');
    dispatchKey(new KeyboardEvent('keydown', { code: 'KeyE', ctrlKey: true }));
    await settle();
    expect(double.calls('exportRegister')).toHaveLength(1);
  });

  it('only_the_selected_rows_go_when_only_they_are_asked_for', async () => {
    answer();
    desk.selection.set('7', true);
    await show();
    await press('export-menu');
    expect(textAt('export-selected-csv')).toBe('Только выбранные (1), CSV');
    await press('export-selected-csv');
    expect(asked()).toMatchObject({
      format: 'csv',
      selection: { all: false, except: [], ids: ['7'] },
    });
    expect(asked().words.lines.map(({ value }) => value)).toContainEqual({
      kind: 'text',
      of: 'только выбранные',
    });
  });

  it('several_exports_go_on_side_by_side_and_each_is_stopped_by_itself', async () => {
    let n = 0;
    answer({ exportRegister: async () => stateOfExport({ id: `e${++n}`, file: `${n}.xlsx` }) });
    await show();
    await press('export');
    await press('export');
    expect(screen.getAllByTestId('export-progress')).toHaveLength(2);
    double.emit('exportChanged', stateOfExport({ id: 'e2', file: '2.xlsx', done: 600 }));
    await settle();
    expect(screen.getAllByTestId('export-progress')[1]?.textContent).toContain('600 из 1\u00a0284');
    screen.getAllByTestId('export-cancel')[1]?.click();
    await settle();
    expect(double.calls('cancelExport')).toEqual([['e2']]);
    double.emit('exportChanged', stateOfExport({ id: 'e2', file: '2.xlsx', phase: 'cancelled' }));
    await settle();
    expect(screen.getAllByTestId('export-progress')).toHaveLength(1);
    expect(toasts()[0]?.text).toBe('Запись остановлена, файла нет.');
  });

  it('finished_exports_do_not_pile_up_over_a_day_of_work', async () => {
    let n = 0;
    answer({ exportRegister: async () => stateOfExport({ id: `e${++n}` }) });
    await show();
    await press('export');
    double.emit('exportChanged', stateOfExport({ id: 'e1', phase: 'done', done: 1284 }));
    await press('export');
    expect(exportsNow().map(({ id }) => id)).toEqual(['e2']);
  });

  it('an_end_that_came_before_the_answer_is_not_undone_by_it', async () => {
    answer({
      exportRegister: async () => {
        double.emit('exportChanged', stateOfExport({ phase: 'done', done: 1284 }));
        return stateOfExport();
      },
    });
    await show();
    await press('export');
    expect(at('export-progress').dataset['phase']).toBe('done');
    await press('export-reveal');
    expect(double.calls('revealExport')).toEqual([['e1']]);
    await press('export-dismiss');
    expect(has('export-progress')).toBe(false);
  });

  it('an_incomplete_file_and_a_failed_one_say_what_happened', async () => {
    answer();
    await show();
    await press('export');
    double.emit('exportChanged', stateOfExport({ phase: 'done', done: 1284, complete: false }));
    await settle();
    expect(textAt('export-progress')).toContain('Файл помечен «неполно».');
    expect(await axeProblems()).toEqual([]);
    forgetExports();
    await press('export');
    const error = { code: 'file_not_saved' as const, params: {}, fields: [], trace_id: null };
    double.emit('exportChanged', stateOfExport({ phase: 'failed', error }));
    await settle();
    expect(textAt('export-progress')).toContain('Проверьте место на диске');
    expect(has('export-reveal')).toBe(false);
  });

  it('the_end_is_told_on_another_screen_too', async () => {
    answer();
    await beginExport({ format: 'xlsx' } as ExportAsk);
    double.emit('exportChanged', stateOfExport({ phase: 'done', done: 1284 }));
    expect(toasts()[0]).toMatchObject({ title: 'Платежи.xlsx', text: 'Записаны 1\u00a0284 строки.' });
    expect(exportsNow()).toHaveLength(1);
  });

  it('a_closed_dialog_writes_nothing_and_a_refusal_is_told', async () => {
    answer({ exportRegister: async () => null });
    await show();
    await press('export');
    expect(has('export-progress')).toBe(false);
    double.restore();
    answer({ exportRegister: () => Promise.reject(new DeskFailure({ code: 'register_busy' })) });
    await press('export');
    expect(toasts()[0]?.title).toBe('Список ещё собирается.');
  });
});
