/** True only for a 2xx of the service itself. Never rejects. */
export declare function isUp(url: string): Promise<boolean>;

/**
 * Called as fetch is called. Any status is an answer.
 * Rejects with a NoAnswer, or with the caller's own `signal.reason`.
 * When the call is over and its body read, no timer is left and no
 * listener on the caller's signal, but for one timer of the cool-down and for
 * timers by which the cache forgets. A caller who is gone already sends
 * nothing, and gets nothing that is kept; where the circuit is open too, they
 * may hear of either.
 */
export type Client = {
  (
    /** A URL, or a path below the client's baseUrl. */
    input: string | URL,
    init?: RequestInit,
  ): Promise<Response>;
  /**
   * Whether the service is up, found out by one request, with the client's
   * headers. Up is a 2xx of the service itself. A redirect, any other status
   * and no answer in time are down. No retry takes part in it, and what comes
   * of it counts for nothing in a circuit that is closed. While the circuit is
   * cooling down, nothing is sent: down. After that it is sent, and what it
   * then says to the circuit is not fixed. Within one `requestScope` each client asks
   * at most once, and the answer goes for all of it; what an opening of the
   * circuit in the middle of it changes is not fixed. Outside of a scope each
   * question is asked anew, though those at the same time may share.
   * Rejects where there is no option `upcheck`.
   */
  upcheck(): Promise<Upcheck>;
};

export type ClientOptions = {
  baseUrl?: string;
  headers?: Record<string, string>;
  /**
   * How long one request may take until its headers are there. Not given:
   * no limit. It ends on time or up to a tenth late, so also below.
   */
  attemptTimeoutMs?: number;
  /**
   * How long each call may take, redirects and retries included. The
   * reading of the body counts: it rejects too, with the same error.
   */
  deadlineMs?: number;
  /**
   * Not given: every call is one attempt. A POST or PATCH is tried again only
   * where it carries an Idempotency-Key; no call is whose body is a stream.
   * With a key, a 409 that says Retry-After is tried again too.
   */
  retry?: RetryOptions;
  /**
   * True: each POST and PATCH gets an Idempotency-Key, the same for all its
   * attempts. A key among the headers of the call is sent instead, as it is.
   * Not given: only such a key is sent.
   */
  idempotencyKeys?: boolean;
  /** Not given: every call is sent. */
  cache?: CacheOptions;
  /** Not given: every attempt is sent. */
  breaker?: BreakerOptions;
  upcheck?: UpcheckOptions;
  /** Not given: nothing is signed. */
  sign?: SignOptions;
};

/** Whether an upcheck goes before the call that is the probe is not fixed. */
export type UpcheckOptions = {
  /** What a call would take: a path below baseUrl, or a URL. */
  path: string;
  /** Until the headers. On time or up to a tenth late. */
  timeoutMs: number;
};

export type Upcheck = {
  isUp: boolean;
  /** Undefined where it is up. Its code is `circuit-open` where nothing was sent, otherwise `down`. */
  trouble: NoAnswer | undefined;
};

export type RetryOptions = {
  /** How many attempts may follow the first. Each has its own attemptTimeoutMs. */
  retries: number;
  /** The first wait is at most so long. On average each is longer than the one before. */
  firstWaitMs: number;
  /**
   * No wait is longer, unless the service asks for it in Retry-After. That
   * is obeyed, up to a tenth late, where it ends within a minute and before
   * the deadline. A longer one is not obeyed where there is no deadline; where
   * there is one that it would end before, it may be.
   */
  longestWaitMs: number;
};

/**
 * Each origin has a circuit of its own, and all calls of the client share it.
 * It counts attempts. 502, 503, 504, `network`, `refused` and the attempt's
 * `timeout` are failures. 2xx, 3xx and 4xx end the row; for 429, for
 * other 5xx and for a deadline that is not fixed. The caller's abort counts as nothing: as if
 * nothing had been sent.
 */
export type BreakerOptions = {
  /** So many failures with no success in between open the circuit. */
  failuresInARow: number;
  /**
   * For so long, or up to a tenth longer, an open circuit refuses all
   * attempts. Then one, the probe, is sent, and until it is back all others are
   * refused. In place of a probe that hangs another may be sent, a cool-down
   * later at the earliest. A success closes the circuit, a failure opens it
   * again for as long. A timer that waits for this must not
   * keep a program from ending.
   *
   * What was sent before the circuit opened changes nothing any more.
   */
  coolDownMs: number;
};

export type ErrorCode =
  | 'network'
  /** The transport's time is over, or attemptTimeoutMs. */
  | 'timeout'
  | 'refused'
  | 'https-required'
  /** deadlineMs is over. */
  | 'deadline'
  /**
   * Nothing was sent. It ends the retrying; so may an answer after which the
   * circuit is open.
   */
  | 'circuit-open'
  /** Said by an upcheck alone. */
  | 'down';

export type NoAnswer = Error & {
  code: ErrorCode;
  cause?: unknown;
  /**
   * With `circuit-open`: how long it stays open at most. While a probe is
   * under way, a guess or nothing.
   */
  retryAfterMs?: number | undefined;
};

export declare function createClient(options?: ClientOptions): Client;

/** Runs the work as one web request, with all that it awaits. Returns what the work returns. */
export declare function requestScope<Result>(work: () => Result): Result;

/**
 * Explains to a user what a call rejected with, or the trouble of an upcheck.
 * Errors of nobody knows where are explained too.
 */
export declare function explain(trouble: unknown, options?: ExplainOptions): Explanation;

export type ExplainOptions = {
  /** What the user wanted, as it stands in the middle of a sentence: `your orders`. */
  feature?: string;
};

export type Explanation = {
  /** Plain text that names the feature, and nothing of an error's message or of an address. */
  sentence: string;
  /**
   * 503 for `down`, `circuit-open` and `refused`; for the other codes 500 to
   * 504, as you see fit. 500 for a mistake in the program, such as a
   * TypeError. For the caller's own abort it is not fixed.
   */
  status: number;
  /** What the trouble says of it, if it does. */
  retryAfterMs: number | undefined;
};

/**
 * The same, as the answer to a web request: the status, the sentence somewhere
 * in the body, and Retry-After in whole seconds where a time is known, not
 * before that time. Nothing else of the trouble is in it. What the body looks
 * like is yours.
 */
export declare function explainTo(request: Request, trouble: unknown, options?: ExplainOptions): Response;

/**
 * The service's half: does the work of a POST or PATCH once for its key, and
 * gives its answer again. Other methods are handed to the work untouched. In
 * memory: for one process.
 * 409 with Retry-After in seconds: the work goes on. 422: the key came with
 * another method, URL or body. 400: no key. Work that throws or answers 500
 * or more frees its key; the error or the answer is handed on.
 */
export declare function idempotencyGuard(options: GuardOptions): Guard;

export type GuardOptions = {
  /** Who asks. Equal keys of two callers are two keys. */
  scope: (request: Request) => string;
};

export type Guard = (
  request: Request,
  /** Gets a request whose body is unread. */
  work: (request: Request) => Response | Promise<Response>,
) => Promise<Response>;

/**
 * Keeps answers in memory; all calls of the client share them. A 200 to a GET
 * that says `max-age` is fresh for so many seconds, less those its `Age` says:
 * or up to a second less, and never longer. While it is fresh, the same GET
 * sends nothing and gets it again, all of it, with a body of its own.
 *
 * The same GET: the same URL with its query, the same Authorization and Cookie,
 * and the same value in each header that the answer's `Vary` names. Other
 * headers make no difference. After `Vary: *` no two are the same.
 *
 * It is kept when its body has been read, or before. Never kept is what says
 * `no-store`, or is no answer to a GET, or whose body broke off. What says
 * `no-cache` is kept where it has an ETag, and never given without asking. Once
 * a POST, PUT, PATCH or DELETE to its URL was answered with 2xx or 3xx, at least
 * the user who wrote gets it no more, nor one that was sent for before and comes
 * later.
 *
 * An answer that is no longer fresh and has an ETag is asked for with
 * `If-None-Match`. A 304 makes it fresh again, by the headers of the 304, which
 * take the place of those that were there; its callers get the answer. A call
 * with a condition of its own (`If-None-Match` and the like) is sent as it is,
 * and gets what comes.
 *
 * For as many seconds after it was fresh as its `stale-if-error` says, or up to
 * a second less, an answer is given in place of a 500, 502, 503 or 504, of
 * `network`, `refused`, `timeout` and `circuit-open`; never against `no-cache`
 * or `must-revalidate`. For `deadline` that is not fixed.
 *
 * GETs that are the same in all their headers, at the same time, are one
 * request, if what comes may be kept; if not, that is not fixed. A caller who
 * leaves hears it at once and ends nothing for the others; when all have left,
 * the request may end or go on. A failure is not remembered. Whether those who
 * waited share it is not fixed. A GET after a write joins none that was sent
 * before it.
 *
 * Not fixed: other statuses, HEAD, a Range, `Expires`, `Last-Modified`. A timer
 * that forgets must not keep a program from ending.
 */
export type CacheOptions = {
  /** So many answers are kept at most. Which one goes is not fixed, but for the newest: it stays. */
  maxEntries: number;
};

/**
 * Signs each attempt, and each hop of a redirect, that goes to the origin of
 * the client's baseUrl; where there is none, to the origin that the call began
 * at. Nothing is signed for another origin. An upcheck may be signed or not.
 *
 * One signature (RFC 9421), in Signature-Input and Signature. It covers
 * `@method`, `@target-uri` (without a fragment), and where the request has
 * them `content-digest`, `authorization` and `idempotency-key`. It may cover
 * and say more. A body is sent with a Content-Digest (RFC 9530), the SHA-256 of
 * the octets that are sent.
 *
 * Not fixed: an empty body, a stream, a digest or a signature among the headers
 * of the call, and what becomes of a call whose key fails.
 */
export type SignOptions = {
  key: Signer;
};

/** A key that signs, such as the `signer` of a `keyPair` in a test. */
export type Signer = {
  /** What the other end finds its half of the key by. */
  keyId: string;
  algorithm: 'ed25519';
  /** The signature of these octets. */
  sign(base: Uint8Array<ArrayBuffer>): Uint8Array | Promise<Uint8Array>;
};

/**
 * Says who sent a request, and what of it was signed. Rejects with a Refusal.
 * The request's own body stays unread.
 *
 * It is accepted where one of its signatures meets all of this, whatever is
 * beside it:
 * - it says `created`, `nonce` and `keyid`, and covers `@method`, `@target-uri`
 *   and, where there is a body, `content-digest`; all that it covers is there;
 * - it holds, with the key that `keys` has for its keyid. Where it says `alg`,
 *   that is the key's;
 * - it was made at most maxAgeMs ago, and not later than now; clocks may be
 *   skewMs apart, either way;
 * - a content-digest that is covered is the SHA-256 of the body as it came;
 * - `replay` has not kept its keyid and nonce before.
 *
 * Not fixed: other derived components than those two, `expires`, digests by
 * other algorithms, and which code it is where several would fit.
 */
export declare function verify(request: Request, policy: VerifyPolicy): Promise<Verified>;

export type VerifyPolicy = {
  /** The key of this id, or nothing where nobody is known by it. */
  keys: (keyId: string) => VerifyKey | undefined;
  /** Asked last, and only for what meets all the rest. */
  replay: ReplayStore;
  /**
   * By which this service is known, such as `https://orders.example.test`. It
   * goes into `@target-uri`, with the path and the query of the request,
   * whatever host the request says it is for.
   */
  origin: string;
  maxAgeMs: number;
  skewMs: number;
};

/** A key that verifies, such as the `verifyKey` of a `keyPair` in a test. */
export type VerifyKey = {
  keyId: string;
  algorithm: 'ed25519';
  verify(base: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): boolean | Promise<boolean>;
};

export type ReplayStore = {
  /**
   * Keeps an id for at least so long and says true; false, where it is being
   * kept already. The same nonce of two keys has two ids. It is kept for as long as
   * its request could be accepted.
   */
  addIfAbsent(id: string, keepMs: number): boolean | Promise<boolean>;
};

export type Verified = {
  keyId: string;
  /** What was signed. Work with this, and not with what came in. */
  view: {
    method: string;
    /** Below `origin`. */
    url: string;
    /** Those that are covered, and no others. */
    headers: Headers;
    /** As it came. Undefined where no digest is covered. */
    body: Uint8Array | undefined;
  };
};

export type Refusal = Error & { code: RefusalCode };

export type RefusalCode =
  | 'signature-missing'
  /** It cannot be read. The library has further codes for that. */
  | 'signature-malformed'
  /** It does not hold; or nobody is known by its keyid. Code and message are the same. */
  | 'signature-invalid'
  /** `alg` is not the algorithm of the key. */
  | 'algorithm-mismatch'
  /** It says no `created`, `nonce` or `keyid`. */
  | 'parameter-missing'
  /** It does not cover `@method` or `@target-uri`. */
  | 'coverage-missing'
  /** It covers what is not there. */
  | 'component-missing'
  /** There is a body, and its digest is not covered. */
  | 'digest-missing'
  /** The body is not the one that was signed. */
  | 'digest-mismatch'
  | 'too-old'
  | 'created-in-future'
  | 'nonce-reused';
