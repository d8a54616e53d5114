/** Kata 1. */
export declare function isUp(url: string): Promise<boolean>;

/** Called as fetch is called; a path may begin with a slash or not. */
export type Client = (
  /** A URL, or a path below the client's baseUrl. */
  input: string | URL,
  init?: RequestInit,
) => Promise<Response>;

export type ClientOptions = {
  /** Paths are meant from here. Its own path is kept. */
  baseUrl?: string;
  /** Sent with every call to the origin of baseUrl. The caller's win. */
  headers?: Record<string, string>;
};

/** Why there is no answer. */
export type ErrorCode =
  | 'network'
  | 'timeout'
  | 'refused'
  /** The URL, or one it redirects to, is not https. */
  | 'https-required';

export declare function createClient(options?: ClientOptions): Client;
