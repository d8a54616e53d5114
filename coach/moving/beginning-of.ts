import type { JournalEvent } from '../journal/event.ts';

/** When the kata one is in was begun. An undo that leads to another kata leads to that one's beginning. */
export type Beginning = { kata: string; at: string };

export function beginningOf(events: readonly JournalEvent[]): Beginning | undefined {
  const atSnapshot = new Map<string, Beginning | undefined>();
  let current: Beginning | undefined;
  for (const event of events) {
    if (event.type === 'kata') current = { kata: event.kata, at: event.at };
    else if (event.type === 'snapshot') atSnapshot.set(event.id, current);
    else if (event.type === 'undo' && atSnapshot.has(event.id)) current = atSnapshot.get(event.id);
  }
  return current;
}
