import { checkNames } from '../errors/check-names.ts';
import { optionError } from '../errors/option-error.ts';
import { nowMs } from '../time/now-ms.ts';
import type { ReplayStore } from './replay-store.ts';

/** Options of {@link memoryReplayStore}. */
export interface MemoryReplayStoreOptions {
  /** How many nonces are kept at most. Default 1 000 000, about 150 MB. */
  readonly maxEntries?: number;
}

/** How many of the oldest entries are looked at with each new one. More than one, so that the store shrinks again. */
const SWEPT_AT_ONCE = 4;

/**
 * Keeps nonces in the memory of this process. For one process, and for tests: another process knows nothing of them, and a
 * restart forgets them, so that what was accepted within the last minutes is accepted once more.
 *
 * Where it is full, it refuses, and so does the verifier (503): forgetting a nonce that still counts would let its message
 * be played again.
 *
 * @throws A `HoldfastError` with code `options` where an option cannot work.
 *
 * @example
 * ```ts
 * const policy = { keys, replay: memoryReplayStore(), origin: 'https://orders.example.com' };
 * ```
 */
export function memoryReplayStore(options: MemoryReplayStoreOptions = {}): ReplayStore {
  checkNames('', options, ['maxEntries']);
  const { maxEntries = 1_000_000 } = options;
  if (!Number.isInteger(maxEntries) || maxEntries < 1) {
    throw optionError(`Option maxEntries is ${maxEntries}. Give a whole number above 0.`);
  }
  /** In the order in which they came. When each of them ends, by the clock that only goes forward. */
  const ends = new Map<string, number>();

  /** Those that came first, most of which end first: all of them last for about as long. */
  const sweep = (now: number, most: number) => {
    let seen = 0;
    for (const [id, endMs] of ends) {
      if (seen === most) return;
      seen += 1;
      if (endMs <= now) ends.delete(id);
    }
  };

  return {
    addIfAbsent: (id, keepMs) => {
      const now = nowMs();
      const endMs = ends.get(id);
      if (endMs !== undefined && endMs > now) return false;
      ends.delete(id);
      sweep(now, SWEPT_AT_ONCE);
      if (ends.size >= maxEntries) sweep(now, ends.size);
      if (ends.size >= maxEntries) throw new Error(`The store is full: ${ends.size} nonces still count.`);
      ends.set(id, now + keepMs);
      return true;
    },
  };
}
