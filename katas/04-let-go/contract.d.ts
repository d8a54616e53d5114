/** Nothing new. This is all that a lasting test may lean on. */

/** True only for a 2xx of the service itself. Never rejects. */
export declare function isUp(url: string): Promise<boolean>;

/**
 * Called as fetch is called. Any status is an answer.
 * Rejects with a NoAnswer, or with the caller's own `signal.reason`.
 */
export type Client = (
  /** A URL, or a path below the client's baseUrl. */
  input: string | URL,
  init?: RequestInit,
) => Promise<Response>;

export type ClientOptions = {
  baseUrl?: string;
  headers?: Record<string, string>;
};

export type ErrorCode =
  | 'network'
  | 'timeout'
  | 'refused'
  /** The URL, or one it redirects to, is not https. */
  | 'https-required';

export type NoAnswer = Error & { code: ErrorCode; cause?: unknown };

export declare function createClient(options?: ClientOptions): Client;
