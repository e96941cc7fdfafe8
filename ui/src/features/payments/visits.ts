// Where the payments were left: on their screen, in a driver's card.
import { LastVisit, type Visit } from '$shared/register/visit';
import { filtersOf, type PaymentFilters } from './filters.svelte';
import type { PaymentsKind } from './source';

const last = new LastVisit<PaymentsKind, PaymentFilters>();
/** In a driver's card. */
export const lastOfDriver = new LastVisit<PaymentsKind, PaymentFilters>();

/** The last visit to this park; that to another one ends with its register. */
export const visitOf = (connection: string | null): Visit<PaymentsKind, PaymentFilters> =>
  last.to(connection ?? '', () => filtersOf(connection ?? ''));

const AROUND_DAYS = 31;
const DAY_MS = 86_400_000;

/** Sets the payments screen to these filters for its next visit, whichever view it opens with. */
export function askFor(connection: string, filter: (filters: PaymentFilters) => void): void {
  const visit = visitOf(connection);
  visit.filters.clear();
  filter(visit.filters);
  visit.given = true;
  visit.group = null;
}

/** Sets the payments screen to find one payment, known to be made about this moment, and to open it. */
export function lookFor(connection: string, payment: string, about: string): void {
  askFor(connection, (filters) => {
    filters.search = payment;
    const middle = Date.parse(about);
    if (Number.isNaN(middle)) return;
    const day = (by: number) => new Date(middle + by * AROUND_DAYS * DAY_MS).toISOString().slice(0, 10);
    [filters.preset, filters.period] = [null, { from: day(-1), to: day(1) }];
  });
  visitOf(connection).wanted = payment;
}
