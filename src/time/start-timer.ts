/** The longest wait `setTimeout` can hold. Node fires anything above it at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** @internal */
export interface Timer {
  stop(): void;
  /** From here on the timer does not keep the process alive. */
  background(): void;
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
    background: () => {
      referenced = false;
      handle.unref?.();
    },
  };
}
