export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;

export type ClientOptions = { baseUrl?: string; headers?: Record<string, string> };

type Asked = RequestInit & { headers: [string, string][] };

export const isUp = (url: string): Promise<boolean> =>
  fetch(url)
    .then((response) => response.ok && !response.redirected)
    .catch(() => false);

/** No class, no await, no loop. A signal of its own stands between the caller's and fetch. */
export const createClient =
  ({ baseUrl, headers = {} }: ClientOptions = {}): Client =>
  (input, init = {}) =>
    Promise.resolve().then(() => {
      const text = String(input);
      const isWhole = baseUrl === undefined || /^\w+:\/\//.test(text);
      const url = new URL(isWhole ? text : `${baseUrl.replace(/\/$/, '')}/${text.replace(/^\//, '')}`);
      const isHome = baseUrl === undefined || url.origin === new URL(baseUrl).origin;
      const merged = new Map([...(isHome ? new Headers(headers) : []), ...new Headers(init.headers)]);
      return hop(url, { ...init, headers: [...merged] }, 20);
    });

function hop(url: URL, asked: Asked, left: number): Promise<Response> {
  if (url.protocol !== 'https:') return Promise.reject(noAnswer('https-required', url));
  return send(url, asked).then((response) => {
    const location = response.headers.get('location');
    if (location === null || response.status < 301 || response.status > 308) return response;
    if (asked.redirect === 'manual' || response.status === 304) return response;
    if (asked.redirect === 'error' || left === 0) throw noAnswer('network', url);
    const to = new URL(location, url);
    const method = asked.method?.toUpperCase() ?? 'GET';
    const next: Asked =
      response.status >= 307 || method === 'GET' || method === 'HEAD'
        ? asked
        : { ...asked, method: 'GET', body: null };
    const isKnown = ([name]: [string, string]) => to.origin === url.origin || name === 'accept';
    return hop(to, { ...next, headers: next.headers.filter(isKnown) }, left - 1);
  });
}

function send(url: URL, { signal, ...init }: Asked): Promise<Response> {
  const attempt = new AbortController();
  const stop = () => attempt.abort();
  if (signal?.aborted) return Promise.reject(signal.reason);
  signal?.addEventListener('abort', stop, { once: true });
  return fetch(url, { ...init, redirect: 'manual', signal: attempt.signal }).catch((error: unknown) => {
    signal?.removeEventListener('abort', stop);
    signal?.throwIfAborted();
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw noAnswer(
      codes.find(([word]) => JSON.stringify(cause, ['code']).includes(word))?.[1] ?? 'network',
      url,
      cause,
    );
  });
}

const codes: [string, string][] = [
  ['REFUSED', 'refused'],
  ['TIMEDOUT', 'timeout'],
  ['TIMEOUT', 'timeout'],
];

const noAnswer = (code: string, { host }: URL, cause?: unknown): Error =>
  Object.assign(new Error(`${host} gave no answer (${code})`, { cause }), { code });
