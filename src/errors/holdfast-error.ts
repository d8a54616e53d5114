/**
 * Why there is no answer.
 *
 * | code | means |
 * |---|---|
 * | `network` | the connection failed or broke, or the name did not resolve, or TLS did not hold |
 * | `refused` | the machine answered that nothing listens there |
 * | `timeout` | one attempt, the last one, took longer than `attemptTimeoutMs` |
 * | `deadline` | the call as a whole took longer than `deadlineMs` |
 * | `circuit-open` | the service has been failing, so nothing was sent; `retryAfterMs` says when to come back |
 * | `down` | an upcheck found that the service is not up; only `client.upcheck()` hands it out |
 * | `https-required` | the URL, or one it redirected to, is not https |
 * | `redirect` | the service redirected to where this call must not go, or too often |
 * | `signature` | the answer is not signed as `verifyResponses` demands; `cause` is a `SignatureError` that says why |
 * | `options` | the client or the call is put together in a way that cannot work |
 */
export type HoldfastErrorCode =
  | 'network'
  | 'refused'
  | 'timeout'
  | 'deadline'
  | 'circuit-open'
  | 'down'
  | 'https-required'
  | 'redirect'
  | 'signature'
  | 'options';

/** What a {@link HoldfastError} is made of. */
export interface HoldfastErrorInit {
  /** What happened; programs decide by this. */
  readonly code: HoldfastErrorCode;
  /** For developers and logs: what happened, to which method, origin and path. */
  readonly message: string;
  /** What the transport threw. */
  readonly cause?: unknown;
  /** How often the call was tried. Default 0. */
  readonly attempts?: number;
  /** Default: by code. */
  readonly isRetryable?: boolean;
  /** How long the service asked to be left alone, in milliseconds. Default none. */
  readonly retryAfterMs?: number | undefined;
}

const BRAND: unique symbol = Symbol.for('holdfast.error');

const PASSES_BY_ITSELF: Readonly<Record<HoldfastErrorCode, boolean>> = {
  network: true,
  refused: true,
  timeout: true,
  deadline: true,
  'circuit-open': false,
  down: true,
  'https-required': false,
  redirect: false,
  signature: false,
  options: false,
};

const FOR_USERS: Readonly<Record<HoldfastErrorCode, string>> = {
  network: 'The service cannot be reached at the moment. Please try again later.',
  refused: 'The service is not running at the moment. Please try again later.',
  timeout: 'The service took too long to answer. Please try again later.',
  deadline: 'The service took too long to answer. Please try again later.',
  'circuit-open': 'The service is having trouble and is not asked at the moment. Please try again later.',
  down: 'The service is down at the moment. Please try again later.',
  'https-required': 'The service cannot be reached safely, so nothing was sent.',
  redirect: 'The service sent us on to a place we cannot follow to.',
  signature: 'The answer of the service could not be trusted, so it was not used.',
  options: 'Something is wrong on our side. Please tell us about it.',
};

/**
 * There is no answer, and this is why. A response with status 404 or 503 is an answer, and never an error.
 *
 * Messages name the method, the origin and the path. They never hold a query string, a credential or a body.
 *
 * @example
 * ```ts
 * try {
 *   await orders('latest');
 * } catch (error) {
 *   if (isHoldfastError(error) && error.code === 'deadline') show(error.userMessage);
 *   else throw error;
 * }
 * ```
 */
export class HoldfastError extends Error {
  override readonly name = 'HoldfastError';
  /** What happened; decide by this. */
  readonly code: HoldfastErrorCode;
  /** How often the call was tried before it was given up. 0: nothing was sent. */
  readonly attempts: number;
  /**
   * Whether the cause may pass by itself, so that the same call may succeed later. It says nothing about whether
   * repeating is safe: after a timeout, an order may have been placed. False for `circuit-open`: trying again before
   * `retryAfterMs` has passed is of no use.
   */
  readonly isRetryable: boolean;
  /**
   * How long the service last asked to be left alone, in milliseconds, if it did. With `circuit-open`: when to come
   * back; undefined while a circuit is isolated by hand.
   */
  declare readonly retryAfterMs?: number;
  /** One sentence or two, fit to show to a user. */
  readonly userMessage: string;

  constructor(init: HoldfastErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    Object.defineProperty(this, BRAND, { value: true });
    this.code = init.code;
    this.attempts = init.attempts ?? 0;
    this.isRetryable = init.isRetryable ?? PASSES_BY_ITSELF[init.code];
    if (init.retryAfterMs !== undefined) this.retryAfterMs = init.retryAfterMs;
    this.userMessage = FOR_USERS[init.code];
  }
}

/**
 * Whether `value` is a {@link HoldfastError}. Unlike `instanceof`, this also holds for errors made by another copy of
 * this package, of which a program with many dependencies may have several.
 *
 * @example
 * ```ts
 * if (isHoldfastError(error)) console.error(error.code, error.userMessage);
 * ```
 */
export function isHoldfastError(value: unknown): value is HoldfastError {
  return typeof value === 'object' && value !== null && BRAND in value;
}
