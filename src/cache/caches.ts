import { Flights } from '../coalescing/flights.ts';
import type { Fetch } from '../core/fetch.ts';
import type { CachePlan } from './cache-plan.ts';
import type { CacheStore } from './cache-store.ts';
import type { Entries } from './entries.ts';
import { Invalidations } from './invalidations.ts';
import { MemoryEntries } from './memory-entries.ts';
import { StoredEntries } from './stored-entries.ts';

/** One cache: what it keeps, what has been changed, and what is being asked for. @internal */
export interface Cache {
  readonly entries: Entries;
  readonly invalidations: Invalidations;
  readonly flights: Flights;
  /** Keys that are being asked for while an old answer is given. */
  readonly refreshing: Set<string>;
}

/** @internal */
export function createCache(plan: CachePlan): Cache {
  return {
    entries: plan.store === undefined ? new MemoryEntries(plan) : new StoredEntries(plan.store, plan),
    invalidations: new Invalidations(),
    flights: new Flights(),
    refreshing: new Set(),
  };
}

/**
 * The caches that a client and all that `.with` makes of it have in common: one for a store, or for the same bounds of
 * memory.
 *
 * @internal
 */
export class Caches {
  /** The transport the client began with. What is asked through another is kept apart. */
  readonly transport: Fetch | undefined;
  readonly #byStore = new WeakMap<CacheStore, Cache>();
  readonly #inMemory = new Map<string, Cache>();

  constructor(transport: Fetch | undefined) {
    this.transport = transport;
  }

  of(plan: CachePlan): Cache {
    const { store } = plan;
    if (store !== undefined) {
      const cache = this.#byStore.get(store) ?? createCache(plan);
      this.#byStore.set(store, cache);
      return cache;
    }
    const bounds = `${plan.maxEntries} ${plan.maxBytes}`;
    const cache = this.#inMemory.get(bounds) ?? createCache(plan);
    this.#inMemory.set(bounds, cache);
    return cache;
  }
}
