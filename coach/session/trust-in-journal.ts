import type { State } from '../journal/replay.ts';
import { type Trust, trustOf } from '../trust/trust-of.ts';

/** What is known of every test of the last run. */
export function trustInJournal(state: State): { file: string; name: string; trust: Trust }[] {
  return [];
}
