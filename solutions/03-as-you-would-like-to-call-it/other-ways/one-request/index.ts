import { ClientError, codeOf } from './client-error.ts';

export async function isUp(url: string): Promise<boolean> {
  return fetch(url, { redirect: 'error' }).then(
    ({ ok }) => ok,
    () => false,
  );
}

export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;
export type ClientOptions = { baseUrl?: string; headers?: Record<string, string> };

/** One Request per hop; another origin gets no headers at all. */
export function createClient(options: ClientOptions = {}): Client {
  const base = options.baseUrl === undefined ? undefined : new URL(options.baseUrl);
  return async (input, init) => {
    const url = base === undefined || /^https?:/.test(String(input)) ? new URL(input) : new URL(base);
    if (base !== undefined && !/^https?:/.test(String(input)))
      url.href = `${base.href.replace(/\/$/, '')}/${String(input).replace(/^\//, '')}`;
    const headers = new Headers(base === undefined || base.origin === url.origin ? options.headers : {});
    new Headers(init?.headers).forEach((value, name) => {
      headers.set(name, value);
    });
    return follow(url, { ...init, headers }, 0);
  };
}

async function follow(url: URL, init: RequestInit, hops: number): Promise<Response> {
  if (url.protocol === 'http:' || hops > 10) throw new ClientError('https-required', url);
  const response = await fetch(new Request(url, { ...init, redirect: 'manual' })).catch((cause: unknown) => {
    throw init.signal?.aborted ? init.signal.reason : new ClientError(codeOf(cause), url, cause);
  });
  const location = response.headers.get('location');
  if (response.status < 300 || response.status > 399 || location === null) return response;
  if (init.redirect === 'manual') return response;
  if (init.redirect === 'error') throw new ClientError('network', url);
  const to = new URL(location, url);
  const keepsMethod = response.status > 303 || init.method === undefined || init.method === 'HEAD';
  const next: RequestInit = keepsMethod ? { ...init } : { ...init, method: 'GET', body: null };
  if (to.origin !== url.origin) delete next.headers;
  return follow(to, next, hops + 1);
}
