import { checkNames } from '../../errors/check-names.ts';
import { optionError } from '../../errors/option-error.ts';
import { nowMs } from '../../time/now-ms.ts';
import type { IdempotencyStore } from './store.ts';

/** Options of {@link memoryIdempotencyStore}. */
export interface MemoryIdempotencyStoreOptions {
  /** How many keys are held at most. Default 100 000. */
  readonly maxEntries?: number;
  /** How many bytes of answers are held at most. Default 64 MiB. */
  readonly maxBytes?: number;
}

interface Entry {
  readonly fingerprint: string;
  readonly token: string;
  readonly lockedAtMs: number;
  /** Undefined while the work goes on. */
  answer: Uint8Array | undefined;
  /** When the lease runs out, or the answer expires. */
  endMs: number;
}

const NAMES = ['maxBytes', 'maxEntries'] as const satisfies readonly (keyof MemoryIdempotencyStoreOptions)[];

/** With the keys of an entry and its fields, roughly. */
const ENTRY_BYTES = 512;

/**
 * Keeps locks and answers in the memory of this process. For one process, and for tests: another process knows nothing of
 * them, and a restart forgets them, so that an attempt after it does the work again.
 *
 * When it is full, the oldest answer is forgotten, and a further attempt with its key would do the work again. A lock is
 * never forgotten; where all that is held are locks, the store refuses, and the guard answers 503.
 *
 * @throws A `HoldfastError` with code `options` where an option cannot work.
 *
 * @example
 * ```ts
 * const guard = idempotencyGuard({ store: memoryIdempotencyStore(), scope: 'anonymous' });
 * ```
 */
export function memoryIdempotencyStore(options: MemoryIdempotencyStoreOptions = {}): IdempotencyStore {
  checkNames('', options, NAMES);
  const maxEntries = positive('maxEntries', options.maxEntries ?? 100_000);
  const maxBytes = positive('maxBytes', options.maxBytes ?? 64 * 1024 * 1024);
  /** In the order in which they were locked or completed, so that the oldest answer comes first. */
  const entries = new Map<string, Entry>();
  let bytes = 0;

  const remove = (id: string) => {
    bytes -= sizeOf(entries.get(id));
    entries.delete(id);
  };
  const put = (id: string, entry: Entry) => {
    remove(id);
    entries.set(id, entry);
    bytes += sizeOf(entry);
  };
  const holder = (id: string, token: string) => {
    const entry = entries.get(id);
    return entry?.token === token && entry.answer === undefined ? entry : undefined;
  };
  const isOver = () => entries.size > maxEntries || bytes > maxBytes;
  const makeRoom = () => {
    for (const [id, { answer, endMs }] of entries) {
      if (!isOver()) return;
      if (answer !== undefined || endMs <= nowMs()) remove(id);
    }
  };

  return {
    lock: (id, { token, fingerprint, leaseMs }) => {
      const now = nowMs();
      const known = entries.get(id);
      if (known !== undefined && known.endMs > now) {
        const { answer } = known;
        if (answer !== undefined) return { kind: 'done', fingerprint: known.fingerprint, answer };
        return { kind: 'running', fingerprint: known.fingerprint, runningForMs: now - known.lockedAtMs };
      }
      put(id, { fingerprint, token, lockedAtMs: now, answer: undefined, endMs: now + leaseMs });
      makeRoom();
      if (isOver()) {
        remove(id);
        throw new Error(`The store is full: ${entries.size} requests are being worked on.`);
      }
      return { kind: 'locked' };
    },
    renew: (id, token, leaseMs) => {
      const entry = holder(id, token);
      if (entry === undefined) return false;
      entry.endMs = nowMs() + leaseMs;
      return true;
    },
    complete: (id, token, answer, keepMs) => {
      const entry = holder(id, token);
      if (entry === undefined) return false;
      put(id, { ...entry, answer: new Uint8Array(answer), endMs: nowMs() + keepMs });
      makeRoom();
      return true;
    },
    release: (id, token) => {
      if (holder(id, token) !== undefined) remove(id);
    },
  };
}

function sizeOf(entry: Entry | undefined): number {
  return entry === undefined ? 0 : ENTRY_BYTES + (entry.answer?.byteLength ?? 0);
}

function positive(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw optionError(`Option ${name} is ${value}. Give a whole number above 0.`);
}
