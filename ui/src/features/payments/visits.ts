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

/** Sets the payments screen to find one payment, known to be made about this moment, and to open it. */
export function lookFor(connection: string, payment: string, about: string): void {
  const visit = visitOf(connection);
  const { filters } = visit;
  filters.clear();
  filters.search = payment;
  const middle = Date.parse(about);
  if (!Number.isNaN(middle)) {
    const day = (by: number) => new Date(middle + by * AROUND_DAYS * DAY_MS).toISOString().slice(0, 10);
    [filters.preset, filters.period] = [null, { from: day(-1), to: day(1) }];
  }
  visit.wanted = payment;
}
