// The fields of the profile form: their titles and how a stored value is written on the screen.
import type { DriverField, NamedDriver } from '$host';
import { count, date, phone, plate } from '$shared/format';
import { t, textOf } from '$shared/i18n/i18n.svelte';

/** In the order of the form: F8 and the lists of changes follow it. */
export const formFields: readonly DriverField[] = [
  'last_name',
  'first_name',
  'middle_name',
  'phone',
  'email',
  'inn',
  'license',
  'group_id',
  'anti_fraud_status_id',
  'withdrawal_forbidden_comment',
  'car_number',
  'car_license_number',
  'enable_car_sync',
  'contract_number',
  'contract_signed_at',
  'passport_number',
  'contract_full_name',
  'passport_issue_date',
  'park_note',
  'park_comment',
];

export const requiredFields: ReadonlySet<DriverField> = new Set<DriverField>([
  'last_name',
  'first_name',
  'phone',
  'group_id',
  'anti_fraud_status_id',
]);

/** The title under the form's heading. */
export const fieldTitle = (field: DriverField) => t(`drivers.field.${field}`);

/** The title away from the form; a name that the form does not know comes back as it is. */
export const fullTitle = (field: string): string =>
  textOf(`drivers.full.${field}`) ?? textOf(`drivers.field.${field}`) ?? field;

/** A stored value as the form writes it. */
export function written(field: DriverField, value: string): string {
  if (field === 'phone' && value) return phone(value);
  if (field === 'car_number' && value) return plate(value);
  return value;
}

/** A value as a list of changes writes it. */
export function told(field: DriverField, value: string): string {
  if (value === '') return t('drivers.review.empty');
  if (field === 'contract_signed_at' || field === 'passport_issue_date') return date(value);
  if (field === 'enable_car_sync')
    return t(value === 'true' ? 'drivers.form.flag.true' : 'drivers.form.flag.false');
  return written(field, value);
}

/** A driver met by reference: by name, else by number. */
export const namedDriver = (driver: NamedDriver): string =>
  driver.name || t('drivers.card.id', { id: count(driver.id) });
