/** The longest wait `setTimeout` can hold. Node fires anything above it at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** @internal */
export class Timer {
  readonly #run: () => void;
  #handle: NodeJS.Timeout | undefined;
  #isReferenced = true;

  /** Starts it. */
  constructor(waitMs: number, run: () => void) {
    this.#run = run;
    this.#arm(Math.max(0, waitMs));
  }

  stop(): void {
    clearTimeout(this.#handle);
  }

  /** Whether the timer keeps the process alive. It does, until it is told not to. */
  keepAlive(keeps: boolean): void {
    this.#isReferenced = keeps;
    if (keeps) this.#handle?.ref?.();
    else this.#handle?.unref?.();
  }

  #arm(remainingMs: number): void {
    const stepMs = Math.min(remainingMs, LONGEST_MS);
    const step = () => (remainingMs > stepMs ? this.#arm(remainingMs - stepMs) : this.#run());
    this.#handle = setTimeout(step, stepMs);
    if (!this.#isReferenced) this.#handle.unref?.();
  }
}

/**
 * `setTimeout` for waits of any length. The global timer is looked up each time, so that everybody's fake timers work.
 *
 * @internal
 */
export function startTimer(waitMs: number, run: () => void): Timer {
  return new Timer(waitMs, run);
}
