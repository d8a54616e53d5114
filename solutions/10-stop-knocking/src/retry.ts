import { CircuitOpen } from './breaker.ts';
import { pause } from './pause.ts';
import { retryAfterMs } from './retry-after.ts';
import type { Send } from './send.ts';

export type RetryOptions = { retries: number; firstWaitMs: number; longestWaitMs: number };

/** The next answer may be another. Not 501: a service does not learn a method in seconds. */
const mayPass = [408, 425, 429, 500, 502, 503, 504];
/** Asking twice is meant to be the same as asking once. */
const repeatable = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'];
/** Services have asked for days. */
const longestWishMs = 60_000;

/** Asks again where that may help, and hands over what came last as it came. */
export function retrying(options: RetryOptions | undefined, endsAtMs: number, send: Send): Send {
  if (options === undefined) return send;
  const { retries, firstWaitMs, longestWaitMs } = options;
  return async (url, init) => {
    const hasKey = new Headers(init.headers).has('idempotency-key');
    const isMeant = hasKey || repeatable.includes(init.method?.toUpperCase() ?? 'GET');
    const isRepeatable = isMeant && !(init.body instanceof ReadableStream);
    for (let retry = 1; ; retry += 1) {
      let waitMs = Math.random() * Math.min(longestWaitMs, firstWaitMs * 2 ** (retry - 1));
      const isLast = () => !isRepeatable || retry > retries || performance.now() + waitMs >= endsAtMs;
      try {
        const response = await send(url, init);
        const wishMs = retryAfterMs(response);
        waitMs = Math.max(waitMs, wishMs);
        const isAtWork = hasKey && response.status === 409 && response.headers.has('retry-after');
        const mayChange = isAtWork || mayPass.includes(response.status);
        if (!mayChange || wishMs > longestWishMs || isLast()) return response;
        await response.body?.cancel();
      } catch (error) {
        if (init.signal?.aborted || error instanceof CircuitOpen || isLast()) throw error;
      }
      await pause(waitMs, init.signal);
    }
  };
}
