/** Kata 1. */
export declare function isUp(url: string): Promise<boolean>;

/** Called as fetch is called. Any status is an answer. */
export type Client = (
  /** An absolute URL. */
  input: string | URL,
  init?: RequestInit,
) => Promise<Response>;

/** Why there is no answer. */
export type ErrorCode = 'network' | 'timeout' | 'refused';

/**
 * What a call rejects with where there is no answer: an Error with `code`,
 * and what really happened in its `cause`. The message names the host, and
 * holds no query string. After the caller's own abort a call rejects with
 * `signal.reason` instead, the same object. Your class may have any name.
 */
export type NoAnswer = Error & { code: ErrorCode; cause?: unknown };

export declare function createClient(): Client;
