// Which applications a batch rejection is asked for. "All" goes to the service as all only where the table shows every
// row that its filter finds: then both mean the same. Where the rows are narrowed by words or values, or have not all
// come, the ids of exactly the rows that are shown go instead, so that nothing out of sight is ever rejected.
import { DeskFailure, host, type RejectionAsk, type Selection } from '$host';
import type { RegisterDesk } from '$shared/register/desk.svelte';
import type { ApplicationFilters } from './filters.svelte';
import { askedOf, type ApplicationsKind } from './source';

export type ApplicationsDesk = RegisterDesk<ApplicationsKind, ApplicationFilters>;

const AT_ONCE = 500;
/** Rows may come or go while their ids are read; so often they are read anew. */
const MOST_TRIES = 3;

/** The table shows every row that the service has for the filter, by what the register itself says. */
export function showsWhole({ register, filters }: ApplicationsDesk): boolean {
  const { state } = register;
  return (
    state !== null &&
    state.phase === 'complete' &&
    state.shown === state.received &&
    state.received === state.total &&
    !filters.isNarrowed
  );
}

/** Null while nothing is selected. Throws `register_changed` when the rows do not stand still, and what the reading of
 *  the ids throws. */
export async function rejectionAsk(desk: ApplicationsDesk): Promise<RejectionAsk | null> {
  const { handle } = desk.register;
  if (handle === null || desk.chosenCount === 0) return null;
  const asked = askedOf(handle);
  if (asked === null) throw new DeskFailure({ code: 'no_register' });
  const selection = await exactly(desk, handle);
  if (!selection.all && selection.ids.length === 0) return null;
  return { filter: asked, selection };
}

async function exactly(desk: ApplicationsDesk, handle: string): Promise<Selection> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const { revision, shown } = desk.register;
    const counted = desk.chosenCount;
    const chosen = desk.visit.selection.toArgument();
    if (!chosen.all || showsWhole(desk)) return chosen;
    const rows = await idsOf(handle, shown);
    const same =
      desk.register.handle === handle &&
      desk.register.revision === revision &&
      JSON.stringify(desk.visit.selection.toArgument()) === JSON.stringify(chosen);
    const left = new Set(chosen.except);
    const ids = rows.filter((id) => !left.has(id));
    if (same && rows.length === shown && ids.length === counted) return { all: false, except: [], ids };
  }
  throw new DeskFailure({ code: 'register_changed' });
}

/** The ids of the first `count` rows as the table stands. */
async function idsOf(handle: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const next = await host.registerIds(handle, ids.length, Math.min(AT_ONCE, count - ids.length));
    if (next.length === 0) break;
    ids.push(...next);
  }
  return ids;
}
