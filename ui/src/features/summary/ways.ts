// From a figure to the register behind it.
import { navigate } from '$app/router.svelte';
import type { PaymentsSummary, Period, SummaryBlock, SummaryLine, ValueFilter } from '$host';
import { askFor as askForApplications } from '../applications/list/visits';
import type { ListFilter } from '../payments/filters.svelte';
import { askFor as askForPayments } from '../payments/visits';
import { NOT_PROCESSED } from './summary.svelte';

export type FigureName = keyof SummaryBlock;
/** The days of a figure: `before` is the whole of the same days of the month before, `dayBefore` the last of them,
 *  `both` the month before to its last day and this one. */
export type Days = 'today' | 'dayBefore' | 'month' | 'before' | 'both';
export interface WantedPayments {
  /** A ready-made period, or null for these days. */
  preset: string | null;
  period: Period;
  lists: Partial<Record<ListFilter, string[]>>;
  /** What no list of the service tells: payments without a legal entity. */
  values: ValueFilter[];
}
/** Payments of one legal entity or one integration. */
export interface Whose {
  list: 'agent_ids' | 'integration_ids';
  line: SummaryLine;
}

/** Which payments a figure is made of, or null when no filter tells them. */
export function behind(
  summary: PaymentsSummary,
  name: FigureName | 'to_confirm',
  days: Days,
  whose?: Whose,
): WantedPayments | null {
  const { statuses, before_period: before } = summary;
  const ids = name === 'commission' ? statuses.paid : statuses[name];
  // An empty list would ask for every status.
  if (ids.length === 0 && name !== 'other') return null;
  return {
    preset: days === 'today' || days === 'month' ? days : null,
    period: {
      today: summary.today_period,
      month: summary.month_period,
      before,
      dayBefore: { from: before.to, to: before.to },
      both: { from: before.from, to: summary.month_period.to },
    }[days],
    lists: { status_ids: ids, ...(whose?.line.id && { [whose.list]: [whose.line.id] }) },
    values: [
      ...(ids.length === 0 ? [named('status', '')] : []),
      ...(whose && !whose.line.id
        ? [named(whose.list === 'agent_ids' ? 'agent' : 'integration', whose.line.title)]
        : []),
    ],
  };
}

/** The value without an id: its text is its key, and none is empty. */
const named = (column: string, title: string): ValueFilter => ({
  column,
  key: title,
  title,
  excluded: false,
});

export function toPayments(connection: string, wanted: WantedPayments): void {
  const { preset, period, lists, values } = wanted;
  askForPayments(connection, (filters) => {
    [filters.preset, filters.period, filters.values] = [preset, period, values];
    for (const name of filters.listNames) filters.setList(name, lists[name] ?? []);
  });
  void navigate({ name: 'payments' });
}

export function toApplications(connection: string): void {
  askForApplications(connection, (filters) => (filters.status = NOT_PROCESSED));
  void navigate({ name: 'applications' });
}
