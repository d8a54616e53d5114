import { ClientError } from './client-error.ts';
import { limit } from './limit.ts';
import { nextHop } from './next-hop.ts';
import { type RetryOptions, retrying } from './retry.ts';
import { type Send, send, timed } from './send.ts';
import { whenRead } from './when-read.ts';

export { isUp } from './is-up.ts';

export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;

export type ClientOptions = {
  baseUrl?: string;
  headers?: Record<string, string>;
  attemptTimeoutMs?: number;
  deadlineMs?: number;
  retry?: RetryOptions;
};

/** Each retry goes the way of the redirects again, from its beginning. */
export function createClient(options: ClientOptions = {}): Client {
  const ask = following(timed(options.attemptTimeoutMs, send));
  return async (input, init = {}) => {
    const startedAtMs = performance.now();
    const url = locate(`${input}`, options.baseUrl);
    if (url.protocol !== 'https:') throw new ClientError('https-required', url);
    const headers = new Headers(init.headers);
    const isHome = options.baseUrl === undefined || new URL(options.baseUrl).origin === url.origin;
    for (const [name, value] of Object.entries(isHome ? (options.headers ?? {}) : {}))
      if (!headers.has(name)) headers.set(name, value);
    const call = limit(options.deadlineMs, init.signal, () => new ClientError('deadline', url));
    const asking = retrying(options.retry, startedAtMs + (options.deadlineMs ?? Infinity), ask);
    return asking(url, { ...init, headers, signal: call.signal }).then(
      (response) => whenRead(response, call.end),
      (error: unknown) => {
        call.end();
        throw error;
      },
    );
  };
}

const following =
  (next: Send): Send =>
  async (url, init) => {
    const hops: [URL, RequestInit][] = [[url, init]];
    for (const [to, how] of hops) {
      if (to.protocol !== 'https:') throw new ClientError('https-required', to);
      const response = await next(to, { ...how, redirect: 'manual' });
      const hop = nextHop(response, to, how);
      if (hop === undefined || init.redirect === 'manual') return response;
      await response.body?.cancel();
      if (init.redirect === 'error' || hops.push(hop) > 8) break;
    }
    throw new ClientError('network', url);
  };

function locate(input: string, base: string | undefined): URL {
  if (base === undefined || input.includes('://')) return new URL(input);
  return new URL([base.replace(/\/+$/, ''), input.replace(/^\/+/, '')].join('/'));
}
