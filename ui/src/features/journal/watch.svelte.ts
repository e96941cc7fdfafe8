// How the journal of the open park is, for every screen: in trouble or not, how many operations nobody knows the outcome
// of. Read when a screen comes and told by events afterwards.
import { host, subscribe, type JournalFilter, type JournalState, type OperationView } from '$host';
import { putMark } from '$app/marks';
import { session, type SectionCount } from '$app/session.svelte';
import { count } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';

/** Operations whose outcome is unknown, of every park of this journal. */
export const unknownOnly: JournalFilter = {
  period: null,
  states: ['unknown'],
  kinds: [],
  service: null,
  driver_ids: [],
  payout: null,
  connection: null,
  search: '',
  oldest_first: false,
};

class JournalWatch {
  state = $state.raw<JournalState | null>(null);
  /** Nobody knows what became of so many. One that is only on its way is not counted. */
  unknown = $state(0);
  /** The only one of them. */
  only = $state.raw<OperationView | null>(null);
  /** So many were announced: a screen that comes does not announce them again. */
  told = 0;
  #connection: string | null = null;
  #followers = 0;
  #stop: () => void = () => undefined;
  #turn = 0;

  /** Until the answer is called. */
  follow(connection: string): () => void {
    if (connection !== this.#connection) {
      this.#connection = connection;
      [this.state, this.unknown, this.only, this.told] = [null, 0, null, 0];
    }
    if (this.#followers++ === 0) {
      this.#stop = subscribe('journalChanged', (state) => void this.hear(state));
    }
    // Without an answer there is nothing to say; the journal's screen tells why.
    this.read(connection).catch(() => undefined);
    return () => {
      if (--this.#followers === 0) this.#stop();
    };
  }

  async read(connection: string): Promise<void> {
    const state = await host.journalState(connection);
    if (connection === this.#connection) await this.hear(state);
  }

  /** A state that was told or answered. That of the demo park's journal says nothing of the real one. */
  async hear(state: JournalState): Promise<void> {
    if (state.practice !== (session.park?.demo ?? false)) return;
    this.state = state;
    await this.#count(state);
  }

  async #count({ unknown }: JournalState): Promise<void> {
    const connection = this.#connection;
    const turn = ++this.#turn;
    if (unknown !== 1 || connection === null) return this.#put(unknown, null);
    // Its name is only a name: without it there is still one.
    const found = await host.journalWindow(connection, unknownOnly, 0, 1).catch(() => null);
    if (turn === this.#turn && connection === this.#connection) this.#put(1, found?.rows[0] ?? null);
  }

  #put(unknown: number, only: OperationView | null): void {
    this.unknown = unknown;
    this.only = only;
    if (this.#connection !== null) putMark(this.#connection, 'journal', markOf(this.state, unknown));
  }
}

export const journalWatch = new JournalWatch();

export function markOf(state: JournalState | null, unknown: number): SectionCount | null {
  if (unknown > 0)
    return { text: `${count(unknown)} ?`, title: t('journal.unknown.mark', { n: unknown }), tone: 'unk' };
  if (state?.trouble) return { text: '!', title: t(`journal.chain.${state.trouble.code}`) };
  return null;
}

/** The mark at the opening of a park, before any screen of it was there. */
export async function readMark(connection: string): Promise<SectionCount | null> {
  const state = await host.journalState(connection);
  return markOf(state, state.unknown);
}
