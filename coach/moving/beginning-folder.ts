import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { beginningId, snapshotOf } from '../client-folder/snapshots.ts';
import type { Session } from '../session/session.ts';
import { beginningOf } from './beginning-of.ts';
import { readEvents } from './read-events.ts';

/** The copy of the learner's files from when the present kata began, if this disk has it: copies do not travel. */
export function beginningFolder({ kata, places }: Session): { id: string; folder: string } | undefined {
  const { client } = places;
  const beginning = beginningOf(readEvents(client));
  if (beginning === undefined || beginning.kata !== kata.id) return undefined;
  const id = beginningId(beginning.kata, beginning.at);
  const folder = dirname(snapshotOf(client, id, 'src'));
  return existsSync(folder) ? { id, folder } : undefined;
}
