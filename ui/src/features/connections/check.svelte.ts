// One check of a connection to Jump: every read operation is called once. The verdict is what the screen says in one word.
import { host, type CheckLine, type ConnectionId } from '$host';
import { CheckProgress } from './progress.svelte';

export type Verdict = 'none' | 'ready' | 'partly' | 'refused' | 'offline' | 'elsewhere';
export const DICTIONARIES = 19;

/** The search of car models is asked beside the dictionaries and is none of them. */
const isDictionary = ({ operation }: CheckLine) =>
  operation.startsWith('dict') && !operation.endsWith('Search');
const noNetwork = ['offline', 'timeout', 'tls_failed', 'proxy_failed', 'service_down'];

export class ConnectionCheck extends CheckProgress {
  readonly dictionaries = $derived(
    this.lines.filter((line) => isDictionary(line) && line.state === 'answers').length,
  );
  readonly dictionariesAsked = $derived(this.lines.filter(isDictionary).length);
  readonly verdict = $derived.by(() => verdictOf(this.lines));

  line(operation: string): CheckLine | undefined {
    return this.lines.find((line) => line.operation === operation);
  }

  run(connection: ConnectionId): Promise<void> {
    return this.follow(
      connection,
      () => host.checkConnection(connection),
      (lines) => lines,
    );
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
