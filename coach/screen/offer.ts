import type { State } from '../journal/replay.ts';
import { offeredAt } from '../journal/replay.ts';

/**
 * What one may do when the same failure comes a third time. One is offered, and the next time another: the list goes
 * round, so that none comes twice running.
 */
const offers = [
  'Say in one sentence what you expect to happen, aloud. Then read the failing test aloud, line by line.',
  'Print the value you are least sure of, once. [w] shows what your code printed.',
  'Take half of your last change away, and look at the light.',
  'Go back to the last green with [g], and take a smaller step.',
  'Look at a hint: [h].',
  'Leave this for now with [n], and come back when the rest is green.',
] as const;

/** The offer for the failure that stands first, or nothing where it has not come often enough. */
export function offerFor({ run, offers: made }: State): string | undefined {
  const repeats = run?.failures[0]?.repeats ?? 0;
  return repeats < offeredAt ? undefined : offers[(made - 1 + offers.length) % offers.length];
}
