import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { JournalEvent } from './event.ts';

export type EventBody = JournalEvent extends infer Event
  ? Event extends JournalEvent
    ? Omit<Event, 'at'>
    : never
  : never;

/**
 * Append-only JSON lines. A line is written whole and synced before `append` returns; a torn line left by a crash is
 * closed with a newline first, so that it can spoil itself only.
 */
export class Journal {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  append(event: EventBody, at: Date = new Date()): JournalEvent {
    mkdirSync(dirname(this.file), { recursive: true });
    const full = { at: at.toISOString(), ...event };
    const descriptor = openSync(this.file, 'a+');
    try {
      const line = `${endsTorn(descriptor) ? '\n' : ''}${JSON.stringify(full)}\n`;
      writeSync(descriptor, line);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    return full;
  }

  /** All events that can be read. Lines that are no JSON object are passed over. */
  read(): JournalEvent[] {
    let text: string;
    try {
      text = readFileSync(this.file, 'utf8');
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
    return parseJournal(text);
  }
}

export function parseJournal(text: string): JournalEvent[] {
  return text.split('\n').flatMap((line) => {
    const event = parseLine(line);
    return event === undefined ? [] : [event];
  });
}

function parseLine(line: string): JournalEvent | undefined {
  if (line.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isEvent(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Only the envelope is checked: `replay` passes over types it does not know. */
function isEvent(value: unknown): value is JournalEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    'at' in value &&
    typeof value.at === 'string'
  );
}

function endsTorn(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, size - 1);
  return last.toString() !== '\n';
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
