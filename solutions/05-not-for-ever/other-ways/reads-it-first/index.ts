import { ClientError } from './client-error.ts';
import { limit } from './limit.ts';
import { nextHop } from './next-hop.ts';
import { type Send, send, timed } from './send.ts';

export { isUp } from './is-up.ts';

export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;

export type ClientOptions = {
  baseUrl?: string;
  headers?: Record<string, string>;
  attemptTimeoutMs?: number;
  deadlineMs?: number;
};

/** Hands an answer over when all of it is there, so that its reading is a part of the call like any other. */
export function createClient(options: ClientOptions = {}): Client {
  const ask = following(timed(options.attemptTimeoutMs, send));
  return async (input, init = {}) => {
    const url = locate(`${input}`, options.baseUrl);
    const headers = new Headers(init.headers);
    const isHome = options.baseUrl === undefined || new URL(options.baseUrl).origin === url.origin;
    for (const [name, value] of Object.entries(isHome ? (options.headers ?? {}) : {}))
      if (!headers.has(name)) headers.set(name, value);
    const call = limit(options.deadlineMs, init.signal, () => new ClientError('deadline', url));
    try {
      const response = await ask(url, { ...init, headers, signal: call.signal });
      const bytes = response.body === null ? null : await response.arrayBuffer();
      return new Response(bytes, response);
    } finally {
      call.end();
    }
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
