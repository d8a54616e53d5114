import { ClientError } from './client-error.ts';
import { nextHop } from './next-hop.ts';
import { send } from './send.ts';

export async function isUp(url: string): Promise<boolean> {
  return fetch(url, { redirect: 'error' }).then(
    ({ ok }) => ok,
    () => false,
  );
}

export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;

export type ClientOptions = {
  baseUrl?: string;
  headers?: Record<string, string>;
  attemptTimeoutMs?: number;
  deadlineMs?: number;
};

/** One signal made of all that may end a call, and timers that are cleared as soon as they do not count. */
export function createClient({ baseUrl, headers, attemptTimeoutMs, deadlineMs }: ClientOptions = {}): Client {
  return async (input, init = {}) => {
    init.signal?.throwIfAborted();
    const text = String(input);
    const isWhole = baseUrl === undefined || /^https?:/.test(text);
    let url = new URL(isWhole ? text : `${baseUrl.replace(/\/$/, '')}/${text.replace(/^\//, '')}`);
    const isHome = baseUrl === undefined || new URL(baseUrl).origin === url.origin;
    const merged = new Headers(isHome ? headers : {});
    for (const [name, value] of new Headers(init.headers)) merged.set(name, value);
    const deadline = clock(deadlineMs, () => new ClientError('deadline', url));
    const whole = AbortSignal.any([deadline.signal, ...(init.signal ? [init.signal] : [])]);
    let asked: RequestInit = { ...init, headers: merged };
    try {
      for (let hops = 0; hops < 21; hops += 1) {
        if (url.protocol !== 'https:') throw new ClientError('https-required', url);
        const attempt = clock(attemptTimeoutMs, () => new ClientError('timeout', url));
        const signal = AbortSignal.any([whole, attempt.signal]);
        const response = await send(url, { ...asked, redirect: 'manual', signal }).finally(attempt.clear);
        const next = nextHop(response, url, asked);
        if (next === undefined || init.redirect === 'manual') return watched(response, deadline.clear);
        await response.body?.cancel();
        if (init.redirect === 'error') break;
        [url, asked] = next;
      }
      throw new ClientError('network', url);
    } catch (error) {
      deadline.clear();
      throw error;
    }
  };
}

function clock(ms: number | undefined, error: () => Error) {
  const controller = new AbortController();
  const timer = ms === undefined ? undefined : setTimeout(() => controller.abort(error()), ms);
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}

/** Hands the body on piece by piece. */
function watched(response: Response, over: () => void): Response {
  if (response.body === null) {
    over();
    return response;
  }
  const pieces = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await pieces.read();
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      over();
    },
    cancel(reason) {
      over();
      return pieces.cancel(reason);
    },
  });
  return new Response(body, response);
}
