// Work that is asked for more often than it can be done: one run at a time, of the wishes that wait only the newest.
export class OneAtATime {
  #running: Promise<void> | null = null;
  #next: (() => Promise<void>) | null = null;

  /** Ends when there is nothing more to be done; what the work throws is thrown to everybody who waits for it. */
  ask(work: () => Promise<void>): Promise<void> {
    this.#next = work;
    return (this.#running ??= this.#run());
  }

  async #run(): Promise<void> {
    try {
      while (this.#next) {
        const work = this.#next;
        this.#next = null;
        await work();
      }
    } finally {
      this.#running = null;
    }
  }
}
