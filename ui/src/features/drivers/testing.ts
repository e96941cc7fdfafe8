// What the tests of the card and of the list share: a park, a double that answers like Rust, keys and inputs.
import { cleanup, render } from '@testing-library/svelte';
import { tick } from 'svelte';
import { vi } from 'vitest';
import { setFeatures } from '$app/feature';
import { navigate, type DriverTab } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import {
  forget,
  type DriverCard,
  type DriverDraft,
  type DriverRow,
  type DriversFilter,
  type FieldCheck,
  type FieldEdit,
  type Host,
  type RegisterState,
  type RequisiteForm,
} from '$host';
import { useDouble, type Double } from '$host/double';
import { fakeRegister } from '$shared/register/fake';
import { commonAnswers } from '$shared/register/testing';
import { installShortcuts } from '$shared/shortcuts';
import DriverScreen from './DriverScreen.svelte';
import DriversScreen from './DriversScreen.svelte';
import { sampleCard, sampleOutcome, samplePage, sampleReview, sampleDriverRow, sampleTypes } from './samples';
import { forgetVisits } from './visits';

const dictionary = (...titles: string[]) =>
  titles.map((title, index) => ({ code: String(index + 1), slug: null, title }));

/** As Rust would: an INN has 12 digits, a phone loses its signs. */
export function checkOf({ field, value }: FieldEdit): FieldCheck {
  const fine: FieldCheck = { field, level: 'ok', code: 'ok', params: {}, normalised: null };
  if (field === 'inn' && value !== '' && value.length !== 12)
    return { ...fine, level: 'error', code: 'inn_length', params: { count: String(value.length) } };
  if (field === 'phone') return { ...fine, normalised: `+${value.replace(/\D/g, '')}` };
  return fine;
}

function requisiteChecks(form: RequisiteForm, number: string): FieldCheck[] {
  const digits = number.replace(/\D/g, '');
  const fine = { field: 'number', level: 'ok', code: 'card_ok', params: { system: 'mir' } } as const;
  const needed = { account: 20, card: 16, card_phone: 11, sbp: 11, other: 1 }[form];
  return digits.length < needed
    ? [{ ...fine, level: 'error', code: number ? 'card_length' : 'required', normalised: null }]
    : [{ ...fine, normalised: digits }];
}

/** The list of drivers as Rust keeps it. */
export function listOf(
  rows: DriverRow[] | ((filter: DriversFilter) => DriverRow[] | Promise<DriverRow[]>),
  state: Partial<RegisterState> = {},
): Partial<Host> {
  const list = fakeRegister<DriverRow, DriversFilter>({
    name: 'drivers',
    rows: typeof rows === 'function' ? rows : () => rows,
    cells: ({ id, driver, phone, group }) => ({ id, driver, phone, group }),
    sums: { balance: '12480.50' },
    state,
  });
  return { ...list.answers, openDrivers: list.open, driversWindow: list.window };
}

export const twoDrivers = [sampleDriverRow(), sampleDriverRow({ id: '1204090', driver: 'Nazarov Dilshod' })];

/** The one that answers now. */
let double: Double | null = null;

export function answers(card: DriverCard, more: Partial<Host> = {}): Double {
  double = useDouble({
    ...commonAnswers,
    ...listOf(twoDrivers),
    unsavedWork: async () => null,
    copyText: async () => null,
    forgetDictionaries: async () => null,
    jumpGetDriver: async () => card,
    jumpListDrivers: async () => samplePage(),
    checkDriver: async (_park, fields) => fields.map(checkOf),
    checkRequisite: async (form, draft) => requisiteChecks(form, draft.number),
    requisiteTypes: async () => sampleTypes,
    confirmRequisiteForm: async () => null,
    reviewDriver: async () => sampleReview(),
    jumpUpdateDriver: async () => sampleOutcome(),
    jumpDictGroups: async () => dictionary('Rent', 'Economy', 'Comfort 3 %'),
    jumpDictIntegrations: async () => dictionary('Yandex Pro', 'YanGo'),
    jumpDictAntiFraudStatuses: async () => dictionary('Allowed', 'Forbidden'),
    jumpDictSbpBanks: async () => dictionary('Alfa-Bank', 'T-Bank', 'Tochka'),
    ...more,
  });
  return double;
}

let stops: (() => void)[] = [];

/** A park of its own, nothing remembered, keys installed. */
export async function begin(park: { readOnly?: boolean } = {}): Promise<void> {
  forget();
  forgetVisits();
  setFeatures([]);
  session.parks = [{ id: 'p1', name: 'North-West', mark: 1, demo: false, readOnly: park.readOnly ?? false }];
  session.currentId = 'p1';
  session.subtitle = null;
  stops = [installShortcuts()];
  await navigate({ name: 'drivers' }, { force: true });
}

export function end(): void {
  cleanup();
  stops.splice(0).forEach((stop) => stop());
  double?.restore();
  double = null;
  vi.useRealTimers();
}

/** Time passes only by `pass`. */
export function holdTimers(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
}

/** As long as the guard of the confirming button, or as a search waits after the last key, unless said otherwise. */
export async function pass(ms = 500): Promise<void> {
  vi.advanceTimersByTime(ms);
  await settle();
}

export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) {
    await Promise.resolve();
    await tick();
  }
}

export async function openCard(tab: DriverTab = 'profile') {
  const route = { name: 'driver', id: '1204118', tab } as const;
  await navigate(route, { force: true });
  const shown = render(DriverScreen, { route });
  await settle();
  return shown;
}

export async function openList() {
  const shown = render(DriversScreen, { route: { name: 'drivers' } });
  await settle();
  return shown;
}

export const has = (testid: string) => document.querySelector(`[data-testid="${testid}"]`) !== null;

export function at(testid: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
  if (!found) throw new Error(`nothing is called ${testid}`);
  return found;
}

export const textAt = (testid: string) => (at(testid).textContent ?? '').replace(/\s+/g, ' ').trim();
export const isEnabled = (testid: string) => {
  const button = at(testid) as HTMLButtonElement;
  return !button.disabled && button.getAttribute('aria-disabled') !== 'true';
};
/** The edits that the last review was asked with. */
export const reviewed = () => double?.calls('reviewDriver').at(-1)?.[1] as DriverDraft;
export const inputAt = (testid: string) => at(testid) as HTMLInputElement;

export async function press(testid: string): Promise<void> {
  at(testid).click();
  await settle();
}

/** Types without leaving the field. */
export async function type(testid: string, text: string): Promise<void> {
  const input = inputAt(testid);
  input.focus();
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

export async function leave(testid: string): Promise<void> {
  inputAt(testid).blur();
  await settle();
}

export async function fill(testid: string, text: string): Promise<void> {
  await type(testid, text);
  await leave(testid);
}

export async function choose(testid: string, value: string): Promise<void> {
  const select = at(testid) as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}

export async function key(code: string, init: KeyboardEventInit = {}, target?: HTMLElement): Promise<void> {
  const event = new KeyboardEvent('keydown', { code, key: code, bubbles: true, cancelable: true, ...init });
  (target ?? document.activeElement ?? document.body).dispatchEvent(event);
  await settle();
}

export { sampleCard };
