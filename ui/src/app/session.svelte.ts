// What the shell shows of the program's state: parks, the current one, how their services are doing, marks in the
// navigation. start.ts fills it from Rust; screens read it and call `refreshParks` after they changed connections.
import type { Startup } from '$host';
import type { RouteName } from './router.svelte';

export type ParkMark = 1 | 2 | 3 | 4;

export interface Park {
  id: string;
  name: string;
  mark: ParkMark;
  demo: boolean;
  readOnly: boolean;
}

export interface Health {
  service: string;
  state: 'ok' | 'waiting' | 'offline' | 'failing' | 'unknown';
  millis: number;
  waitingUntil: string | null;
}

export interface SectionCount {
  text: string;
  title: string;
  tone?: 'unk';
}

/** What closing would leave undone: files sent and written, operations and registers of payouts. */
export interface UnderWay {
  uploads: number;
  exports: number;
  money: number;
}

class Session {
  parks = $state.raw<Park[]>([]);
  currentId = $state<string | null>(null);
  health = $state.raw<Health[]>([]);
  /** The second line of the park button: "412 drivers". A screen that knows the number sets it. */
  subtitle = $state<string | null>(null);
  /** What Rust told at the start: version, keychain, default address. */
  startup = $state.raw<Startup | null>(null);
  startError = $state.raw<unknown>(null);
  /** Things to know before working: settings set aside, disk full. */
  notices = $state.raw<string[]>([]);
  /** The window wants to close meanwhile: App asks. */
  closing = $state.raw<UnderWay | null>(null);
  /** Another park was chosen while uploads of this one are under way: App asks. */
  switching = $state.raw<{ to: string; uploads: number } | null>(null);
  counts = $state<Partial<Record<RouteName, SectionCount>>>({});

  readonly park = $derived(this.parks.find((park) => park.id === this.currentId) ?? null);
}

export const session = new Session();

/** Two letters for the park's mark: the beginnings of its first two words. */
export function initials(name: string): string {
  const words = name.split(/[\s\-\u2013\u00ab\u00bb"]+/).filter(Boolean);
  const letters =
    words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...(words[0] ?? '')].slice(0, 2);
  return letters.join('').toLocaleUpperCase();
}
