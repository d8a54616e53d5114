import type { State } from '../journal/replay.ts';
import type { Kata } from './kata.ts';

/** Minutes of the time-box, with those that were added. */
export function boxMinutes({ box }: State, { minutes }: Kata): number {
  return minutes + box.extraMinutes;
}

/** Whether the time-box is over, in active time, and it was not yet decided what then. */
export function isBoxOver(state: State, kata: Kata): boolean {
  const isWorking = state.beat !== 'goal' && state.beat !== 'done';
  return isWorking && !state.box.isSettled && state.activeMs >= boxMinutes(state, kata) * 60_000;
}
