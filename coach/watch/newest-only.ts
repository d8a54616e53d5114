/**
 * Runs a task one at a time. A request during a run leads to exactly one more run afterwards, of whatever is newest
 * then: nothing is lost and nothing piles up.
 */
export class NewestOnly {
  readonly #task: () => Promise<void>;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(task: () => Promise<void>) {
    this.#task = task;
  }

  /** Resolves when a run that began after this request has ended. */
  request(): Promise<void> {
    if (this.#running === undefined) {
      this.#running = this.#loop();
    } else {
      this.#again = true;
    }
    return this.#running;
  }

  async #loop(): Promise<void> {
    try {
      do {
        this.#again = false;
        await this.#task();
      } while (this.#again);
    } finally {
      // In the same breath as the last look at #again: a request may come at any moment after it.
      this.#running = undefined;
    }
  }
}
