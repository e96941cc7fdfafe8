// Joins the shell to Rust: first state, health events, preferences, the park switch, closing the window.
import {
  asFailure,
  forget,
  host,
  subscribe,
  type ConnectionView,
  type ServiceHealth,
  type StartupNotice,
} from '$host';
import { describeError } from '$shared/errors';
import { t, textOf } from '$shared/i18n/i18n.svelte';
import { toast } from '$shared/toasts.svelte';
import { applyPreferences, keepPreferences } from './preferences.svelte';
import { hasScreen } from './feature';
import { mayLeave, navigate } from './router.svelte';
import { session, type Health, type Park, type ParkMark, type UnderWay } from './session.svelte';

const marks: Record<ConnectionView['color'], ParkMark> = { ochre: 1, teal: 2, violet: 3, slate: 4 };

const parkOf = (view: ConnectionView): Park => ({
  id: view.id,
  name: view.name,
  mark: marks[view.color],
  demo: view.demo,
  readOnly: view.read_only,
});

const healthOf = (told: ServiceHealth): Health => ({
  service: textOf(`shell.service.${told.service}`) ?? told.service,
  state: told.state,
  millis: told.millis,
  waitingUntil: told.waiting_until,
});

const untold: Health[] = [{ service: 'Jump', state: 'unknown', millis: 0, waitingUntil: null }];

/** Reads everything the first screen needs. Never throws: the shell works with what came. */
export async function start(): Promise<void> {
  listen();
  try {
    const first = await host.startup();
    applyPreferences(first.preferences);
    keepPreferences((choice) => host.setPreferences(choice));
    session.parks = first.connections.map(parkOf);
    session.startup = first;
    useConnection(first.current ?? first.connections[0]?.id ?? null);
    first.notices.forEach(tell);
    if (first.open_demo) await openDemoPark();
  } catch (thrown) {
    session.startError = thrown;
    return;
  }
  if (session.park === null && hasScreen('connect'))
    await navigate({ name: 'connect' }, { force: true, replace: true });
}

function tell(notice: StartupNotice): void {
  const text = textOf(`shell.notice.${notice.code}`, { detail: notice.detail });
  if (text) session.notices = [...session.notices, text];
}

function listen(): void {
  subscribe('healthChanged', (told) => {
    if (told.connection !== session.currentId) return;
    const fresh = healthOf(told);
    // Each keeps its place, whoever answered last.
    const others = session.health.filter((one) => one.service !== fresh.service);
    session.health = [...others, fresh].sort((one, other) => placeOf(one.service) - placeOf(other.service));
  });
  subscribe('closeAsked', ({ uploads, exports, money }) => {
    // Without this word the window takes the page for dead and closes at the second try.
    host.closeHeard().catch(() => undefined);
    void askToClose({ uploads, exports, money });
  });
}

/** As the navigation lists them; one that is not known stands last. */
const services = ['Jump', 'Yandex Fleet', 'Yume CRM'];
function placeOf(service: string): number {
  const place = services.findIndex((name) => service.startsWith(name.split(' ')[0]!));
  return place < 0 ? services.length : place;
}

/** Forms first, then files and money under way; the window closes when neither objects. */
async function askToClose(underWay: UnderWay): Promise<void> {
  if (!(await mayLeave())) return;
  if (underWay.uploads + underWay.exports + underWay.money > 0) session.closing = underWay;
  else await host.closeProgram();
}

function useConnection(id: string | null): void {
  session.currentId = id;
  session.health = id === null ? [] : untold;
  session.subtitle = null;
  session.counts = {};
}

/** After connections were added, changed or removed. `select` makes one the current park. */
export async function refreshParks(select?: string): Promise<void> {
  session.parks = (await host.connections()).map(parkOf);
  if (select !== undefined && select !== session.currentId) {
    await host.selectConnection(select);
    forget();
    useConnection(select);
  } else if (session.park === null) useConnection(session.parks[0]?.id ?? null);
}

/** The demo park becomes the current one; it is added when it is not there yet. */
export async function openDemoPark(): Promise<void> {
  const demo = await host.openDemo(t('shell.demo.title'));
  await refreshParks(demo.id);
}

/** Another park, unless a form on the screen objects; with uploads under way App asks first. */
export async function switchPark(id: string): Promise<void> {
  if (id === session.currentId || !(await mayLeave())) return;
  const uploads = await host.workUnderWay(session.currentId).catch(() => 0);
  if (uploads > 0) session.switching = { to: id, uploads };
  else await goToPark(id);
}

/** The switch itself. What goes on under the former park goes on under it. */
export async function goToPark(id: string): Promise<void> {
  session.switching = null;
  try {
    await refreshParks(id);
    await navigate({ name: 'drivers' }, { force: true });
  } catch (thrown) {
    const said = describeError(asFailure(thrown));
    toast({ title: said.title, text: said.text, tone: 'warn' });
  }
}
