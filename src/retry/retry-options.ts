/** Options of {@link retry}. */
export interface RetryOptions {
  /** How many attempts may follow the first. Default 2, or the length of `waitsMs`. */
  readonly retries?: number;

  /**
   * The longest first wait, in milliseconds. Before each retry the client waits a random time between 0 and this,
   * doubled with every retry. Default 300.
   */
  readonly firstWaitMs?: number;

  /** No wait is longer than this, in milliseconds, unless the service asks for more. Default 20 000. */
  readonly longestWaitMs?: number;

  /**
   * A fixed series of waits in milliseconds, instead of random ones. A retry comes not before its wait and at most
   * 10 % later. Default none.
   */
  readonly waitsMs?: readonly number[];

  /**
   * Statuses after which a call is tried again. Default 408, 425, 429, 500, 502, 503, 504. So is a call with an
   * `Idempotency-Key` after a 409 that says `Retry-After`, whatever is given here.
   */
  readonly statuses?: readonly number[];

  /**
   * The name of a header in which the service says whether another attempt may do better, such as `'x-should-retry'`:
   * with `false` none is made, and with `true` an answer of 400 or more is tried again whatever its status, as long as
   * repeating is safe and the budget allows it. Any other value says nothing. Default: no header is looked at.
   */
  readonly shouldRetryHeader?: string;

  /**
   * How much of the traffic to an origin may be retries, over ten seconds: a share of the calls, and a floor below
   * which a retry is always allowed. `false`: no limit. Default `{ share: 0.2, floor: 10 }`.
   */
  readonly budget?:
    | false
    | {
        /** Of the calls to an origin, between 0 and 1. Default 0.2. */
        readonly share?: number;
        /** So many retries in ten seconds are always allowed. Default 10. */
        readonly floor?: number;
      };
}
