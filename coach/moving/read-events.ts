import { join } from 'node:path';
import type { JournalEvent } from '../journal/event.ts';
import { Journal } from '../journal/journal.ts';

/** The journal of a client's folder. */
export function readEvents(client: string): JournalEvent[] {
  return new Journal(join(client, '.coach', 'journal.jsonl')).read();
}
