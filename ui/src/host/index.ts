// The only door to Rust: commands, events and the generated types. Screens import from `$host`.
export { DeskFailure, asFailure, host, setHost, type Host } from './host';
export { setEvents, subscribe, type EventName, type EventPayload } from './events';
export { forget, remember } from './cache';
export { RECONCILIATION_LIMITS } from './bindings';
export type * from './bindings';
