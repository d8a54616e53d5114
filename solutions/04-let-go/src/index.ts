import { ClientError } from './client-error.ts';
import { nextHop } from './next-hop.ts';
import { send } from './send.ts';

export async function isUp(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual' });
    return response.ok;
  } catch {
    return false;
  }
}

export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;

export type ClientOptions = { baseUrl?: string; headers?: Record<string, string> };

export function createClient({ baseUrl, headers }: ClientOptions = {}): Client {
  const own = plain(headers);
  return async (input, init = {}) => {
    let url = resolve(input, baseUrl);
    const isHome = baseUrl === undefined || url.origin === new URL(baseUrl).origin;
    let asked: RequestInit = { ...init, headers: { ...(isHome ? own : {}), ...plain(init.headers) } };
    for (let hops = 0; ; hops += 1) {
      if (url.protocol !== 'https:') throw new ClientError('https-required', url);
      const response = await send(url, { ...asked, redirect: 'manual' });
      const next = nextHop(response, url, asked);
      if (next === undefined || init.redirect === 'manual') return response;
      await response.body?.cancel();
      if (init.redirect === 'error' || hops === 20) throw new ClientError('network', url);
      [url, asked] = next;
    }
  };
}

/** A path goes below the path of the base, with or without a slash at its front. */
function resolve(input: string | URL, baseUrl: string | undefined): URL {
  const text = String(input);
  if (baseUrl === undefined || URL.canParse(text)) return new URL(text);
  return new URL(text.replace(/^\/+/, ''), baseUrl.replace(/\/?$/, '/'));
}

/** A new object with lower-case names. */
function plain(headers: RequestInit['headers']): Record<string, string> {
  return Object.fromEntries(new Headers(headers));
}
