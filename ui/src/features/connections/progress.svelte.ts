// A check on its way, of whichever service: its lines come one by one as events and all once more in the answer.
import { subscribe, type CheckLine, type ConnectionId } from '$host';

export class CheckProgress {
  lines = $state.raw<CheckLine[]>([]);
  of = $state(0);
  running = $state(false);
  /** No call could be made at all: no key, keychain locked. */
  error = $state.raw<unknown>(null);
  #round = 0;

  /**
   * A newer check takes the place of an older one whose answer is still on its way: `take` is not called for the older.
   * `take` gives the lines of the answer.
   */
  async follow<Answer>(
    connection: ConnectionId,
    ask: () => Promise<Answer>,
    take: (answer: Answer) => CheckLine[],
  ): Promise<void> {
    const round = ++this.#round;
    [this.lines, this.of, this.error] = [[], 0, null];
    this.running = true;
    const stop = subscribe('checkAdvanced', (told) => {
      if (told.connection !== connection || round !== this.#round) return;
      this.lines = [...this.lines.filter(({ operation }) => operation !== told.line.operation), told.line];
      this.of = told.of;
    });
    try {
      const answer = await ask();
      if (round === this.#round) this.lines = take(answer);
    } catch (thrown) {
      if (round === this.#round) this.error = thrown;
    } finally {
      stop();
      if (round === this.#round) this.running = false;
    }
  }

  /** What is still on its way is not waited for; what came stays. */
  leave(): void {
    this.#round++;
    this.running = false;
  }

  forget(): void {
    this.leave();
    [this.lines, this.error] = [[], null];
  }
}
