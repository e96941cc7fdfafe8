// What the tests of the card share: an application as a form, jobs, outcomes. Invented values only; Russian words of the
// service stand in samples.json.
import type {
  ActionOutcome,
  ActionState,
  Application,
  ApplicationDesk,
  ApplicationField,
  ApplicationFieldEdit,
  ApplicationJob,
  ApplicationSaved,
  FieldCheck,
  Host,
  IntegrationView,
} from '$host';
import { formFields, sectionOf, sections } from './fields';
import words from './samples.json';

export const dictionary = (...titles: string[]) =>
  titles.map((title, index) => ({ code: String(index + 7), slug: null, title }));

const optional = new Set<ApplicationField>([
  'integrations',
  'delivery_type',
  'middle_name',
  'birthdate',
  'driver_license_taxi',
  'comment',
  'license_unlimited',
  'car_license',
  'car_no_vin',
]);

const text = (value: string | number | boolean | null | undefined) => String(value ?? '');

/** The value and the title of each field, as Rust makes them. */
function read(application: Application): Record<ApplicationField, [value: string, title: string]> {
  const { person_info: person, driver_license: license, car } = application;
  const plain = (value: Parameters<typeof text>[0]): [string, string] => [text(value), text(value)];
  return {
    profession: [text(application.profession?.id), text(application.profession?.title)],
    is_car_driver: plain(application.is_car_driver),
    delivery_type: [text(application.delivery_type?.id), text(application.delivery_type?.title)],
    integrations: ['', ''],
    last_name: plain(person?.last_name),
    first_name: plain(person?.first_name),
    middle_name: plain(person?.middle_name),
    birthdate: plain(person?.birthdate),
    city: plain(person?.city),
    driver_license_taxi: plain(person?.driver_license_taxi),
    comment: plain(person?.comment),
    license_country: [text(license?.country?.slug), text(license?.country?.title)],
    license_number: plain(license?.number),
    license_issue_date: plain(license?.issue_date),
    license_expiry_date: plain(license?.expiry_date),
    license_unlimited: plain(license?.expiry_date_unlimited),
    license_since_date: plain(license?.total_since_date),
    car_model: [text(car?.model?.id), [car?.brand, car?.model?.title].filter(Boolean).join(' ')],
    car_color: [text(car?.color?.id), text(car?.color?.title)],
    car_year: plain(car?.year),
    car_number: plain(car?.number),
    car_vin: plain(car?.vin),
    car_no_vin: plain(car?.no_vin),
    car_license: plain(car?.license),
  };
}

type Card = Pick<
  ApplicationDesk,
  'application' | 'reading' | 'fields' | 'sections' | 'actions' | 'integrations'
>;

let readings = 0;
/** The card of an application that allows everything; `values` stand instead of what the application has. */
export function cardOf(
  application: Application,
  values: Partial<Record<ApplicationField, [value: string, title: string]>> = {},
): Card {
  const known = { ...read(application), ...values };
  readings += 1;
  return {
    reading: `reading-${readings}`,
    application,
    fields: formFields.map((field) => ({
      field,
      section: sectionOf(field),
      value: known[field][0],
      title: known[field][1],
      required: !optional.has(field),
      check: null,
    })),
    sections: sections.map((section) => ({ section, applies: true, reason: null })),
    actions: {
      edit: true,
      edit_reason: null,
      register: true,
      register_reason: null,
      reject: true,
      reject_reason: null,
    },
    integrations: [],
  };
}

export const job = (
  id: string,
  slug: keyof typeof words.jobStatuses,
  change: Partial<ApplicationJob> = {},
) => ({
  id,
  integration_id: '7',
  name: null,
  manager: null,
  status: { id: null, slug, title: words.jobStatuses[slug] },
  comment: null,
  group: null,
  ...change,
});

/** An integration with or without its job; what can be done follows the job's status as in Rust. */
export function integration(id: string, name: string, own: ApplicationJob | null = null): IntegrationView {
  const slug = own?.status?.slug;
  return {
    integration_id: id,
    name,
    job: own,
    can_create: own === null || slug === 'exchange_error',
    can_register: slug === 'new',
    can_reject: slug === 'new' || slug === 'register',
    pending: slug === 'register',
  };
}

export const saved = (change: Partial<ApplicationSaved> = {}): ApplicationSaved => ({
  state: 'done',
  saved: [],
  ignored: [],
  conflicts: [],
  desk: null,
  trace_id: 'trace-7',
  ...change,
});

export const outcome = (state: ActionState, desk: ApplicationDesk | null = null): ActionOutcome => ({
  state,
  desk,
  trace_id: 'trace-8',
});

/** As Rust would: a VIN has 17 signs, a plate loses its spaces. */
export function checkOf({ field, value }: ApplicationFieldEdit): FieldCheck {
  const fine: FieldCheck = { field, level: 'ok', code: 'ok', params: {}, normalised: null };
  if (field === 'car_vin' && value.length !== 17)
    return {
      ...fine,
      level: 'error',
      code: 'vin_length',
      params: { count: String(value.length), expected: '17' },
    };
  if (field === 'car_vin') return { ...fine, code: 'vin_ok', normalised: value.toUpperCase() };
  if (field === 'car_number') return { ...fine, normalised: value.replace(/\s/g, '').toUpperCase() };
  return fine;
}

/** What the double answers to the card unless a test says otherwise. */
export const cardAnswers: Partial<Host> = {
  unsavedWork: async () => null,
  jumpDictAutoregProfessions: async () => words.professions,
  jumpDictAutoregDeliveryTypes: async () => words.deliveryTypes,
  jumpDictIntegrations: async () => dictionary('YanGo', 'Citymobil'),
  jumpDictAutoregCountries: async () => words.countries,
  jumpDictAutoregColors: async () => words.colors,
  checkApplication: async (_connection, _reading, edits) => edits.map(checkOf),
  watchApplicationJobs: async () => [],
  unwatchApplicationJobs: async () => null,
};
