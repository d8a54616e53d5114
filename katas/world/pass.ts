import { setImmediate } from 'node:timers';
import { vi } from 'vitest';
import { theWorld } from './world.ts';

/**
 * Lets this many milliseconds pass on the fake clock, in no time at all. Between two timers the network moves on, so
 * that a client which waits, asks and waits again finds each answer at the time it would.
 */
export async function pass(ms: number): Promise<void> {
  await settle();
  let over = false;
  setTimeout(() => {
    over = true;
  }, ms);
  while (!over) {
    vi.advanceTimersToNextTimer();
    await settle();
  }
  // Timers that were set on the way, and fall on the very end.
  vi.advanceTimersByTime(0);
  await settle();
}

const quietTurns = 8;
const longestMs = 500;

/** Real turns of the event loop, until nothing moves any more but the clock could. */
async function settle(): Promise<void> {
  const giveUp = process.hrtime.bigint() + BigInt(longestMs * 1e6);
  for (let quiet = 0; quiet < quietTurns && process.hrtime.bigint() < giveUp; ) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = isWorking() ? 0 : quiet + 1;
  }
}

/** A file is being read or written, or a digest computed. */
function isWorking(): boolean {
  if (theWorld().computing > 0) return true;
  return process.getActiveResourcesInfo().some((resource) => /^FSReq|CloseReq$/.test(resource));
}
