// What the tests of connections and settings share: parks, check lines, a started session. Invented values only.
import { render } from '@testing-library/svelte';
import axe from 'axe-core';
import { tick, type Component } from 'svelte';
import type { CheckLine, ConnectionView, DeskErrorCode, KeychainState, Startup } from '$host';
import { DeskFailure } from '$host';
import { session } from '$app/session.svelte';

export const BASE = 'https://service.example/taxi-public/v1';

export function park(id: string, change: Partial<ConnectionView> = {}): ConnectionView {
  return {
    id,
    name: `Park ${id}`,
    color: 'ochre',
    demo: false,
    read_only: false,
    key_place: 'keychain',
    key_mask: '\u2022\u2022\u2022\u2022 4f1c',
    key_saved_at: '2026-11-21T14:01:00+03:00',
    ignored_rights: [],
    ...change,
  };
}

export function line(operation: string, change: Partial<CheckLine> = {}): CheckLine {
  return {
    operation,
    state: 'answers',
    error: null,
    count: null,
    millis: 400,
    method: 'GET',
    path: `/${operation}`,
    confidence: 'high',
    trace_id: null,
    ...change,
  };
}

export const failure = (code: DeskErrorCode, fields: [field: string, code: string][] = []) =>
  new DeskFailure({ code, fields: fields.map(([field, problem]) => ({ field, code: problem, params: {} })) });

/** A session as after the start of the program. */
export function begin(
  parks: ConnectionView[] = [],
  keychain: KeychainState = 'ready',
  system = 'linux x86_64',
): Startup {
  session.parks = parks.map(({ id, name, demo, read_only }) => ({
    id,
    name,
    mark: 1,
    demo,
    readOnly: read_only,
  }));
  session.currentId = parks[0]?.id ?? null;
  session.notices = [];
  session.startup = {
    version: '0.1.0',
    system,
    preferences: { theme: 'system', language: 'ru', zone: 'Europe/Moscow' },
    connections: parks,
    current: session.currentId,
    keychain,
    notices: [],
    open_demo: false,
    default_base_address: BASE,
  };
  return session.startup;
}

/** Lets every promise that is already settled be seen on the page. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 8; round++) {
    await Promise.resolve();
    await tick();
  }
}

export async function show<P extends Record<string, unknown>>(screen: Component<P>, props: P) {
  const shown = render(screen as Component, { props });
  await settle();
  return shown;
}

export const at = <E extends HTMLElement = HTMLElement>(testid: string): E => {
  const found = document.querySelector<E>(`[data-testid="${testid}"]`);
  if (!found) throw new Error(`nothing has the test id ${testid}`);
  return found;
};
export const has = (testid: string) => document.querySelector(`[data-testid="${testid}"]`) !== null;

export async function press(testid: string): Promise<void> {
  at(testid).click();
  await settle();
}

export async function type(testid: string, text: string): Promise<void> {
  const input = at<HTMLInputElement>(testid);
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

export async function choose(testid: string, value: string): Promise<void> {
  const select = at<HTMLSelectElement>(testid);
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}

/** The rules that the page breaks; the colours are checked elsewhere (jsdom draws nothing). */
export async function broken(root: Element = document.body): Promise<string[]> {
  const found = await axe.run(root, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).join(' | ')}`);
}
