import type { Entries } from './entries.ts';
import type { Entry } from './entry.ts';

/** What an answer costs besides its text and its bytes, and a header besides its own; measured with `bench/cache.ts`. */
const ENTRY_BYTES = 700;
const HEADER_BYTES = 120;

interface Shelf {
  readonly entries: readonly Entry[];
  readonly bytes: number;
}

const NOTHING: readonly Entry[] = [];

/** Answers in memory: as many and as large as fit. What was used longest ago goes first. @internal */
export class MemoryEntries implements Entries {
  readonly #shelves = new Map<string, Shelf>();
  readonly #maxEntries: number;
  readonly #maxBytes: number;
  #bytes = 0;
  #last = '';

  constructor({ maxEntries, maxBytes }: { readonly maxEntries: number; readonly maxBytes: number }) {
    this.#maxEntries = maxEntries;
    this.#maxBytes = maxBytes;
  }

  find(key: string): readonly Entry[] {
    const shelf = this.#shelves.get(key);
    if (shelf === undefined) return NOTHING;
    if (this.#last !== key) {
      this.#shelves.delete(key);
      this.#shelves.set(key, shelf);
      this.#last = key;
    }
    return shelf.entries;
  }

  latest(key: string): readonly Entry[] {
    return this.#shelves.get(key)?.entries ?? NOTHING;
  }

  put(key: string, entries: readonly Entry[]): void {
    this.#drop(key);
    if (entries.length === 0) return;
    const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 2 * key.length);
    this.#shelves.set(key, { entries, bytes });
    this.#bytes += bytes;
    this.#last = key;
    for (const oldest of this.#shelves.keys()) {
      if (this.#shelves.size <= this.#maxEntries && this.#bytes <= this.#maxBytes) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const shelf = this.#shelves.get(key);
    if (shelf === undefined) return;
    this.#shelves.delete(key);
    this.#bytes -= shelf.bytes;
  }
}

function sizeOf({ headers, body }: Entry): number {
  const text = headers.reduce((sum, [name, value]) => sum + name.length + value.length + HEADER_BYTES, 0);
  return ENTRY_BYTES + text + (body?.byteLength ?? 0);
}
