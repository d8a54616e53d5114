/** The longest wait `setTimeout` can hold. Node fires anything above it at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** @internal */
export interface Timer {
  stop(): void;
  /** Whether the timer keeps the process alive. It does, until it is told not to. */
  keepAlive(keeps: boolean): void;
}

/**
 * `setTimeout` for waits of any length. The global timer is looked up each time, so that everybody's fake timers work.
 *
 * @internal
 */
export function startTimer(waitMs: number, run: () => void): Timer {
  let referenced = true;
  let handle: NodeJS.Timeout;

  const arm = (remainingMs: number) => {
    const stepMs = Math.min(remainingMs, LONGEST_MS);
    handle = setTimeout(() => (remainingMs > stepMs ? arm(remainingMs - stepMs) : run()), stepMs);
    if (!referenced) handle.unref?.();
  };
  arm(Math.max(0, waitMs));

  return {
    stop: () => clearTimeout(handle),
    keepAlive: (keeps) => {
      referenced = keeps;
      if (keeps) handle.ref?.();
      else handle.unref?.();
    },
  };
}
