import { nowMs } from '../time/now-ms.ts';

/** When a call must be over. A fact that whoever waits can look up. */
export interface Deadline {
  /** How long the call was given in all, in milliseconds. */
  readonly totalMs: number;
  /** How much of it is left, in milliseconds. Never negative. */
  remainingMs(): number;
}

/** @internal */
export function createDeadline(totalMs: number): Deadline {
  const endMs = nowMs() + totalMs;
  return { totalMs, remainingMs: () => Math.max(0, endMs - nowMs()) };
}
