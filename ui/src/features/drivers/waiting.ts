// The service has asked to wait: the call under way repeats itself in Rust when that is over.
import { session } from '$app/session.svelte';

/** The moment it is over; null when nobody waits. */
export const waitingUntil = (): string | null =>
  session.health.find((one) => one.state === 'waiting')?.waitingUntil ?? null;

export const secondsTo = (moment: string): number => Math.ceil((Date.parse(moment) - Date.now()) / 1000);
