// What the tests of applications share: an application, files, uploads, a host that answers. Invented values only; Russian
// words of the service stand in samples.json.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import type {
  Application,
  ApplicationDesk,
  ApplicationFile,
  ApplicationRow,
  ApplicationsFilter,
  DeskError,
  DictionaryItem,
  GrantedFile,
  Host,
  RegisterState,
  UploadView,
} from '$host';
import { useDouble, type Double } from '$host/double';
import { fakeRegister } from '$shared/register/fake';
import { commonAnswers } from '$shared/register/testing';
import { session } from '$app/session.svelte';
import { installShortcuts } from '$shared/shortcuts';
import ApplicationsScreen from './ApplicationsScreen.svelte';
import { cardAnswers, cardOf } from './card/samples';
import { forgetDesks } from './documents/desk.svelte';
import { forgetCounters } from './list/counters.svelte';
import { forgetReasons } from './list/chosen.svelte';
import { forgetVisits } from './list/visits';
import samples from './samples.json';

export const ID = '90412';
export const PARK = 'park-1';

export const error = (code: DeskError['code'], params: DeskError['params'] = {}): DeskError => ({
  code,
  params,
  fields: [],
  trace_id: 'trace-42',
});

export const statuses: DictionaryItem[] = samples.statuses;
export const documents: string[] = samples.documents;
const { person } = samples;
const notProcessed = { id: '4', slug: 'not_processed', title: samples.statuses[1]!.title };

export const application = (change: Partial<Application> = {}): Application => ({
  id: ID,
  status: notProcessed,
  date: '2026-11-21T13:52:00+03:00',
  phone: '998910000000',
  referrer: null,
  direction: { id: '1', slug: 'taxi', title: samples.directions[0]!.title },
  profession: { id: '1', slug: null, title: samples.directions[0]!.title },
  is_car_driver: true,
  person_info: {
    last_name: person.last,
    first_name: person.first,
    middle_name: null,
    birthdate: '1991-05-17',
    city: person.city,
    driver_license_taxi: null,
    comment: null,
  },
  driver_license: null,
  car: {
    brand: 'Kia',
    model: { id: '31', slug: null, title: 'Rio' },
    color: null,
    year: 2021,
    number: samples.plate,
    license: null,
    vin: 'Z94C2DEMO00004417',
    no_vin: false,
  },
  integrations: [],
  delivery_type: null,
  other_sections: [],
  files: [],
  ...change,
});

export const serviceFile = (id: string, change: Partial<ApplicationFile> = {}): ApplicationFile => ({
  section: 'car',
  id,
  name: `document_${id}.jpg`,
  document_type: null,
  size: 2_202_009,
  mime: null,
  created_at: null,
  ...change,
});

export const deskWith = (files: Record<string, ApplicationFile[]> = {}): ApplicationDesk => ({
  ...cardOf(application()),
  slots: documents.map((title, index) => ({
    code: String(index + 1),
    title,
    files: (files[String(index + 1)] ?? []).map((file) => ({ file, by_our_record: false })),
  })),
  other_files: files['others'] ?? [],
  profession_unknown: false,
  read_at: '2026-11-21T14:06:00+03:00',
});

export const granted = (name: string, change: Partial<GrantedFile> = {}): GrantedFile => ({
  token: `token of ${name}`,
  name,
  bytes: 3_460_300,
  kind: 'jpeg',
  sha256: `hash of ${name}`,
  thumbnail: null,
  refused: null,
  refused_params: {},
  ...change,
});

export const upload = (id: string, slot: string, change: Partial<UploadView> = {}): UploadView => ({
  id,
  connection: PARK,
  application_id: ID,
  slot,
  name: `scan_${id}.jpg`,
  kind: 'jpeg',
  bytes: 3_460_300,
  sent: 0,
  sha256: `hash of ${id}`,
  phase: 'queued',
  verification: null,
  file_id: null,
  error: null,
  thumbnail: null,
  ...change,
});

export const listRows = (count: number, from = 1): ApplicationRow[] =>
  Array.from({ length: count }, (_, index) => ({
    id: String(from + index),
    name: `${person.last}${from + index} ${person.first} ${person.middle}`,
    phone: '79110000000',
    date: '2026-11-21T13:52:00+03:00',
    status: notProcessed,
  }));

/** A list of applications as Rust keeps it. */
export function listOf(
  rows: ApplicationRow[] | ((filter: ApplicationsFilter) => ApplicationRow[] | Promise<ApplicationRow[]>),
  state: Partial<RegisterState> = {},
): Partial<Host> {
  const list = fakeRegister<ApplicationRow, ApplicationsFilter>({
    name: 'applications',
    rows: typeof rows === 'function' ? rows : () => rows,
    cells: ({ id, name, status }) => ({ id, name, status: status?.title ?? '' }),
    state,
  });
  return { ...list.answers, jumpListApplications: list.open, applicationsWindow: list.window };
}

/** A host that takes every file and puts it in the line. */
export function answers(own: Partial<Host> = {}): Double {
  return useDouble({
    ...commonAnswers,
    ...listOf(listRows(3)),
    revokeFile: async () => null,
    dismissUpload: async () => null,
    jumpCountApplications: async () => [
      { status: 'draft', count: 2 },
      { status: 'not_processed', count: 14 },
      { status: 'register', count: 1 },
      { status: 'filled', count: 0 },
    ],
    jumpDictAutoregStatuses: async () => statuses,
    jumpDictAutoregDirections: async () => samples.directions,
    jumpGetApplication: async () => deskWith(),
    jumpDownloadApplicationFile: async () => ({
      kind: 'jpeg',
      bytes: 100,
      sha256: 'x',
      thumbnail: 'data:image/jpeg;base64,AA==',
    }),
    uploads: async () => [],
    ...cardAnswers,
    jumpUploadApplicationFile: async (_, __, items) =>
      items.map((one, index) => upload(`new-${index}`, one.slot)),
    ...own,
  });
}

export function newPark(readOnly = false): void {
  forgetDesks();
  forgetVisits();
  forgetCounters();
  forgetReasons();
  session.parks = [{ id: PARK, name: PARK, mark: 1, demo: false, readOnly }];
  session.currentId = PARK;
  session.counts = {};
}

export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await tick();
}

let uninstall: () => void = () => undefined;
export async function open(id: string | null = ID) {
  uninstall();
  uninstall = installShortcuts();
  const route = id === null ? ({ name: 'applications' } as const) : ({ name: 'application', id } as const);
  const view = render(ApplicationsScreen, { props: { route } });
  await settle();
  return view;
}

export const at = (testid: string) => screen.getByTestId(testid);
export const has = (testid: string) => screen.queryByTestId(testid) !== null;
export const textAt = (testid: string) => at(testid).textContent?.replace(/\s+/g, ' ').trim();
export const slotState = (code: string) => at(`slot-${code}`).dataset['state'];

export async function press(testid: string): Promise<void> {
  await fireEvent.click(at(testid));
  await settle();
}

export async function key(code: string, init: KeyboardEventInit = {}) {
  await fireEvent.keyDown(document.activeElement ?? document.body, { code, key: code, ...init });
  await settle();
}

/** jsdom lays nothing out: the place of the pointer is given by the test id of what is under it. */
export async function drop(double: Double, over: string, count = 1): Promise<void> {
  hoverAt(over);
  double.emit('filesDropped', { x: 10, y: 10, count });
  await settle();
}

export async function hover(double: Double, over: string): Promise<void> {
  hoverAt(over);
  double.emit('filesHover', { x: 10, y: 10 });
  await settle();
}

function hoverAt(over: string): void {
  document.elementFromPoint = () => document.querySelector(`[data-testid="${over}"]`);
}
