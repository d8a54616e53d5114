/**
 * The shape of `fetch`: what a client takes as its transport, and what every client is.
 *
 * @example
 * ```ts
 * const answering: Fetch = async () => new Response('hello');
 * ```
 */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
