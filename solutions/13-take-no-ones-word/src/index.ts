import { type BreakerOptions, breaking, type Circuits } from './breaker.ts';
import { type CacheOptions, remembering } from './cache.ts';
import { ClientError } from './client-error.ts';
import { limit } from './limit.ts';
import { nextHop } from './next-hop.ts';
import { type RetryOptions, retrying } from './retry.ts';
import { type Send, send, timed } from './send.ts';
import { type SignOptions, signing } from './sign.ts';
import { ask, oncePerRequest, type Upcheck } from './upcheck.ts';
import { whenRead } from './when-read.ts';

export { explain, explainTo } from './explain.ts';
export { type Guard, type GuardOptions, idempotencyGuard } from './guard.ts';
export { requestScope } from './upcheck.ts';
export { verify } from './verify.ts';

export async function isUp(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual' });
    return response.ok;
  } catch {
    return false;
  }
}

type Call = (input: string | URL, init?: RequestInit) => Promise<Response>;
export type Client = Call & { upcheck: () => Promise<Upcheck> };

export type ClientOptions = {
  baseUrl?: string;
  headers?: Record<string, string>;
  attemptTimeoutMs?: number;
  deadlineMs?: number;
  retry?: RetryOptions;
  idempotencyKeys?: boolean;
  cache?: CacheOptions;
  breaker?: BreakerOptions;
  upcheck?: { path: string; timeoutMs: number };
  sign?: SignOptions;
};

export function createClient(options: ClientOptions = {}): Client {
  const { baseUrl, headers, attemptTimeoutMs, deadlineMs, retry, idempotencyKeys = false } = options;
  const own = plain(headers);
  const circuits: Circuits = new Map();
  const home = baseUrl === undefined ? undefined : new URL(baseUrl).origin;
  const signedAt = (url: URL) => signing(options.sign, home ?? url.origin, send);
  const remember = remembering(options.cache);
  const client: Call = async (input, init = {}) => {
    const url = resolve(input, baseUrl);
    const isHome = home === undefined || url.origin === home;
    const call = limit(deadlineMs, init.signal, () => new ClientError('deadline', url));
    const endsAtMs = performance.now() + (deadlineMs ?? Infinity);
    const key = idempotencyKeys && isHome ? newKey(init) : {};
    const sent = { ...key, ...(isHome ? own : {}), ...plain(init.headers) };
    const attempt = breaking(options.breaker, circuits, timed(attemptTimeoutMs, signedAt(url)));
    const asked: RequestInit = { ...init, headers: sent, signal: call.signal };
    try {
      return whenRead(await follow(remember(retrying(retry, endsAtMs, attempt)), url, asked), call.end);
    } catch (error) {
      call.end();
      throw error;
    }
  };
  const upcheck = oncePerRequest(async () => {
    if (options.upcheck === undefined) throw new TypeError('This client has no option upcheck.');
    const url = resolve(options.upcheck.path, baseUrl);
    const trouble = circuits.get(url.origin)?.refusal(url);
    if (trouble !== undefined) return { isUp: false, trouble };
    const question = timed(options.upcheck.timeoutMs, signedAt(url));
    return ask(url, follow(question, url, { headers: own, redirect: 'manual' }));
  });
  return Object.assign(client, { upcheck });
}

/** For what changes something. */
function newKey({ method = 'GET' }: RequestInit): Record<string, string> {
  return /^(POST|PATCH)$/i.test(method) ? { 'idempotency-key': crypto.randomUUID() } : {};
}

/** Goes where redirects lead, and looks at every address first. */
async function follow(send: Send, first: URL, init: RequestInit): Promise<Response> {
  let [url, asked] = [first, init];
  for (let hops = 0; ; hops += 1) {
    if (url.protocol !== 'https:') throw new ClientError('https-required', url);
    const response = await send(url, { ...asked, redirect: 'manual' });
    const next = nextHop(response, url, asked);
    if (next === undefined || init.redirect === 'manual') return response;
    await response.body?.cancel();
    if (init.redirect === 'error' || hops === 20) throw new ClientError('network', url);
    [url, asked] = next;
  }
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
