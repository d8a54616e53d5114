import type { StepEdits } from '../../coach/kata/kata.ts';

export const edits: StepEdits = {
  '01-keeps-the-base-path.test.ts': [
    {
      file: 'index.ts',
      find: `export function createClient(): Client {
  return ask;
}

async function ask(input: string | URL, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(input, init);
  } catch (cause) {
    if (init?.signal?.aborted) throw init.signal.reason;
    throw new ClientError(codeOf(cause), new URL(input), cause);
  }
}
`,
      replace: `export type ClientOptions = { baseUrl?: string };

export function createClient({ baseUrl }: ClientOptions = {}): Client {
  return async (input, init = {}) => {
    const url = resolve(input, baseUrl);
    return ask(url, init);
  };
}

async function ask(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url.href, init);
  } catch (cause) {
    if (init.signal?.aborted) throw init.signal.reason;
    throw new ClientError(codeOf(cause), url, cause);
  }
}

/** A path goes below the path of the base, with or without a slash at its front. */
function resolve(input: string | URL, baseUrl: string | undefined): URL {
  const text = String(input);
  if (baseUrl === undefined || URL.canParse(text)) return new URL(text);
  return new URL(text.replace(/^\\/+/, ''), baseUrl.replace(/\\/?$/, '/'));
}
`,
    },
  ],
  '02-lets-the-callers-headers-win.test.ts': [
    {
      file: 'index.ts',
      find: `export type ClientOptions = { baseUrl?: string };

export function createClient({ baseUrl }: ClientOptions = {}): Client {
  return async (input, init = {}) => {
    const url = resolve(input, baseUrl);
    return ask(url, init);
`,
      replace: `export type ClientOptions = { baseUrl?: string; headers?: Record<string, string> };

export function createClient({ baseUrl, headers }: ClientOptions = {}): Client {
  const own = plain(headers);
  return async (input, init = {}) => {
    const url = resolve(input, baseUrl);
    const asked: RequestInit = { ...init, headers: Object.assign(own, plain(init.headers)) };
    return ask(url, asked);
`,
    },
    {
      file: 'index.ts',
      find: `  return new URL(text.replace(/^\\/+/, ''), baseUrl.replace(/\\/?$/, '/'));
}
`,
      replace: `  return new URL(text.replace(/^\\/+/, ''), baseUrl.replace(/\\/?$/, '/'));
}

/** A new object with lower-case names. */
function plain(headers: RequestInit['headers']): Record<string, string> {
  return Object.fromEntries(new Headers(headers));
}
`,
    },
  ],
  '03-leaves-nothing-behind.test.ts': [
    {
      file: 'index.ts',
      find: 'headers: Object.assign(own, plain(init.headers)) };',
      replace: 'headers: { ...own, ...plain(init.headers) } };',
    },
  ],
  '04-sends-nothing-to-http.test.ts': [
    {
      file: 'client-error.ts',
      find: `export type ErrorCode = 'network' | 'timeout' | 'refused';`,
      replace: `export type ErrorCode = 'network' | 'timeout' | 'refused' | 'https-required';`,
    },
    {
      file: 'index.ts',
      find: `    return ask(url, asked);`,
      replace: `    if (url.protocol !== 'https:') throw new ClientError('https-required', url);
    return ask(url, asked);`,
    },
  ],
  '05-follows-no-redirect-to-http.test.ts': [
    {
      file: 'next-hop.ts',
      find: '',
      replace: `/** Where a redirect leads, and how to ask there; nothing where the answer is no redirect. */
export function nextHop(response: Response, from: URL, asked: RequestInit): [URL, RequestInit] | undefined {
  const location = response.headers.get('location');
  if (location === null || ![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  const to = new URL(location, from);
  const method = asked.method?.toUpperCase() ?? 'GET';
  const becomesGet =
    (response.status === 303 && method !== 'HEAD') || (response.status < 303 && method === 'POST');
  const next = becomesGet ? { ...asked, method: 'GET', body: null } : asked;
  return [to, next];
}
`,
    },
    {
      file: 'index.ts',
      find: `import { ClientError, codeOf } from './client-error.ts';
`,
      replace: `import { ClientError, codeOf } from './client-error.ts';
import { nextHop } from './next-hop.ts';
`,
    },
    {
      file: 'index.ts',
      find: `    const url = resolve(input, baseUrl);
    const asked: RequestInit = {`,
      replace: `    let url = resolve(input, baseUrl);
    let asked: RequestInit = {`,
    },
    {
      file: 'index.ts',
      find: `    if (url.protocol !== 'https:') throw new ClientError('https-required', url);
    return ask(url, asked);
`,
      replace: `    for (let hops = 0; ; hops += 1) {
      if (url.protocol !== 'https:') throw new ClientError('https-required', url);
      const response = await ask(url, { ...asked, redirect: 'manual' });
      const next = nextHop(response, url, asked);
      if (next === undefined || init.redirect === 'manual') return response;
      await response.body?.cancel();
      if (init.redirect === 'error' || hops === 20) throw new ClientError('network', url);
      [url, asked] = next;
    }
`,
    },
  ],
  '06-keeps-its-headers-at-home.test.ts': [
    {
      file: 'next-hop.ts',
      find: `/** Where a redirect leads,`,
      replace: `/** They say nothing of who asks. */
const forEverybody = ['accept', 'accept-language', 'content-type', 'user-agent'];

/** Where a redirect leads,`,
    },
    {
      file: 'next-hop.ts',
      find: `  return [to, next];
`,
      replace: `  if (to.origin === from.origin) return [to, next];
  const kept = [...new Headers(next.headers)].filter(([name]) => forEverybody.includes(name));
  return [to, { ...next, headers: Object.fromEntries(kept) }];
`,
    },
    {
      file: 'index.ts',
      find: `    let asked: RequestInit = { ...init, headers: { ...own, ...plain(init.headers) } };`,
      replace: `    const isHome = baseUrl === undefined || url.origin === new URL(baseUrl).origin;
    let asked: RequestInit = { ...init, headers: { ...(isHome ? own : {}), ...plain(init.headers) } };`,
    },
  ],
};
