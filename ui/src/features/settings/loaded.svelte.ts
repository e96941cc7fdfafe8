// What a section of settings reads and keeps.

/** What is typed and kept as a whole. */
export interface KeptForm {
  readonly dirty: boolean;
  readonly busy: boolean;
  /** Why it could not be kept, where no field is to blame. */
  readonly failure: unknown;
  /** True when everything was kept. */
  save(): Promise<boolean>;
  undo(): void;
}

/** An answer on its way: what came, what went wrong. A newer question makes an older answer stale; what came before
 *  stays on the screen while the same thing is asked again. */
export class Loaded<T> {
  value = $state.raw<T | undefined>();
  error = $state.raw<unknown>(null);
  busy = $state(false);
  private round = 0;

  async ask(load: () => Promise<T>, { keep = false } = {}): Promise<void> {
    const round = ++this.round;
    if (!keep) this.value = undefined;
    this.error = null;
    this.busy = true;
    try {
      const value = await load();
      if (round === this.round) this.value = value;
    } catch (thrown) {
      if (round !== this.round) return;
      this.error = thrown;
      this.value = undefined;
    } finally {
      if (round === this.round) this.busy = false;
    }
  }
}
