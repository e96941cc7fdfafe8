// An invented driver for tests.
import type {
  DriverCard,
  DriverField,
  DriverListItem,
  DriverProfile,
  DriverReview,
  DriverRow,
  DriversPage,
  FieldChange,
  FieldConflict,
  FormField,
  RequisiteChange,
  RequisiteDraft,
  RequisiteRow,
  RequisiteTypeView,
  SaveOutcome,
} from '$host';
import { formFields } from './fields';

const values: Partial<Record<DriverField, string>> = {
  last_name: 'Toshmatov',
  first_name: 'Ulugbek',
  middle_name: 'Ilkhomovich',
  phone: '+998900142763',
  license: 'AF 4471820',
  group_id: '3',
  anti_fraud_status_id: '1',
  withdrawal_forbidden_comment: 'Rent debt until 22.11',
  park_note: 'Rent 1 450 a day, written off at 06:00',
  park_comment: 'Prefers Telegram',
  contract_number: 'SZ-2024/118',
  contract_full_name: 'Toshmatov Ulugbek Ilkhomovich',
  contract_signed_at: '2024-03-14',
  passport_number: 'AB 0417263',
  passport_issue_date: '2021-09-02',
  enable_car_sync: 'true',
  car_license_number: '78-004512',
};
/** Fields that this service does not show. */
const hidden: DriverField[] = ['email'];

const reference = (id: string, title: string) => ({ id, slug: null, title });

export const sampleProfile: DriverProfile = {
  id: '1204118',
  last_name: 'Toshmatov',
  first_name: 'Ulugbek',
  second_name: 'Ilkhomovich',
  status: '1',
  anti_fraud_status: reference('1', 'Allowed'),
  withdrawal_forbidden_comment: 'Rent debt until 22.11',
  withdraw_blocked_until_at: '2026-11-22T09:00:00+03:00',
  is_withdraw_temporary_blocked: true,
  phone: '998900142763',
  agent: null,
  requisites: [],
  allow_types: null,
  group: reference('3', 'Comfort 3 %'),
  park_note: 'Rent 1 450 a day, written off at 06:00',
  park_comment: 'Prefers Telegram',
  referrer_id: '1203007',
  invitation_date: null,
  inn: null,
  license: 'AF 4471820',
  email: null,
  contract: null,
  vehicle: null,
  cards: [
    {
      id: '1',
      balance: '12480.50',
      frozen_balance: '2400.00',
      type: null,
      integration: reference('1', 'Yandex Pro'),
      exchange: null,
      agent: null,
      created_at: null,
    },
    {
      id: '2',
      balance: '-320.00',
      frozen_balance: '0.00',
      type: null,
      integration: reference('2', 'YanGo'),
      exchange: null,
      agent: null,
      created_at: null,
    },
  ],
  black_list: '{}',
  created_at: null,
  first_trip_at: null,
  last_trip_at: null,
  present: [],
  unknown_keys: [],
};

export const sampleRow = (row: Partial<RequisiteRow>): RequisiteRow => ({
  id: '11',
  type_id: '1',
  type_title: 'Bank account',
  form: 'account',
  name: '',
  number: '',
  bank: '',
  sbp_bank_id: null,
  bik: '',
  is_default: false,
  is_available: true,
  created_at: null,
  last_four: '',
  ...row,
});

export const sampleRows: RequisiteRow[] = [
  sampleRow({
    id: '11',
    name: 'Sber account',
    number: '40817810138001402733',
    bik: '044525225',
    is_default: true,
    last_four: '2733',
  }),
  sampleRow({
    id: '12',
    type_id: '4',
    type_title: 'FPS',
    form: 'sbp',
    name: 'FPS Ulugbek',
    number: '79110041892',
    bank: 'T-Bank',
    last_four: '1892',
  }),
  sampleRow({
    id: '13',
    type_id: '3',
    type_title: 'Bank card',
    form: 'card',
    name: 'Mir card',
    number: '220012******4471',
    bank: 'T-Bank',
    last_four: '4471',
  }),
  sampleRow({
    id: '14',
    type_id: '3',
    type_title: 'Bank card',
    form: 'card',
    name: 'Card of the wife',
    number: '220220******8816',
    bank: 'Sberbank',
    is_available: false,
    last_four: '8816',
  }),
];

const formFieldOf = (field: DriverField): FormField => ({
  field,
  value: values[field] ?? '',
  shown: !hidden.includes(field),
});

export function sampleCard(
  change: Partial<DriverCard> = {},
  own: Partial<Record<DriverField, string>> = {},
): DriverCard {
  return {
    reading: 'reading-1',
    read_at: '2026-11-21T13:58:40+03:00',
    profile: sampleProfile,
    fields: formFields.map((field) => {
      const plain = formFieldOf(field);
      return field in own ? { ...plain, value: own[field] ?? '' } : plain;
    }),
    requisites: sampleRows,
    save_refused: null,
    ignored_before: [],
    referrer: { id: '1203007', name: 'Nazarov Dilshod' },
    referrer_shown: true,
    checks: [
      {
        field: 'phone',
        level: 'ok',
        code: 'phone_ok',
        params: { country: 'uz', digits: '998900142763', formatted: '+998 900142763' },
        normalised: null,
      },
      { field: 'license', level: 'warn', code: 'license_foreign', params: {}, normalised: null },
    ],
    ...change,
  };
}

export const sampleChange = (change: Partial<RequisiteChange>): RequisiteChange => ({
  kind: 'unchanged',
  id: null,
  name: '',
  name_before: null,
  type_id: null,
  type_title: 'Bank card',
  number: '',
  bank: '',
  sbp_bank_id: null,
  is_default: false,
  becomes_default: false,
  last_four: '',
  ...change,
});

export const sampleFieldChange = (
  field: DriverField,
  before: string,
  after: string,
  change: Partial<FieldChange> = {},
): FieldChange => ({
  field,
  before,
  after,
  before_known: true,
  before_unlisted: false,
  after_unlisted: false,
  ...change,
});

export const sampleConflict = (change: Partial<FieldConflict> = {}): FieldConflict => ({
  field: 'park_note',
  was: 'a',
  mine: 'b',
  theirs: 'c',
  was_unlisted: false,
  mine_unlisted: false,
  theirs_unlisted: false,
  ...change,
});

export const sampleReview = (review: Partial<DriverReview> = {}): DriverReview => ({
  token: 'token-1',
  reading: 'reading-2',
  read_at: '2026-11-21T14:05:12+03:00',
  changes: [],
  requisites: [],
  referrer: null,
  elsewhere: [],
  requisites_elsewhere: [],
  conflicts: [],
  problems: [],
  card: sampleCard({ reading: 'reading-2', read_at: '2026-11-21T14:05:12+03:00' }),
  ...review,
});

export const sampleOutcome = (outcome: Partial<SaveOutcome> = {}): SaveOutcome => ({
  state: 'saved',
  saved: [],
  ignored: [],
  requisites_saved: [],
  requisites_ignored: [],
  referrer_saved: null,
  referrer_ignored: null,
  referrer_unverifiable: null,
  unverifiable: [],
  card: sampleCard({ reading: 'reading-3', read_at: '2026-11-21T14:05:20+03:00' }),
  trace_id: null,
  ...outcome,
});

export const sampleDraft = (draft: Partial<RequisiteDraft> = {}): RequisiteDraft => ({
  key: 'new-1',
  type_id: '3',
  name: '',
  number: '',
  bik: '',
  bank_name: '',
  sbp_bank_id: null,
  inn: '',
  payment_text: '',
  last_name: '',
  first_name: '',
  middle_name: '',
  is_default: false,
  ...draft,
});

export const sampleTypes: RequisiteTypeView[] = [
  { type_id: '1', title: 'Bank account', form: 'account', confirmed: true },
  { type_id: '3', title: 'Bank card', form: 'card', confirmed: false },
  { type_id: '4', title: 'FPS', form: 'sbp', confirmed: true },
];

export const sampleDriver = (driver: Partial<DriverListItem> = {}): DriverListItem => ({
  id: '1204118',
  phone: '998900142763',
  last_name: 'Toshmatov',
  first_name: 'Ulugbek',
  middle_name: null,
  full_name: 'Toshmatov Ulugbek',
  balance: '12480.50',
  group: reference('3', 'Comfort 3 %'),
  anti_fraud_status: reference('1', 'Allowed'),
  invited_by: null,
  integrations: [reference('1', 'Yandex Pro'), reference('2', 'YanGo')],
  in_blacklist: false,
  created_at: null,
  first_trip_at: null,
  last_trip_at: '2026-11-20T18:04:00+03:00',
  ...driver,
});

export const sampleDriverRow = (row: Partial<DriverRow> = {}): DriverRow => ({
  id: '1204118',
  driver: 'Toshmatov Ulugbek',
  phone: '998900142763',
  group: 'Comfort 3 %',
  balance: '12480.50',
  anti_fraud: 'Allowed',
  integrations: 'Yandex Pro, YanGo',
  invited_by: '',
  in_blacklist: false,
  created_at: null,
  first_trip_at: null,
  last_trip_at: '2026-11-20T18:04:00+03:00',
  ...row,
});

export const samplePage = (page: Partial<DriversPage> = {}): DriversPage => {
  const items = page.items ?? [sampleDriver(), sampleDriver({ id: '1204090', full_name: 'Nazarov Dilshod' })];
  return {
    items,
    total: items.length,
    page: 1,
    last_page: 1,
    per_page: 100,
    searched_as: null,
    read_at: '2026-11-21T13:58:40+03:00',
    ...page,
  };
};
