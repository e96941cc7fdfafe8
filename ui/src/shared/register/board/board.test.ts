import { cleanup, fireEvent, render } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeskFailure, type Host, type RegisterChart } from '$host';
import { useDouble, type Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import { at, cellOf, has, press, settle, textAt } from '../testing';
import { chooseChart } from './chartChoice.svelte';
import ChartStrip from './ChartStrip.svelte';
import GroupChoice from './GroupChoice.svelte';
import GroupsPanel from './GroupsPanel.svelte';
import { FakeDesk, groupOf, stateOf } from './testing.svelte';

const measures = [{ column: 'amount', title: 'Сумма' }];
const chart: RegisterChart = {
  days: ['2026-10-09', '2026-10-10', '2026-10-11'],
  series: [
    { key: 'id:1', title: 'Выплачено', sums: ['512400.00', '0', '10.05'], counts: [41, 0, 1] },
    { key: '…', title: '', sums: ['0.10', '0', '0'], counts: [1, 0, 0] },
  ],
  undated: 0,
};

let double: Double;
let desk: FakeDesk;
const answer = (answers: Partial<Host>) => (double = useDouble(answers));

beforeEach(() => {
  desk = new FakeDesk();
  chooseChart({ folded: false, measures: {} });
  window.innerHeight = 768;
  window.dispatchEvent(new Event('resize'));
});
afterEach(() => {
  cleanup();
  double.restore();
});

async function showChart() {
  render(ChartStrip, { desk, name: 'payments', measures });
  await settle();
}
const day = (date: string) => at(`chart-day-${date}`);
async function keyOn(date: string, key: string, init: KeyboardEventInit = {}) {
  await fireEvent.keyDown(day(date), { key, code: key, ...init });
  await settle();
}

describe('chart', () => {
  it('every_day_is_named_with_its_exact_sum_for_those_who_do_not_see_bars', async () => {
    answer({ registerChart: async () => chart });
    await showChart();
    expect(day('2026-10-09').getAttribute('aria-label')).toBe(
      '9 октября: 512\u00a0400,10\u00a0₽, 42 платежа',
    );
    expect(textAt('chart-sum')).toBe('512 410,15 ₽');
    expect(double.calls('registerChart')).toEqual([['r1', { measure: 'amount', stack: null }]]);
    expect(await axeProblems()).toEqual([]);
  });

  it('a_day_narrows_the_rows_and_the_same_day_again_shows_all', async () => {
    answer({ registerChart: async () => chart });
    await showChart();
    await press('chart-day-2026-10-11');
    expect(desk.filters.days).toEqual({ from: '2026-10-11', to: '2026-10-11' });
    expect(textAt('chart-sum')).toBe('10,05 ₽');
    expect(day('2026-10-11').getAttribute('aria-pressed')).toBe('true');
    await press('chart-day-2026-10-11');
    expect(desk.filters.days).toBe(null);
    await press('chart-day-2026-10-11');
    await press('chart-clear');
    expect(desk.filters.days).toBe(null);
  });

  it('several_days_are_chosen_by_keys_alone_and_left_by_escape', async () => {
    answer({ registerChart: async () => chart });
    await showChart();
    day('2026-10-09').focus();
    await keyOn('2026-10-09', 'ArrowRight');
    expect(document.activeElement).toBe(day('2026-10-10'));
    await keyOn('2026-10-10', 'ArrowRight', { shiftKey: true });
    expect(desk.filters.days).toBe(null);
    await press('chart-day-2026-10-11');
    expect(desk.filters.days).toEqual({ from: '2026-10-10', to: '2026-10-11' });
    await keyOn('2026-10-11', 'Escape');
    expect(desk.filters.days).toBe(null);
  });

  it('days_are_dragged_over_and_a_cancelled_drag_chooses_nothing', async () => {
    answer({ registerChart: async () => chart });
    await showChart();
    const field = day('2026-10-09').parentElement!;
    field.getBoundingClientRect = () => ({ left: 0, width: 300 }) as DOMRect;
    const drag = async (end: 'pointerup' | 'pointercancel') => {
      field.dispatchEvent(new MouseEvent('pointerdown', { clientX: 250, button: 0, bubbles: true }));
      window.dispatchEvent(new MouseEvent('pointermove', { clientX: 150 }));
      await settle();
      window.dispatchEvent(new MouseEvent(end, { clientX: 150 }));
      await settle();
    };
    await drag('pointercancel');
    expect(desk.filters.days).toBe(null);
    await drag('pointerup');
    expect(desk.filters.days).toEqual({ from: '2026-10-10', to: '2026-10-11' });
  });

  it('bars_split_by_a_column_have_a_legend_and_a_way_to_its_rows', async () => {
    answer({ registerChart: async () => chart });
    await showChart();
    await press('chart-stack');
    await press('chart-stack-status');
    expect(desk.stack).toBe('status');
    expect(double.calls('registerChart').at(-1)).toEqual(['r1', { measure: 'amount', stack: 'status' }]);
    expect(textAt('chart-legend')).toBe('ВыплаченоОстальные');
    await fireEvent.click(at('chart-legend').querySelector('button')!);
    expect(desk.filters.values).toMatchObject([{ column: 'status', key: 'id:1' }]);
    await fireEvent.focus(day('2026-10-09'));
    await settle();
    expect(document.querySelector('[role=tooltip]')?.textContent).toContain('0,10');
    expect(await axeProblems()).toEqual([]);
  });

  it('a_low_window_folds_the_chart_by_itself_and_forgets_nothing', async () => {
    answer({ registerChart: async () => chart });
    await showChart();
    window.innerHeight = 614;
    window.dispatchEvent(new Event('resize'));
    await settle();
    expect(at('chart').dataset['folded']).toBe('true');
    await press('chart-toggle');
    expect(has('chart-day-2026-10-09')).toBe(true);
    window.innerHeight = 768;
    window.dispatchEvent(new Event('resize'));
    await settle();
    expect(at('chart').dataset['folded']).toBe('false');
    await press('chart-toggle');
    expect(at('chart').dataset['folded']).toBe('true');
  });

  it('a_chart_that_fails_does_not_take_the_table_with_it', async () => {
    let works = false;
    answer({
      registerChart: async () => {
        if (!works) throw new DeskFailure({ code: 'internal' });
        return chart;
      },
    });
    await showChart();
    works = true;
    await press('chart-again');
    expect(has('chart-day-2026-10-09')).toBe(true);
  });
});

describe('groups', () => {
  const groups = [groupOf('id:1', 'Выплачено', 3, '30.10'), groupOf('id:2', 'Отклонено', 2, '-0.10')];

  async function showGroups() {
    render(GroupChoice, { desk });
    render(GroupsPanel, { desk, name: 'payments', sums: measures });
    await settle();
  }

  it('a_group_opens_as_its_rows_and_the_way_back_takes_only_it_away', async () => {
    answer({ registerGroups: async () => groups });
    desk.filters.values = [{ column: 'driver', key: '7', title: 'Иванов', excluded: false }];
    desk.group = 'status';
    await showGroups();
    expect(await axeProblems()).toEqual([]);
    await cellOf('group-row-id:2', 0);
    expect(desk.group).toBe(null);
    expect(desk.filters.values.at(-1)).toEqual({
      column: 'status',
      key: 'id:2',
      title: 'Отклонено',
      excluded: false,
    });
    expect(textAt('groups-back')).toBe('К группам: Status');
    await press('groups-back');
    expect(desk.group).toBe('status');
    expect(desk.filters.values.map(({ column }) => column)).toEqual(['driver']);
  });

  it('a_day_opens_as_a_day_of_the_chart', async () => {
    answer({ registerGroups: async () => [groupOf('2026-10-09', '2026-10-09', 1, '5')] });
    desk.group = 'created_at';
    await showGroups();
    expect(textAt('group-row-2026-10-09')).toContain('09.10.2026');
    await cellOf('group-row-2026-10-09', 0);
    expect(desk.filters.days).toEqual({ from: '2026-10-09', to: '2026-10-09' });
    await press('groups-back');
    expect(desk.filters.days).toBe(null);
  });

  it('groups_of_the_former_column_never_stand_under_the_new_title', async () => {
    let answerLater: (groups: typeof groupsOfDay) => void = () => undefined;
    const groupsOfDay = [groupOf('2026-10-09', '2026-10-09', 1, '5')];
    answer({
      registerGroups: async (_, column) =>
        column === 'status' ? groups : new Promise((resolve) => (answerLater = resolve)),
    });
    desk.group = 'status';
    await showGroups();
    expect(has('group-row-id:1')).toBe(true);
    await press('groups');
    await press('groups-created_at');
    expect(has('group-row-id:1')).toBe(false);
    answerLater(groupsOfDay);
    await settle();
    expect(has('group-row-2026-10-09')).toBe(true);
  });

  it('new_rows_are_counted_in_and_a_failure_says_so', async () => {
    let now = groups;
    answer({
      registerGroups: async () => {
        if (now.length === 0) throw new DeskFailure({ code: 'internal' });
        return now;
      },
    });
    desk.group = 'status';
    await showGroups();
    now = [groupOf('id:1', 'Выплачено', 4, '40.10')];
    desk.state = stateOf({ revision: 2 });
    await settle();
    expect(textAt('group-row-id:1')).toContain('40,10');
    expect(has('group-row-id:2')).toBe(false);
    now = [];
    desk.state = stateOf({ revision: 3 });
    await settle();
    expect(has('payments-groups-failed')).toBe(true);
  });
});
