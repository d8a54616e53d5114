/** True only for a 2xx of the service itself. Never rejects. */
export declare function isUp(url: string): Promise<boolean>;

/**
 * Called as fetch is called. Any status is an answer.
 * Rejects with a NoAnswer, or with the caller's own `signal.reason`.
 * When the call is over and its body read, no timer is left and no
 * listener on the caller's signal, but for timers by which the cache forgets.
 * A caller who is gone already sends nothing, and gets nothing that is kept.
 */
export type Client = (
  /** A URL, or a path below the client's baseUrl. */
  input: string | URL,
  init?: RequestInit,
) => Promise<Response>;

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

export type ErrorCode =
  | 'network'
  /** The transport's time is over, or attemptTimeoutMs. */
  | 'timeout'
  | 'refused'
  | 'https-required'
  /** deadlineMs is over. */
  | 'deadline';

export type NoAnswer = Error & { code: ErrorCode; cause?: unknown };

export declare function createClient(options?: ClientOptions): Client;

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
 * `network`, `refused` and `timeout`; never against `no-cache` or
 * `must-revalidate`. For `deadline` that is not fixed.
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
