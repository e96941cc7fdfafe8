// The service's own paged list of drivers, for the places that look for one driver: the palette, a choice.
import type { DriverListItem, DriversQuery } from '$host';
import { t } from '$shared/i18n/i18n.svelte';

export const emptyQuery = (): DriversQuery => ({
  page: 1,
  search: '',
  integration_ids: [],
  group_ids: [],
  anti_fraud_status_ids: [],
  referrer_ids: [],
  sort: null,
  descending: false,
});

export function fullName(driver: DriverListItem): string {
  const { full_name, last_name, first_name, middle_name } = driver;
  return (
    full_name?.trim() ||
    [last_name, first_name, middle_name].filter(Boolean).join(' ') ||
    t('drivers.unnamed')
  );
}
