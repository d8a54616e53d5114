import { following, type Handler, httpsOnly, sending } from './handlers.ts';

export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;

export type ClientOptions = { baseUrl?: string; headers?: Record<string, string> };

const handle: Handler = following(httpsOnly(sending));

export function createClient(options: ClientOptions = {}): Client {
  return async (input, init = {}) => {
    const url = new URL(below(options.baseUrl, `${input}`));
    const isHome = options.baseUrl === undefined || new URL(options.baseUrl).origin === url.origin;
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(isHome ? (options.headers ?? {}) : {}))
      if (!headers.has(name)) headers.set(name, value);
    return handle({ url, init: { ...init, headers } });
  };
}

/** A redirect is an error here, and so a no like any other. */
export const isUp = (url: string): Promise<boolean> =>
  fetch(url, { method: 'HEAD', redirect: 'error' }).then(
    ({ ok }) => ok,
    () => false,
  );

function below(base: string | undefined, input: string): string {
  if (base === undefined || input.includes('://')) return input;
  return [base.replace(/\/+$/, ''), input.replace(/^\/+/, '')].join('/');
}
