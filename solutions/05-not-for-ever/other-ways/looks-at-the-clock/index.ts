import { ClientError } from './client-error.ts';
import { nextHop } from './next-hop.ts';
import { send } from './send.ts';
import { whenRead } from './when-read.ts';

export type ClientOptions = {
  baseUrl?: string;
  headers?: Record<string, string>;
  attemptTimeoutMs?: number;
  deadlineMs?: number;
};

export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;

export async function isUp(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { redirect: 'manual' })).ok;
  } catch {
    return false;
  }
}

export const createClient =
  (options: ClientOptions = {}): Client =>
  (input, init) =>
    new Call(options, init ?? {}).run(String(input));

const lookEveryMs = 20;

/** One call. It looks at the clock now and then, and so notices the end of its time a little late. */
class Call {
  readonly #options: ClientOptions;
  readonly #init: RequestInit;
  readonly #startedAt = Date.now();
  readonly #onAbort = () => this.#give(this.#init.signal?.reason);
  #attempt = new AbortController();
  #attemptStartedAt: number | undefined;
  #url: URL | undefined;
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor(options: ClientOptions, init: RequestInit) {
    this.#options = options;
    this.#init = init;
  }

  async run(input: string): Promise<Response> {
    const { signal } = this.#init;
    if (signal?.aborted) throw signal.reason;
    signal?.addEventListener('abort', this.#onAbort);
    this.#ticking = setInterval(() => this.#look(), lookEveryMs);
    try {
      const response = await this.#ask(input);
      if (this.#options.deadlineMs === undefined) clearInterval(this.#ticking);
      return whenRead(response, () => this.#over());
    } catch (error) {
      this.#over();
      throw error;
    }
  }

  async #ask(input: string): Promise<Response> {
    const { baseUrl, headers } = this.#options;
    let url = below(baseUrl, input);
    const own = baseUrl === undefined || new URL(baseUrl).origin === url.origin ? headers : {};
    const sent = {
      ...Object.fromEntries(new Headers(own)),
      ...Object.fromEntries(new Headers(this.#init.headers)),
    };
    let asked: RequestInit = { ...this.#init, headers: sent };
    for (let left = 10; left > 0; left -= 1) {
      if (url.protocol === 'http:') throw new ClientError('https-required', url);
      this.#url = url;
      this.#attempt = new AbortController();
      this.#attemptStartedAt = Date.now();
      const response = await send(url, { ...asked, redirect: 'manual', signal: this.#attempt.signal });
      this.#attemptStartedAt = undefined;
      const next = nextHop(response, url, asked);
      if (next === undefined || this.#init.redirect === 'manual') return response;
      await response.body?.cancel();
      if (this.#init.redirect === 'error') break;
      [url, asked] = next;
    }
    throw new ClientError('network', url);
  }

  #look(): void {
    const { attemptTimeoutMs = Infinity, deadlineMs = Infinity } = this.#options;
    const url = this.#url ?? new URL('https://nowhere.invalid');
    if (Date.now() - this.#startedAt >= deadlineMs) this.#give(new ClientError('deadline', url));
    else if (Date.now() - (this.#attemptStartedAt ?? Infinity) >= attemptTimeoutMs)
      this.#give(new ClientError('timeout', url));
  }

  #give(reason: unknown): void {
    this.#attempt.abort(reason);
    this.#over();
  }

  #over(): void {
    clearInterval(this.#ticking);
    this.#init.signal?.removeEventListener('abort', this.#onAbort);
  }
}

function below(base: string | undefined, input: string): URL {
  if (base === undefined || input.includes('://')) return new URL(input);
  return new URL(input.replace(/^\/+/, ''), `${base.replace(/\/+$/, '')}/`);
}
