import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { whyNotWritten } from '../client-folder/why-not-written.ts';
import type { JournalEvent } from './event.ts';

export type EventBody = JournalEvent extends infer Event
  ? Event extends JournalEvent
    ? Omit<Event, 'at'>
    : never
  : never;

/**
 * Append-only JSON lines. A line is written whole and synced before `append` returns; a torn line left by a crash is
 * closed with a newline first, so that it can spoil itself only. Two coaches may append to one file: each line is one
 * write at the end.
 *
 * What cannot be written (a full disk) waits in memory and goes in before the next line. `trouble` says so meanwhile:
 * a sitting must not end because its diary is full.
 */
export class Journal {
  readonly file: string;
  #waiting: string[] = [];
  #trouble: string | undefined;
  /** Bytes of the file that were read, or written here. */
  #known = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** Why the last line could not be written, with its cure; `undefined` where all is well. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  append(event: EventBody, at: Date = new Date()): JournalEvent {
    const full = { at: at.toISOString(), ...event };
    this.#waiting.push(`${JSON.stringify(full)}\n`);
    this.flush();
    return full;
  }

  /** Writes what waits. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      const descriptor = openSync(this.file, 'a+');
      try {
        const before = fstatSync(descriptor).size;
        let written = 0;
        for (let line = this.#waiting[0]; line !== undefined; line = this.#waiting[0]) {
          written += writeWhole(descriptor, `${endsTorn(descriptor) ? '\n' : ''}${line}`);
          this.#waiting.shift();
        }
        // Otherwise somebody else's lines stand before these, and are still to be read.
        if (before === this.#known && fstatSync(descriptor).size === before + written)
          this.#known = before + written;
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      this.#trouble = undefined;
    } catch (error) {
      const { reason, cure } = whyNotWritten(error);
      const lines = this.#waiting.length === 1 ? 'One line waits' : `${this.#waiting.length} lines wait`;
      this.#trouble = `The journal cannot be written: ${reason}. ${cure} ${lines} to be written with the next one; your files are as you saved them.`;
    }
  }

  /** Whether somebody else has written since. A file that became shorter is another one, and nobody's next line. */
  get hasNews(): boolean {
    const stats = statSync(this.file, { throwIfNoEntry: false });
    return stats?.isFile() === true && stats.size > this.#known;
  }

  /** All events that can be read, and those that wait to be written. Lines that are no JSON object are passed over. */
  read(): JournalEvent[] {
    const bytes = this.#readFile();
    this.#known = bytes.length;
    return parseJournal([bytes.toString(), ...this.#waiting].join('\n'));
  }

  #readFile(): Buffer {
    try {
      return readFileSync(this.file);
    } catch (error) {
      if (isMissing(error)) return Buffer.alloc(0);
      throw error;
    }
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

/** A disk that fills up takes a part of a line without a word; only the write after it fails. */
function writeWhole(descriptor: number, text: string): number {
  const bytes = Buffer.from(text);
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
  return bytes.length;
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
