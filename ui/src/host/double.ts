// Rust's double for component tests: answers what the test gives, remembers every call, emits events by hand.
//
//   const double = useDouble({ listDrivers: async () => page });
//   …; expect(double.calls('listDrivers')).toEqual([[filter]]); double.emit('healthEvent', health);
//
// A command without an answer rejects with its own name, so that a forgotten call is seen and not guessed.
import type { EventName, EventPayload } from './events';
import { setEvents } from './events';
import { setHost, type Host } from './host';

export interface Double {
  calls(name: keyof Host): unknown[][];
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  /** Puts Rust back. */
  restore(): void;
}

export function useDouble(answers: Partial<Host>): Double {
  const log = new Map<string, unknown[][]>();
  const handlers = new Map<string, Set<(payload: unknown) => void>>();

  const host = new Proxy({} as Host, {
    get(_, property) {
      const name = String(property);
      const answer = (answers as Record<string, (...args: unknown[]) => Promise<unknown>>)[name];
      return async (...args: unknown[]) => {
        log.set(name, [...(log.get(name) ?? []), args]);
        if (!answer) throw new Error(`the double has no answer for ${name}`);
        return answer(...args);
      };
    },
  });
  setHost(host);
  setEvents({
    subscribe(name, handler) {
      const own = handlers.get(name) ?? new Set();
      handlers.set(name, own.add(handler));
      return () => own.delete(handler);
    },
  });

  return {
    calls: (name) => log.get(String(name)) ?? [],
    emit: (name, payload) => handlers.get(String(name))?.forEach((handler) => handler(payload)),
    restore() {
      setHost();
      setEvents();
    },
  };
}
