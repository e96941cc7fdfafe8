// Which screen is on. A route is a typed value; the hash of the address holds it, so that back and links work.
// A form with unsaved input guards itself with `guardUnsaved` (leave.svelte.ts).
import { tick } from 'svelte';

export type DriverTab = 'profile' | 'requisites' | 'payments' | 'operations';
export type FleetTab = 'transactions' | 'drivers' | 'reconciliation';
export type YumeTab = 'messages' | 'templates' | 'integrations' | 'settings';
export type Route =
  | { name: 'connect' }
  | { name: 'summary' }
  | { name: 'drivers' }
  | { name: 'driver'; id: string; tab: DriverTab }
  | { name: 'payments' }
  | { name: 'operations' }
  | { name: 'payout'; id: string | null }
  | { name: 'fleet'; tab: FleetTab }
  /** `trigger`: the one that is edited, by its id; `new` for one that is not there yet. */
  | { name: 'yume'; tab: YumeTab; trigger?: string }
  | { name: 'applications' }
  | { name: 'application'; id: string }
  | { name: 'journal'; operation: string | null }
  | { name: 'settings' }
  | { name: 'diagnostics' };
export type RouteName = Route['name'];
/** The route of one screen: `RouteOf<'driver'>` has `id` and `tab`. */
export type RouteOf<N extends RouteName> = Extract<Route, { name: N }>;

const HOME: Route = { name: 'drivers' };
const driverTabs: readonly string[] = [
  'profile',
  'requisites',
  'payments',
  'operations',
] satisfies DriverTab[];
const fleetTabs: readonly string[] = ['transactions', 'drivers', 'reconciliation'] satisfies FleetTab[];
const yumeTabs: readonly string[] = ['messages', 'templates', 'integrations', 'settings'] satisfies YumeTab[];

export function href(route: Route): string {
  switch (route.name) {
    case 'driver':
      return `#/driver/${encodeURIComponent(route.id)}/${route.tab}`;
    case 'fleet':
      return `#/fleet/${route.tab}`;
    case 'yume':
      return `#/yume/${route.tab}${route.trigger ? `/${encodeURIComponent(route.trigger)}` : ''}`;
    case 'payout':
      return route.id ? `#/payout/${encodeURIComponent(route.id)}` : '#/payout';
    case 'journal':
      return route.operation ? `#/journal/${encodeURIComponent(route.operation)}` : '#/journal';
    case 'application':
      return `#/applications/${encodeURIComponent(route.id)}`;
    default:
      return `#/${route.name}`;
  }
}

/** Null for an address that no screen has. */
export function parseHash(hash: string): Route | null {
  const parts = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .filter(Boolean)
    .map(decode);
  const [name, id, tab = 'profile'] = parts;
  if (name === undefined) return HOME;
  switch (name) {
    case 'driver':
      return id && driverTabs.includes(tab) ? { name, id, tab: tab as DriverTab } : null;
    case 'applications':
      return id ? { name: 'application', id } : { name };
    case 'fleet': {
      const own = id ?? 'transactions';
      return fleetTabs.includes(own) ? { name, tab: own as FleetTab } : null;
    }
    case 'yume':
      return yumeRoute(id ?? 'messages', parts[2]);
    case 'payout':
      return { name, id: id ?? null };
    case 'journal':
      return { name, operation: id ?? null };
    case 'connect':
    case 'summary':
    case 'drivers':
    case 'payments':
    case 'operations':
    case 'settings':
    case 'diagnostics':
      return id === undefined ? { name } : null;
    default:
      return null;
  }
}

function yumeRoute(tab: string, trigger: string | undefined): Route | null {
  if (!yumeTabs.includes(tab) || (trigger !== undefined && tab !== 'messages')) return null;
  return { name: 'yume', tab: tab as YumeTab, ...(trigger !== undefined && { trigger }) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

type Guard = () => boolean | Promise<boolean>;
const guards: Guard[] = [];
let current = $state.raw<Route | null>(parseHash(location.hash));

/** The route that is on; null when the address names no screen. */
export const route = () => current;

/** Asks before the screen is left, the park switched or the window closed; false keeps the user here. */
export function beforeLeave(guard: Guard): () => void {
  guards.push(guard);
  return () => {
    const index = guards.indexOf(guard);
    if (index >= 0) guards.splice(index, 1);
  };
}

/** Asks every guard, the newest first. */
export async function mayLeave(): Promise<boolean> {
  for (const guard of [...guards].reverse()) if (!(await guard())) return false;
  return true;
}

/** Goes to a screen unless a guard objects; true when it went. `force` skips the guards (after a save). */
export async function navigate(
  to: Route,
  options: { force?: boolean; replace?: boolean } = {},
): Promise<boolean> {
  if (!options.force && !(await mayLeave())) return false;
  const hash = href(to);
  if (options.replace) history.replaceState(null, '', hash);
  else if (location.hash !== hash) history.pushState(null, '', hash);
  current = to;
  await tick();
  return true;
}

/** Follows back, forward and plain links; the answer stops it. */
export function followAddress(): () => void {
  // One change of the address comes as two events; the second must not be asked about while the first is.
  let asking = false;
  const follow = async () => {
    if (asking) return;
    const to = parseHash(location.hash);
    if (current && to && href(current) === href(to)) return;
    const before = current;
    asking = true;
    const left = await mayLeave().finally(() => (asking = false));
    // The address may have moved on while the user was asked.
    if (left) current = parseHash(location.hash);
    else if (before) history.pushState(null, '', href(before));
  };
  window.addEventListener('hashchange', follow);
  window.addEventListener('popstate', follow);
  return () => {
    window.removeEventListener('hashchange', follow);
    window.removeEventListener('popstate', follow);
  };
}
