import { setTimeout as sleep } from 'node:timers/promises';
import { ClientError } from './client-error.ts';
import { retryAfterMs } from './retry-after.ts';
import type { Send } from './send.ts';

export type RetryOptions = { retries: number; firstWaitMs: number; longestWaitMs: number };

type Outcome = { response: Response } | { error: unknown };

/** Reads the body into memory before the first attempt, if it may have to go out again. No loop: each attempt asks the next. */
export function retrying(options: RetryOptions | undefined, endsAtMs: number, send: Send): Send {
  if (options === undefined) return send;
  const attempt = async (url: URL, init: RequestInit, left: number, boundMs: number): Promise<Response> => {
    const outcome: Outcome = await send(url, init).then(
      (response) => ({ response }),
      (error: unknown) => ({ error }),
    );
    const wishMs = 'response' in outcome ? retryAfterMs(outcome.response) : 0;
    const waitMs = Math.max(wishMs * 1.05, boundMs / 2 + (boundMs / 2) * Math.random());
    const fits = wishMs <= 60_000 && performance.now() + waitMs < endsAtMs;
    if (left === 0 || !fits || !mayPass(outcome, init)) return handOver(outcome);
    if ('response' in outcome) await outcome.response.body?.cancel();
    await sleep(waitMs, undefined, init.signal ? { signal: init.signal } : {}).catch(() => {
      throw init.signal?.reason;
    });
    return attempt(url, init, left - 1, Math.min(options.longestWaitMs, boundMs * 2));
  };
  return async (url, init) => {
    const { method = 'GET', body } = init;
    const isOnce = isStream(body) || (/^(POST|PATCH)$/i.test(method) && !hasKey(init));
    if (isOnce || body === undefined || body === null)
      return attempt(url, init, isOnce ? 0 : options.retries, options.firstWaitMs);
    const whole = new Response(body);
    const headers = new Headers(init.headers);
    const type = whole.headers.get('content-type');
    if (type !== null && !headers.has('content-type')) headers.set('content-type', type);
    const bytes = await whole.arrayBuffer();
    return attempt(url, { ...init, headers, body: bytes }, options.retries, options.firstWaitMs);
  };
}

function isStream(body: RequestInit['body']): boolean {
  return typeof body === 'object' && body !== null && ('getReader' in body || Symbol.asyncIterator in body);
}

function hasKey({ headers }: RequestInit): boolean {
  return new Headers(headers).get('idempotency-key') !== null;
}

function mayPass(outcome: Outcome, init: RequestInit): boolean {
  if ('error' in outcome) return outcome.error instanceof ClientError && init.signal?.aborted !== true;
  const { status, headers } = outcome.response;
  if (status === 409) return hasKey(init) && headers.has('retry-after');
  return (status >= 500 && status <= 504 && status !== 501) || [408, 425, 429].includes(status);
}

function handOver(outcome: Outcome): Response {
  if ('error' in outcome) throw outcome.error;
  return outcome.response;
}
