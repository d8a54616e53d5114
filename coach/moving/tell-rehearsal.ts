import type { Kata } from '../kata/kata.ts';
import { compareRehearsals } from './compare-rehearsals.ts';
import { lastPass } from './last-pass.ts';
import { readEvents } from './read-events.ts';
import { passBefore, rehearsalsOf } from './rehearse.ts';

/** What the newest rehearsal of a kata says beside the time before; nothing until its end is reached. */
export function tellRehearsal(client: string, kata: Kata): string[] {
  const newest = rehearsalsOf(client, kata).at(-1);
  const now = newest === undefined ? undefined : lastPass(readEvents(newest), kata.id);
  if (now === undefined) return [];
  const before = passBefore(client, kata);
  return before === undefined
    ? ['There is no earlier time to compare with: this was the first to reach the end.']
    : compareRehearsals(before, now, kata);
}
