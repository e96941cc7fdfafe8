// Work that is asked for more often than it can be done: one run at a time, of the wishes that wait only the newest.
export class OneAtATime {
  #running = false;
  #next: (() => Promise<void>) | null = null;

  ask(work: () => Promise<void>): void {
    this.#next = work;
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#next) {
        const work = this.#next;
        this.#next = null;
        await work();
      }
    } finally {
      this.#running = false;
    }
  }
}
