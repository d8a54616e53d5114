import type { CacheStore } from './cache-store.ts';

/** What a {@link CacheOptions.partition} function is shown of a call. */
export interface CacheRequest {
  readonly method: string;
  /** Absolute, without a fragment. */
  readonly url: string;
  /** Not to be changed. */
  readonly headers: Headers;
}

/** How answers are remembered. */
export interface CacheOptions {
  /**
   * Where answers are kept. Default: in the memory of this process, shared by all that `.with` makes of the client.
   */
  readonly store?: CacheStore;

  /** How many URLs are kept in memory, counted once for each partition. Beyond it, the one used longest ago goes. Default 1 000. */
  readonly maxEntries?: number;

  /** How many bytes are kept in memory, headers included. Default 32 MiB. */
  readonly maxBytes?: number;

  /** The largest body that is kept, in bytes. Longer answers pass through. Default 5 MiB, or `maxBytes` if that is less. */
  readonly maxEntryBytes?: number;

  /**
   * On whose behalf a call is made. Calls share answers only within a partition, so the name of the user or the tenant is
   * a good one. What it answers is hashed. `undefined`: this call keeps nothing and is shown nothing that was kept.
   *
   * Default: a hash of all headers that may say who calls, which are all but a short list such as `accept` and
   * `traceparent`.
   *
   * @example
   * ```ts
   * const client = createClient({ cache: { partition: ({ headers }) => headers.get('x-user') ?? undefined } });
   * ```
   */
  readonly partition?: (request: CacheRequest) => string | undefined;

  /**
   * Headers of your own that do not say who calls, such as `x-request-id`. Without this, a header that differs with each
   * call puts each call into a partition of its own. Not for use with `partition`. Default none.
   */
  readonly impersonalHeaders?: readonly string[];

  /**
   * For how long an answer that is no longer fresh is given where there is no new one, in milliseconds, even if the
   * service does not say `stale-if-error`: where the connection fails, an attempt or the call takes too long, the circuit
   * is open, or the service answers 500, 502, 503 or 504. Never against `must-revalidate` or `no-cache`. Default 0: the
   * service decides (RFC 5861, section 4).
   */
  readonly staleIfErrorMs?: number;

  /**
   * Whether an answer without an explicit lifetime counts as fresh for a tenth of the time since its `Last-Modified`, a
   * day at most (RFC 9111, section 4.2.2). Default `false`: the service is asked whether it has changed.
   */
  readonly heuristics?: boolean;

  /** Whether calls that ask for the same at the same time, with nothing kept, share one request. Default `true`. */
  readonly coalesce?: boolean;

  /** How long a call waits for `store`, in milliseconds, before it goes on without. Default 100. */
  readonly storeTimeoutMs?: number;
}
