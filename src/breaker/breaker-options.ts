/** Options of {@link breaker} and {@link createBreaker}. */
export interface BreakerOptions {
  /** The circuit opens when this share of the calls of a window failed, above 0 and up to 1. Default 0.5. */
  readonly failureShare?: number;

  /** A share says nothing of fewer calls than these. Default 20. */
  readonly minimumCalls?: number;

  /**
   * Over which time calls are counted, in milliseconds. At least twice the attempt timeout, so that calls that hang
   * together are counted together. Default 30 000, or twice `attemptTimeoutMs` if that is more.
   */
  readonly windowMs?: number;

  /**
   * The circuit also opens after so many connection errors, timeouts and statuses 502 to 504 with no other answer in
   * between. `false`: never. Default 5.
   */
  readonly failuresInARow?: number | false;

  /**
   * The circuit also opens when `share` of the calls of a window took `afterMs` or longer until their headers. Default
   * `false`; the default of `share` is 0.5.
   */
  readonly slow?: false | { readonly afterMs: number; readonly share?: number };

  /**
   * For how long a circuit stays open, in milliseconds; up to 10 % is added. Each time it opens again without having
   * been closed for as long as it was open, it stays open twice as long. Default 30 000; with `retry: 'patient'`,
   * 120 000.
   */
  readonly coolDownMs?: number;

  /** The cool-down grows no longer than this, in milliseconds, and `Retry-After` is obeyed no longer. Default 300 000. */
  readonly longestCoolDownMs?: number;

  /** So many calls may be under way at once to find out whether the service is back. Default 3. */
  readonly probes?: number;

  /** So many of these must succeed before the circuit closes. Default 1. */
  readonly successesToClose?: number;

  /**
   * Which calls share a circuit: a name for a URL, or undefined for its origin. Names are for people to read, and few:
   * no ids, no secrets; only their first 100 characters count. Default: the origin.
   */
  readonly groupOf?: (url: URL) => string | undefined;

  /** So many circuits are kept. Beyond it, the closed one that was used longest ago is forgotten. Default 1 000. */
  readonly groups?: number;

  /** Counts and tells, and refuses nothing, to try a setting out. Default `false`. */
  readonly shadow?: boolean;
}
