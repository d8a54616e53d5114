import { setTimeout as sleep } from 'node:timers/promises';
import { ClientError } from './client-error.ts';
import { retryAfterMs } from './retry-after.ts';
import type { Send } from './send.ts';

export type RetryOptions = { retries: number; firstWaitMs: number; longestWaitMs: number };

type Outcome = { response: Response } | { error: unknown };

/** No loop: an attempt that fails asks the next one. Half of each wait is fixed, half is random. */
export function retrying(options: RetryOptions | undefined, endsAtMs: number, send: Send): Send {
  const attempt = async (url: URL, init: RequestInit, left: number, boundMs: number): Promise<Response> => {
    const outcome: Outcome = await send(url, init).then(
      (response) => ({ response }),
      (error: unknown) => ({ error }),
    );
    const wishMs = 'response' in outcome ? retryAfterMs(outcome.response) : 0;
    const waitMs = Math.max(wishMs * 1.05, boundMs / 2 + (boundMs / 2) * Math.random());
    const fits = wishMs <= 60_000 && performance.now() + waitMs < endsAtMs;
    if (options === undefined || left === 0 || !fits || !mayPass(outcome, init)) return handOver(outcome);
    if ('response' in outcome) await outcome.response.body?.cancel();
    await sleep(waitMs, undefined, init.signal ? { signal: init.signal } : {}).catch(() => {
      throw init.signal?.reason;
    });
    return attempt(url, init, left - 1, Math.min(options.longestWaitMs, boundMs * 2));
  };
  return (url, init) => attempt(url, init, options?.retries ?? 0, options?.firstWaitMs ?? 0);
}

function mayPass(outcome: Outcome, { method = 'GET', signal }: RequestInit): boolean {
  if (/^(POST|PATCH)$/i.test(method)) return false;
  if ('error' in outcome) return outcome.error instanceof ClientError && signal?.aborted !== true;
  const { status } = outcome.response;
  return (status >= 500 && status <= 504 && status !== 501) || [408, 425, 429].includes(status);
}

function handOver(outcome: Outcome): Response {
  if ('error' in outcome) throw outcome.error;
  return outcome.response;
}
