// How the user has the chart: folded or not, which amount. Kept on this computer by the window itself: nothing depends
// on it, and when it cannot be kept it holds for this run.
import type { RegisterName } from '$host';

export interface ChartChoice {
  folded: boolean;
  /** The column of amounts by register; empty: rows are counted. */
  measures: Partial<Record<RegisterName, string>>;
}

const KEY = 'parkdesk.chart';
const usual: ChartChoice = { folded: false, measures: {} };

function read(): ChartChoice {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return usual;
    const { folded, measures } = kept as Partial<ChartChoice>;
    return { folded: folded === true, measures: typeof measures === 'object' ? measures : {} };
  } catch {
    return usual;
  }
}

let choice = $state.raw(read());

export const chartChoice = () => choice;

export function chooseChart(change: Partial<ChartChoice>): void {
  choice = { ...choice, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(choice));
  } catch {
    // Holds for this run.
  }
}
