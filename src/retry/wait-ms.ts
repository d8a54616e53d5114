/** How long to wait before a retry. */
export type Waits =
  | { readonly kind: 'jitter'; readonly firstWaitMs: number; readonly longestWaitMs: number }
  | { readonly kind: 'series'; readonly waitsMs: readonly number[] };

/** A retry of a series comes at most this much later than its wait. */
export const SPREAD = 0.1;

/**
 * The wait before the `retry`th retry, counted from 1.
 *
 * Random waits are drawn from the whole range ("full jitter"), so that clients that failed together do not come back
 * together: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param random - From 0 up to, but without, 1.
 */
export function waitMs(waits: Waits, retry: number, random: number): number {
  if (waits.kind === 'series') {
    const wait = waits.waitsMs[Math.min(retry, waits.waitsMs.length) - 1] ?? 0;
    return wait * (1 + SPREAD * random);
  }
  // Above 2^52 doubling would leave the numbers; the cap has long taken over by then.
  const range = waits.firstWaitMs * 2 ** Math.min(retry - 1, 52);
  return Math.min(waits.longestWaitMs, range) * random;
}

/**
 * The wait, if the service asked to be left alone: as long as it asked, and up to 10 % later, since it asked everybody.
 */
export function waitAtLeastMs(wait: number, retryAfterMs: number | undefined, random: number): number {
  return retryAfterMs === undefined ? wait : Math.max(wait, retryAfterMs * (1 + SPREAD * random));
}
