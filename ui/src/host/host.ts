// Calls into Rust. `host.someCommand(args)` answers the value or throws a DeskFailure; nobody outside this folder
// sees how the answer travelled. Tests put a double in its place with `setHost` (double.ts).
import { commands, type DeskError, type DeskErrorCode, type FieldProblem } from './bindings';

type Answer<R> = R extends { status: 'ok'; data: infer T } ? T : R extends { status: 'error' } ? never : R;

/** The commands as the screens see them: plain promises of the value. */
export type HostOf<C> = {
  [K in keyof C]: C[K] extends (...args: infer A) => Promise<infer R>
    ? (...args: A) => Promise<Answer<R>>
    : never;
};
export type Host = HostOf<typeof commands>;

/** A use case that stopped. The code decides what the screen says (shared/errors.ts); the text is never matched on. */
export class DeskFailure extends Error implements DeskError {
  readonly code: DeskErrorCode;
  readonly params: DeskError['params'];
  readonly fields: FieldProblem[];
  readonly trace_id: string | null;

  constructor(error: Partial<DeskError> & { code: DeskErrorCode }) {
    super(error.code);
    this.name = 'DeskFailure';
    this.code = error.code;
    this.params = error.params ?? {};
    this.fields = error.fields ?? [];
    this.trace_id = error.trace_id ?? null;
  }
}

const isDeskError = (value: unknown): value is DeskError =>
  typeof value === 'object' && value !== null && 'code' in value && 'params' in value && 'fields' in value;

/** The failure behind anything thrown; what is not ours becomes `internal`. */
export function asFailure(thrown: unknown): DeskFailure {
  if (thrown instanceof DeskFailure) return thrown;
  if (isDeskError(thrown)) return new DeskFailure(thrown);
  return new DeskFailure({ code: 'internal' });
}

async function unwrap(answer: Promise<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await answer;
  } catch (thrown) {
    throw isDeskError(thrown) ? new DeskFailure(thrown) : thrown;
  }
  if (typeof value === 'object' && value !== null && 'status' in value) {
    if (value.status === 'ok' && 'data' in value) return value.data;
    if (value.status === 'error' && 'error' in value) {
      throw isDeskError(value.error) ? new DeskFailure(value.error) : value.error;
    }
  }
  return value;
}

type AnyCommands = Record<string, (...args: unknown[]) => Promise<unknown>>;

function doorTo(source: object): Host {
  return new Proxy(source, {
    get(target, name) {
      const command = (target as AnyCommands)[name as string];
      return command && ((...args: unknown[]) => unwrap(command(...args)));
    },
  }) as Host;
}

const real: Host = doorTo(commands);
let current: Host = real;

export const host: Host = new Proxy({} as Host, {
  get: (_, name) => current[name as keyof Host],
});

/** Puts a double in place of Rust, or Rust back (no argument). */
export function setHost(double?: Host): void {
  current = double ?? real;
}
