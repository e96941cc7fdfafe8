// What Rust tells without being asked. Subscribing is synchronous, so it fits an effect:
//
//   $effect(() => subscribe('uploadEvent', (upload) => …));
import { events } from './bindings';

export type EventName = keyof typeof events;
type Listener<T> = (callback: (event: { payload: T }) => void) => Promise<() => void>;
/** The payload of an event, by its name in the bindings. */
export type EventPayload<N extends EventName> = (typeof events)[N] extends { listen: Listener<infer T> }
  ? T
  : never;

export interface EventSource {
  subscribe(name: string, handler: (payload: unknown) => void): () => void;
}

const real: EventSource = {
  subscribe(name, handler) {
    const source = (events as Record<string, { listen: Listener<unknown> }>)[name];
    if (!source) return () => undefined;
    let gone = false;
    let stop: (() => void) | undefined;
    void source
      .listen((event) => {
        if (!gone) handler(event.payload);
      })
      .then((unlisten) => {
        if (gone) unlisten();
        else stop = unlisten;
      });
    return () => {
      gone = true;
      stop?.();
    };
  },
};
let current: EventSource = real;

/** Calls `handler` with each payload until the answer is called. */
export function subscribe<N extends EventName>(
  name: N,
  handler: (payload: EventPayload<N>) => void,
): () => void {
  return current.subscribe(name, (payload) => handler(payload as EventPayload<N>));
}

/** Puts a double in place of Rust's events, or Rust's back (no argument). */
export function setEvents(double?: EventSource): void {
  current = double ?? real;
}
