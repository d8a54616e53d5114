/**
 * Where answers are kept: three operations on bytes, each of which may answer at once or later. A `Map` is one, and so is
 * whatever has the same three methods.
 *
 * Keys are hexadecimal hashes: they hold no URL and no credential. What a store forgets is asked for again, so it may drop
 * what it likes. A store that fails or is slow costs a call no more than `storeTimeoutMs`, and is told of by the event
 * `cache-store-failed`.
 *
 * Who can write to a store decides what callers are told. Keep others out of it.
 *
 * @example
 * ```ts
 * const shared: CacheStore = new Map();
 * const orders = createClient({ baseUrl: 'https://orders.example.com', cache: { store: shared } });
 * ```
 */
export interface CacheStore {
  /** What is kept under this key; undefined or null where nothing is. */
  get(key: string): Uint8Array | undefined | null | Promise<Uint8Array | undefined | null>;
  /**
   * Keeps it.
   *
   * @param keepMs - In milliseconds. After so long the answer is of no use any more.
   */
  set(key: string, value: Uint8Array, keepMs: number): unknown;
  /** Forgets it. */
  delete(key: string): unknown;
}
