import type { JournalEvent } from '../journal/event.ts';

/** What happened from the last beginning of a kata to its end; `undefined` where its end was never reached. */
export function lastPass(events: readonly JournalEvent[], kata: string): JournalEvent[] | undefined {
  let current: JournalEvent[] | undefined;
  let last: JournalEvent[] | undefined;
  const atSnapshot = new Map<string, JournalEvent[] | undefined>();
  for (const event of events) {
    if (event.type === 'kata') current = event.kata === kata ? [] : undefined;
    // An undo may lead out of a kata, and back into this one.
    else if (event.type === 'snapshot') atSnapshot.set(event.id, current);
    else if (event.type === 'undo' && atSnapshot.has(event.id)) current = atSnapshot.get(event.id);
    current?.push(event);
    // Saves at the end of a kata are no longer part of it.
    if (event.type === 'beat' && event.beat === 'done' && current !== undefined) {
      last = current;
      current = undefined;
    }
  }
  return last;
}
