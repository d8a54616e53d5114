import { isOctets } from '../body/is-octets.ts';
import type { CacheStoreFailed } from '../core/call-event.ts';
import { factsOf } from '../core/call-facts.ts';
import { nowMs } from '../time/now-ms.ts';
import { startTimer } from '../time/start-timer.ts';
import type { CachePlan } from './cache-plan.ts';
import type { CacheStore } from './cache-store.ts';
import { decode, encode } from './encode.ts';
import type { Asker, Entries } from './entries.ts';
import { ageMsOf, type Entry } from './entry.ts';
import { sha256 } from './sha-256.ts';

const NOTHING: readonly Entry[] = [];

/** For so long an answer that can be confirmed is kept beyond its lifetime. */
const KEPT_STALE_MS = 86_400_000;

/** After a failure a store is left alone for so long: waiting for it with each call would slow them all. */
const REST_MS = 1_000;

/**
 * Answers in a store of somebody else's. It may fail, be slow, or hold what is no answer: a call then goes on without, and
 * says so.
 *
 * @internal
 */
export class StoredEntries implements Entries {
  readonly #store: CacheStore;
  readonly #plan: CachePlan;
  #restsUntilMs = 0;

  constructor(store: CacheStore, plan: CachePlan) {
    this.#store = store;
    this.#plan = plan;
  }

  async find(key: string, asker: Asker): Promise<readonly Entry[]> {
    const id = sha256(key);
    const bytes = await this.#run('get', asker, () => this.#store.get(id));
    if (bytes === undefined || bytes === null) return NOTHING;
    const entries = isOctets(bytes) ? decode(bytes, this.#plan.heuristics) : undefined;
    if (entries !== undefined) return entries;
    this.#tell('get', 'unreadable', asker);
    return NOTHING;
  }

  latest(_key: string, known: readonly Entry[]): readonly Entry[] {
    return known;
  }

  put(key: string, entries: readonly Entry[], asker: Asker): void {
    const id = sha256(key);
    if (entries.length === 0) {
      void this.#run('delete', asker, () => this.#store.delete(id));
      return;
    }
    const keepMs = Math.max(...entries.map((entry) => this.#usefulMs(entry)));
    void this.#run('set', asker, () => this.#store.set(id, encode(entries), Math.ceil(keepMs)));
  }

  #usefulMs(entry: Entry): number {
    const { lifetimeMs, staleIfErrorMs, staleWhileRevalidateMs, receivedAtMs } = entry;
    const staleMs = Math.max(
      KEPT_STALE_MS,
      staleIfErrorMs,
      staleWhileRevalidateMs,
      this.#plan.staleIfErrorMs,
    );
    return Math.max(1, lifetimeMs - ageMsOf(entry, receivedAtMs)) + staleMs;
  }

  /** What the store answers, within the time it has. */
  async #run<T>(
    operation: CacheStoreFailed['operation'],
    asker: Asker,
    work: () => T | Promise<T>,
  ): Promise<T | undefined> {
    if (operation === 'get' && nowMs() < this.#restsUntilMs) return undefined;
    return new Promise((resolve) => {
      const fail = (because: 'error' | 'timeout') => {
        timer.stop();
        this.#restsUntilMs = nowMs() + REST_MS;
        this.#tell(operation, because, asker);
        resolve(undefined);
      };
      const timer = startTimer(this.#plan.storeTimeoutMs, () => fail('timeout'));
      // Nobody waits for what is written.
      timer.keepAlive(operation === 'get');
      const done = (value: T) => {
        timer.stop();
        resolve(value);
      };
      try {
        const value = work();
        if (value instanceof Promise) value.then(done, () => fail('error'));
        else done(value);
      } catch {
        fail('error');
      }
    });
  }

  #tell(operation: CacheStoreFailed['operation'], because: CacheStoreFailed['because'], asker: Asker): void {
    if (!asker.hasListeners('cache-store-failed')) return;
    asker.emit({ kind: 'cache-store-failed', ...factsOf(asker), operation, because });
  }
}
