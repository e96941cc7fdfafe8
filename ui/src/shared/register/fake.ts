// For tests: registers as Rust keeps them, of rows that the test gives. Words are looked for, values narrow, each opening
// has a handle of its own.
import type { Host, Narrowing, RegisterName, RegisterState } from '$host';
import { register, totalsOf } from './testing';

interface Opened<R> {
  state: RegisterState;
  all: R[];
  shown: R[];
}

interface Fake<R, F> {
  name: RegisterName;
  /** The rows of an opening; it may also wait, or fail. */
  rows: (filter: F) => R[] | Promise<R[]>;
  /** What a column's cell holds; all of them are looked at. */
  cells: (row: R) => Record<string, string>;
  sums?: Record<string, string>;
  /** Of every opening. */
  state?: Partial<RegisterState>;
}

export function fakeRegister<R extends { id: string }, F>({
  name,
  rows,
  cells,
  sums = {},
  state,
}: Fake<R, F>) {
  const opened = new Map<string, Opened<R>>();
  const of = (handle: string): Opened<R> => {
    const found = opened.get(handle);
    if (!found) throw new Error(`no register ${handle}`);
    return found;
  };

  function narrowed(all: R[], { find, values }: Narrowing): R[] {
    return all.filter((row) => {
      const own = cells(row);
      const found = Object.values(own).some((text) => text.toLowerCase().includes(find.toLowerCase()));
      return (
        found && values.every(({ column, key, excluded }) => (own[column] === key) !== (excluded ?? false))
      );
    });
  }

  function change(handle: string, changed: Partial<RegisterState>): RegisterState {
    const one = of(handle);
    one.state = { ...one.state, revision: one.state.revision + 1, shown: one.shown.length, ...changed };
    return one.state;
  }

  const answers: Partial<Host> = {
    registerState: async (handle) => of(handle).state,
    closeRegister: async (handle) => void opened.delete(handle) as unknown as null,
    narrowRegister: async (handle, narrowing) => {
      of(handle).shown = narrowed(of(handle).all, narrowing);
      return change(handle, {});
    },
    orderRegister: async (handle) => {
      of(handle).shown.reverse();
      return change(handle, {});
    },
    registerIds: async (handle, from, count) =>
      of(handle)
        .shown.slice(from, from + count)
        .map(({ id }) => id),
    registerPosition: async (handle, id) => {
      const place = of(handle).shown.findIndex((row) => row.id === id);
      return place < 0 ? null : place;
    },
    registerTotals: async (handle) => totalsOf(of(handle).shown.length, sums),
    registerValue: async (handle, id, column) => {
      const row = of(handle).all.find((one) => one.id === id);
      const key = (row && cells(row)[column]) ?? '';
      return { column, key, title: key };
    },
  };

  return {
    answers,
    async open(_: string, filter: F): Promise<RegisterState> {
      const all = await rows(filter);
      const handle = `${name}-${opened.size + 1}-${Math.random()}`;
      const counts = { received: all.length, total: all.length, shown: all.length };
      opened.set(handle, {
        state: register({ handle, register: name, ...counts, ...state }),
        all,
        shown: [...all],
      });
      return of(handle).state;
    },
    window: async (handle: string, from: number, count: number) => ({
      revision: of(handle).state.revision,
      from,
      shown: of(handle).shown.length,
      rows: of(handle).shown.slice(from, from + count),
    }),
  };
}
