/** Kata 1. */
export declare function isUp(url: string): Promise<boolean>;

/** A URL, or a path below the client's baseUrl; with or without a slash. */
export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;

export type ClientOptions = {
  /** Paths are meant from here. Its own path is kept. */
  baseUrl?: string;
  /** Sent with every call to the origin of baseUrl. The caller's win. */
  headers?: Record<string, string>;
};

/** `https-required`: the URL, or one it redirects to, is not https. */
export type ErrorCode = 'network' | 'timeout' | 'refused' | 'https-required';

export declare function createClient(options?: ClientOptions): Client;
