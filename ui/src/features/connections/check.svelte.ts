// One check of a connection: every read operation is called once, its line comes as an event and once more in the
// answer. The verdict is what the screen says in one word.
import { host, subscribe, type CheckLine, type ConnectionId } from '$host';

export type Verdict = 'none' | 'ready' | 'partly' | 'refused' | 'offline' | 'elsewhere';
export const DICTIONARIES = 19;

/** The search of car models is asked beside the dictionaries and is none of them. */
const isDictionary = ({ operation }: CheckLine) =>
  operation.startsWith('dict') && !operation.endsWith('Search');
const noNetwork = ['offline', 'timeout', 'tls_failed', 'proxy_failed', 'service_down'];

export class ConnectionCheck {
  lines = $state.raw<CheckLine[]>([]);
  of = $state(0);
  running = $state(false);
  /** No call could be made at all: no key, keychain locked. */
  error = $state.raw<unknown>(null);
  private round = 0;

  readonly dictionaries = $derived(
    this.lines.filter((line) => isDictionary(line) && line.state === 'answers').length,
  );
  readonly dictionariesAsked = $derived(this.lines.filter(isDictionary).length);
  readonly verdict = $derived.by(() => verdictOf(this.lines));

  line(operation: string): CheckLine | undefined {
    return this.lines.find((line) => line.operation === operation);
  }

  /** A newer check takes the place of an older one whose answer is still on its way. */
  async run(connection: ConnectionId): Promise<void> {
    const round = ++this.round;
    this.lines = [];
    this.of = 0;
    this.error = null;
    this.running = true;
    const stop = subscribe('checkAdvanced', (told) => {
      if (told.connection !== connection || round !== this.round) return;
      const others = this.lines.filter((line) => line.operation !== told.line.operation);
      this.lines = [...others, told.line];
      this.of = told.of;
    });
    try {
      const lines = await host.checkConnection(connection);
      if (round === this.round) this.lines = lines;
    } catch (thrown) {
      if (round === this.round) this.error = thrown;
    } finally {
      stop();
      if (round === this.round) this.running = false;
    }
  }

  forget(): void {
    this.round++;
    this.lines = [];
    this.running = false;
    this.error = null;
  }
}

export function verdictOf(lines: CheckLine[]): Verdict {
  if (lines.length === 0) return 'none';
  if (lines.some((line) => line.state === 'unauthorized')) return 'refused';
  const asked = lines.filter((line) => line.state !== 'skipped');
  const silent = (line: CheckLine) => line.state === 'failed' && noNetwork.includes(line.error ?? '');
  if (asked.length > 0 && asked.every(silent)) return 'offline';
  // Somebody answers, and nowhere as Jump would: most likely the address is another's.
  if (asked.length > 0 && asked.every((line) => line.state === 'not_there')) return 'elsewhere';
  return asked.every((line) => line.state === 'answers') ? 'ready' : 'partly';
}
