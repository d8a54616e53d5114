export type Options = { baseUrl?: string; headers?: Record<string, string> };

/** Not exported: callers read its code. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly code: string;

  constructor(code: string, host: string, options?: ErrorOptions) {
    super(`${code} at ${host}`, options);
    this.code = code;
  }
}

/** One Request for each hop, and the next one made from the one before. */
export class HttpClient {
  readonly #base: URL | undefined;
  readonly #headers: Headers;

  constructor({ baseUrl, headers }: Options) {
    this.#base = baseUrl === undefined ? undefined : new URL(`${baseUrl.replace(/\/$/, '')}/`);
    this.#headers = new Headers(headers);
  }

  async call(input: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = this.#locate(String(input));
    const headers = this.#owns(url) ? new Headers(this.#headers) : new Headers();
    new Headers(init.headers).forEach((value, name) => {
      headers.set(name, value);
    });
    let [to, how]: [URL, RequestInit] = [url, { ...init, headers }];
    for (const _ of Array(6).keys()) {
      const response = await this.#attempt(to, how);
      const location = response.headers.get('location');
      const isRedirect = [301, 302, 303, 307, 308].includes(response.status) && location !== null;
      if (!isRedirect || init.redirect === 'manual') return response;
      if (init.redirect === 'error') break;
      const next = new URL(location, to);
      const becomesGet = response.status === 303 || (response.status < 303 && how.method === 'POST');
      if (becomesGet && how.method !== 'HEAD') how = { ...how, method: 'GET', body: null };
      // Another origin gets no header at all.
      if (next.origin !== to.origin) how = { ...how, headers: {} };
      to = next;
    }
    throw new NoAnswer('network', url.host);
  }

  async #attempt(url: URL, init: RequestInit): Promise<Response> {
    if (url.protocol === 'http:') throw new NoAnswer('https-required', url.host);
    const request = new Request(url, { ...init, redirect: 'manual' });
    try {
      return await fetch(request);
    } catch (error) {
      if (init.signal?.aborted) throw init.signal.reason;
      throw new NoAnswer(this.#codeFor(error), url.host, { cause: error });
    }
  }

  #codeFor(error: unknown): string {
    const text = error instanceof Error ? JSON.stringify(error.cause, ['code']) : '';
    if (text.includes('ECONNREFUSED')) return 'refused';
    return /TIMEDOUT|TIMEOUT/.test(text) ? 'timeout' : 'network';
  }

  #locate(input: string): URL {
    if (this.#base === undefined || /^https?:\/\//.test(input)) return new URL(input);
    return new URL(input.replace(/^\/+/, ''), this.#base);
  }

  #owns(url: URL): boolean {
    return this.#base === undefined || this.#base.origin === url.origin;
  }
}
