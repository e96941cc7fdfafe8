// The fields of an application's form: where they stand, how they are filled in and how a value is read.
import type { ApplicationField, ApplicationFormField, ApplicationSection } from '$host';
import { date, plate } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';

export const sections: readonly ApplicationSection[] = ['work', 'person', 'license', 'car'];

/** In the order of the form: F8 and the lists of changes follow it. */
export const fieldsOf: Record<ApplicationSection, readonly ApplicationField[]> = {
  work: ['profession', 'is_car_driver', 'delivery_type', 'integrations'],
  person: ['last_name', 'first_name', 'middle_name', 'birthdate', 'city', 'driver_license_taxi', 'comment'],
  license: [
    'license_country',
    'license_number',
    'license_issue_date',
    'license_expiry_date',
    'license_unlimited',
    'license_since_date',
  ],
  car: ['car_model', 'car_color', 'car_year', 'car_number', 'car_vin', 'car_no_vin', 'car_license'],
};
export const formFields: readonly ApplicationField[] = sections.flatMap((section) => fieldsOf[section]);

export const sectionOf = (field: ApplicationField): ApplicationSection =>
  sections.find((section) => fieldsOf[section].includes(field)) ?? 'work';

export type FieldKind = 'line' | 'area' | 'date' | 'flag' | 'choice' | 'model' | 'several';
const kinds: Partial<Record<ApplicationField, FieldKind>> = {
  profession: 'choice',
  is_car_driver: 'flag',
  delivery_type: 'choice',
  integrations: 'several',
  birthdate: 'date',
  comment: 'area',
  license_country: 'choice',
  license_issue_date: 'date',
  license_expiry_date: 'date',
  license_unlimited: 'flag',
  license_since_date: 'date',
  car_model: 'model',
  car_color: 'choice',
  car_no_vin: 'flag',
};
export const kindOf = (field: ApplicationField): FieldKind => kinds[field] ?? 'line';

/** Fields that hide behind a flag: an unlimited licence has no last day, a car without VIN has no VIN. */
export const closedBy: Partial<Record<ApplicationField, ApplicationField>> = {
  license_expiry_date: 'license_unlimited',
  car_vin: 'car_no_vin',
};

export const fieldTitle = (field: ApplicationField) => t(`applicationCard.field.${field}`);

export const isApplicationField = (name: string): name is ApplicationField =>
  (formFields as readonly string[]).includes(name);

/** An id that no dictionary explains is shown as it is, never replaced. */
export const unlisted = (code: string) =>
  /^\d+$/.test(code)
    ? t('applicationCard.unlisted', { id: code })
    : t('applicationCard.unlistedCode', { id: code });

/** A stored value as the form writes it. */
export const written = (field: ApplicationField, value: string): string =>
  field === 'car_number' && value ? plate(value) : value;

const readCode = (code: string, title: string) => (title && title !== code ? title : unlisted(code));

/** A value as people read it; empty for nothing. `title` is what the service or the dictionary calls it. */
export function told(field: ApplicationField, value: string, title = ''): string {
  if (value === '') return '';
  switch (kindOf(field)) {
    case 'date':
      return date(value);
    case 'flag':
      return t(value === 'true' ? 'applicationCard.flag.yes' : 'applicationCard.flag.no');
    case 'choice':
    case 'model':
      return readCode(value, title);
    case 'several':
      return title && title !== value ? title : value.split(',').map(unlisted).join(', ');
    default:
      return written(field, value);
  }
}

export const toldOf = (field: ApplicationFormField) => told(field.field, field.value, field.title);
