// Applications as a register: its types and its commands. What a register was opened with is remembered by its handle:
// a batch rejection is asked for the rows of that question, whatever the filters say by then.
import { host, type ApplicationColumn, type ApplicationRow, type ApplicationsFilter } from '$host';
import type { Order, RegisterSource } from '$shared/register/source';
import { countersOf } from './counters.svelte';

export interface ApplicationsKind {
  filter: ApplicationsFilter;
  row: ApplicationRow;
  column: ApplicationColumn;
}

/** The newest first. */
export const usualOrder: Order<ApplicationColumn> = { column: 'date', descending: true };

/** The list on the screen, the one that is to take its place, and what was on its way when they were opened. */
const REMEMBERED = 8;
const asked = new Map<string, ApplicationsFilter>();

/** The question that this register answers; null for one that was not opened here. */
export const askedOf = (handle: string): ApplicationsFilter | null => asked.get(handle) ?? null;

export const applicationsSource: RegisterSource<ApplicationsKind> = {
  name: 'applications',
  usualOrder,
  async open(connection, filter) {
    countersOf(connection).load(filter);
    const state = await host.jumpListApplications(connection, filter);
    asked.set(state.handle, filter);
    for (const handle of [...asked.keys()].slice(0, -REMEMBERED)) asked.delete(handle);
    return state;
  },
  window: (handle, from, count) => host.applicationsWindow(handle, from, count),
};
