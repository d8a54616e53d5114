import { following, type Handler, httpsOnly, send } from './handlers.ts';

export { isUp } from './is-up.ts';

export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;
export type ClientOptions = { baseUrl?: string; headers?: Record<string, string> };

const handle: Handler = following(httpsOnly(send));

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

function below(base: string | undefined, input: string): string {
  if (base === undefined || input.includes('://')) return input;
  return [base.replace(/\/+$/, ''), input.replace(/^\/+/, '')].join('/');
}
