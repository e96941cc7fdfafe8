// What the tests of Yume share: triggers, an access, a host that answers like them. Invented values only.
import { cleanup, render } from '@testing-library/svelte';
import { vi } from 'vitest';
import {
  DeskFailure,
  forget,
  type DeskErrorCode,
  type Host,
  type MessageTemplate,
  type TriggerList,
  type TriggerOutcome,
  type TriggerReview,
  type TriggerView,
  type YumeAccessView,
  type YumeTriggerContent,
} from '$host';
import { useDouble, type Double } from '$host/double';
import { setFeatures } from '$app/feature';
import { navigate, route, type RouteOf, type YumeTab } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { newPark, settle } from '$shared/register/testing';
import { installShortcuts } from '$shared/shortcuts';
import { toasts } from '$shared/toasts.svelte';
import { blank, takeStart } from './edit/start';
import YumeScreen from './YumeScreen.svelte';

export { at, has, key, press, settle, textAt, type } from '$shared/register/testing';

export const content = (change: Partial<YumeTriggerContent> = {}): YumeTriggerContent => ({
  ...blank,
  ...change,
});

export const trigger = (
  id: string,
  written: Partial<YumeTriggerContent> = {},
  change: Partial<TriggerView> = {},
): TriggerView => ({
  id,
  content: content({ text: `Text ${id}`, order: Number(id), ...written }),
  delay_seconds: 0,
  instant: true,
  created_at: '2026-11-01T10:00:00+03:00',
  updated_at: '2026-11-20T10:00:00+03:00',
  print: `print-${id}`,
  same_change: [],
  unknown: [],
  stray: [],
  ...change,
});

/** Three of rents, of which 12 and 13 are sent for the same change, and one of payments. */
export const triggers = (): TriggerView[] => [
  trigger('11', { order_status_from: 'request', order_status_to: 'reserve' }),
  trigger(
    '12',
    {
      order_status_from: 'reserve',
      order_status_to: 'inrent',
      text: null,
      template_id: 't1',
      template_keys: ['client', 'number'],
      timeout: '00:15:00',
    },
    { same_change: ['13'] },
  ),
  trigger('13', { order_status_to: 'inrent' }, { same_change: ['12'] }),
  trigger('21', { type: 'order_payment', order_payment_status_to: 'paid' }),
];

export const listOf = (rows: TriggerView[] = triggers(), change: Partial<TriggerList> = {}): TriggerList => {
  const kinds = [...new Set(rows.map(({ content: { type } }) => JSON.stringify(type)))];
  return {
    groups: kinds.map((kind) => ({
      kind: JSON.parse(kind) as TriggerView['content']['type'],
      triggers: rows.filter(({ content: { type } }) => JSON.stringify(type) === kind),
    })),
    read_at: '2026-11-22T10:05:12+03:00',
    form: 'words',
    company: { id: '7', name: 'Company', currency: 'KZT' },
    keys_seen: ['client', 'number'],
    ...change,
  };
};

export const template = (id: string, change: Partial<MessageTemplate> = {}): MessageTemplate => ({
  id,
  name: `Template ${id}`,
  language: 'ru',
  category: 'utility',
  status: 'approved',
  approved: true,
  text: 'Hello {{1}}, rent {{2}}',
  variables: 2,
  ...change,
});

export const accessView = (change: Partial<YumeAccessView> = {}): YumeAccessView => ({
  base_address: 'https://api.yume.cloud',
  requests_per_second: 2,
  login: 'demo-login',
  company: { id: '7', name: 'Company', currency: 'KZT' },
  token_place: 'keychain',
  over: false,
  renewable: true,
  signed_in_at: '2026-11-20T09:12:00+03:00',
  access_until: null,
  ...change,
});

export const reviewOf = (change: Partial<TriggerReview> = {}): TriggerReview => ({
  manner: 'replace',
  changes: [{ field: 'timeout', before: ['00:00:00'], after: ['00:20:00'] }],
  problems: [],
  warnings: [],
  conflict: null,
  target: { id: '11', print: 'print-11' },
  ...change,
});

export const outcomeOf = (change: Partial<TriggerOutcome> = {}): TriggerOutcome => ({
  state: 'saved',
  trigger: trigger('11'),
  differs: [],
  conflict: null,
  candidates: [],
  trace_id: null,
  ...change,
});

export const failure = (code: DeskErrorCode, fields: [field: string, code: string][] = []) =>
  new DeskFailure({
    code,
    fields: fields.map(([field, problem]) => ({ field, code: problem, params: {} })),
    trace_id: 'trace-1',
  });

const answering: Partial<Host> = {
  screenReady: async () => null,
  unsavedWork: async () => null,
  forgetDictionaries: async () => null,
  copyText: async () => null,
  yumeAccess: async () => accessView(),
  yumeListWazzupTriggers: async () => listOf(),
  yumeListWazzupTemplates: async () => [
    template('t1'),
    template('t2', { status: 'pending', approved: false }),
  ],
  previewTrigger: async (_, draft) => ({
    source: draft.template_id ? 'template' : draft.text ? 'text' : 'nothing',
    text: draft.text ?? '',
    characters: (draft.text ?? '').length,
    channels: [
      { channel: 'whatsapp', limit: 10_000, over: false },
      { channel: 'instagram', limit: 1000, over: (draft.text ?? '').length > 1000 },
    ],
    variables: [],
    delay_seconds: 0,
    instant: true,
  }),
  reviewTrigger: async (_, target) => reviewOf({ manner: target ? 'replace' : 'create' }),
  yumeReplaceWazzupTrigger: async () => outcomeOf(),
  yumeCreateWazzupTrigger: async () => outcomeOf({ trigger: trigger('31') }),
};

/** The clock that keeps a confirmation from being pressed too soon: it stands until a test moves it. */
let clock = 0;
export const later = (): void => void (clock += 1000);

let double: Double | null = null;
let uninstall: () => void = () => undefined;
let view: ReturnType<typeof render> | null = null;
const never = () => new Promise<never>(() => undefined);

/** A park of its own. */
export function begin(change: { readOnly?: boolean } = {}): void {
  forget();
  takeStart();
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  setFeatures([{ screens: { yume: never, settings: never } }]);
  const id = newPark();
  session.startup = null;
  session.parks = [{ id, name: 'Park', mark: 1, demo: false, readOnly: change.readOnly ?? false }];
}

export function end(): void {
  cleanup();
  vi.restoreAllMocks();
  clock = 0;
  uninstall();
  double?.restore();
  double = view = null;
}

export function answers(change: Partial<Host> = {}): Double {
  double = useDouble({ ...answering, ...change });
  return double;
}

const yumeRoute = () => route() as RouteOf<'yume'>;

export async function open(tab: YumeTab = 'messages', id?: string): Promise<void> {
  uninstall();
  uninstall = installShortcuts();
  await navigate({ name: 'yume', tab, ...(id !== undefined && { trigger: id }) }, { force: true });
  view = render(YumeScreen, { props: { route: yumeRoute() } });
  await settle();
}

/** The screen goes where the address went. */
export async function follow(): Promise<void> {
  await settle();
  await view?.rerender({ route: yumeRoute() });
  await settle();
}

export const rows = () =>
  [...document.querySelectorAll<HTMLElement>('[role=row][data-id]')].map((row) => row.dataset['id']);
export const isOff = (testid: string) =>
  document.querySelector(`[data-testid="${testid}"]`)?.getAttribute('aria-disabled') === 'true';
export const lastToast = () => toasts().at(-1)?.text ?? '';

/** Changes a native select. */
export async function choose(testid: string, value: string): Promise<void> {
  const select = document.querySelector<HTMLSelectElement>(`[data-testid="${testid}"]`)!;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}
