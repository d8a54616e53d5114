/** Options of {@link breaker} and {@link createBreaker}. */
export interface BreakerOptions {
  /** The circuit opens when this share of the calls of a window failed, above 0 and up to 1. Default 0.8. */
  readonly failureShare?: number;

  /** A share says nothing of fewer calls than these. Default 20. */
  readonly minimumCalls?: number;

  /**
   * Over which time calls are counted, in milliseconds. At least twice the attempt timeout, so that calls that hang
   * together are counted together. Default 20 000, or twice `attemptTimeoutMs` if that is more.
   */
  readonly windowMs?: number;

  /**
   * The circuit also opens after so many connection errors, timeouts and statuses 502 to 504 with no other answer in
   * between. `false`: never. Default 5.
   */
  readonly failuresInARow?: number | false;

  /**
   * Such a row must have lasted so long, in milliseconds, from the sending of the first of them, or from the last other
   * answer if that came later. Of a hundred calls a second five in a row fail by chance, and a connection that breaks
   * may take five calls with it; no outage is over within a second. 0: the count alone decides. Default 1 000, or 0 where
   * `failuresInARow` is given.
   */
  readonly shortestRowMs?: number;

  /**
   * The circuit also opens when `share` of the calls of a window took `afterMs` or longer until their headers. Default
   * `false`; the default of `share` is 0.5.
   */
  readonly slow?:
    | false
    | {
        /** An answer is slow if its headers took so long, in milliseconds. Less than `attemptTimeoutMs`. Required. */
        readonly afterMs: number;
        /** Opens when this share of the calls was slow, above 0 and up to 1. Default 0.5. */
        readonly share?: number;
      };

  /**
   * For how long a circuit stays open, in milliseconds; up to 10 % is added. It stays open twice as long each
   * time that its probes fail, until it has been closed for as long as it was open before. Default 5 000; with `retry: 'patient'`,
   * 120 000.
   */
  readonly coolDownMs?: number;

  /** The cool-down grows no longer than this, in milliseconds, and `Retry-After` is obeyed no longer. Default 300 000. */
  readonly longestCoolDownMs?: number;

  /** So many calls may be under way at once to find out whether the service is back. Default 3. */
  readonly probes?: number;

  /**
   * So many of these must succeed before the circuit closes. It opens again when too many of them failed for that: with
   * three probes, and one that must succeed, when all three failed. Default 1.
   */
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
