// The park's drivers at Yandex Fleet by name, phone or licence. The service's list is a register: it is opened for the
// words, read as far as is shown, and let go, also when nobody waits for it any more.
import { DeskFailure, host, subscribe, type FleetDriverRow, type RegisterState } from '$host';
import { forgetRegister } from '$shared/register/visit';

const SHOWN_MOST = 20;

export interface FoundDrivers {
  drivers: FleetDriverRow[];
  /** So many more were found. */
  more: number;
}

const isEnough = ({ phase, received }: RegisterState) =>
  received >= SHOWN_MOST || (phase !== 'collecting' && phase !== 'waiting');

/** Throws what stopped the reading before any row came. */
export async function findDrivers(
  connection: string,
  search: string,
  signal: AbortSignal,
): Promise<FoundDrivers> {
  // Followed before the register is there: its first news may come before its handle does.
  const early: RegisterState[] = [];
  let hear: (state: RegisterState) => void = (state) => void early.push(state);
  const unsubscribe = subscribe('registerChanged', (state: RegisterState) => hear(state));
  let handle: string | null = null;
  try {
    const opened = await host.yandexListDriverProfiles(connection, {
      work_statuses: [],
      work_rule_ids: [],
      search,
    });
    handle = opened.handle;
    const known = early.filter((told) => told.handle === handle).at(-1) ?? opened;
    const state = isEnough(known) ? known : await ended(handle, (listen) => (hear = listen), signal);
    signal.throwIfAborted();
    if (state.error && state.received === 0) throw new DeskFailure(state.error);
    const { rows } = await host.fleetDriversWindow(handle, 0, SHOWN_MOST);
    return { drivers: rows, more: Math.max(0, (state.total ?? state.received) - rows.length) };
  } finally {
    unsubscribe();
    if (handle !== null) forgetRegister(handle);
  }
}

function ended(
  handle: string,
  listen: (hear: (state: RegisterState) => void) => void,
  signal: AbortSignal,
): Promise<RegisterState> {
  return new Promise((resolve, reject) => {
    listen((state) => {
      if (state.handle === handle && isEnough(state)) resolve(state);
    });
    signal.addEventListener('abort', () => reject(new DeskFailure({ code: 'cancelled' })), { once: true });
  });
}
