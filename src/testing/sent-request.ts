/** A request as the transport saw it. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  /** As text. Empty where there was none. */
  readonly body: string;
  /** Never aborted where the request came without one. */
  readonly signal: AbortSignal;
  /** All that was passed as `init`. */
  readonly init: RequestInit;
  /** When, on the clock of `Date`: milliseconds since 1970. */
  readonly atMs: number;
}
