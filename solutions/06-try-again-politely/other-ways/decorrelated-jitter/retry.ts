import { retryAfterMs } from './retry-after.ts';
import type { Send } from './send.ts';

export type RetryOptions = { retries: number; firstWaitMs: number; longestWaitMs: number };

export function retrying(options: RetryOptions | undefined, endsAtMs: number, send: Send): Send {
  return options === undefined
    ? send
    : (url, init) => new Retries(options, endsAtMs, init).run(() => send(url, init));
}

/** The retries of one call. Each wait is drawn between a third of the first and three times the one before. */
class Retries {
  readonly #options: RetryOptions;
  readonly #endsAtMs: number;
  readonly #signal: AbortSignal | undefined;
  #left: number;
  #lastWaitMs: number;

  constructor(options: RetryOptions, endsAtMs: number, { method = 'GET', signal }: RequestInit) {
    this.#options = options;
    this.#endsAtMs = endsAtMs;
    this.#signal = signal ?? undefined;
    this.#left = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'].includes(method.toUpperCase())
      ? options.retries
      : 0;
    this.#lastWaitMs = options.firstWaitMs / 3;
  }

  async run(send: () => Promise<Response>): Promise<Response> {
    while (true) {
      let wishMs = 0;
      let last: () => Response;
      try {
        const response = await send();
        if (![408, 425, 429, 500, 502, 503, 504].includes(response.status)) return response;
        wishMs = retryAfterMs(response);
        // Read, so that its connection is free for the next attempt, and handed over if there is none.
        const bytes = await response.arrayBuffer();
        last = () => new Response(bytes, response);
      } catch (error) {
        if (this.#signal?.aborted) throw error;
        last = () => {
          throw error;
        };
      }
      const waitMs = Math.max(wishMs, this.#draw());
      const tooLate = wishMs > 60_000 || performance.now() + waitMs >= this.#endsAtMs;
      if (this.#left === 0 || tooLate) return last();
      this.#left -= 1;
      await this.#wait(waitMs);
    }
  }

  #draw(): number {
    const leastMs = this.#options.firstWaitMs / 3;
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
    const mostMs = this.#lastWaitMs * 3;
    this.#lastWaitMs = Math.min(
      this.#options.longestWaitMs,
      leastMs + (mostMs - leastMs) * (random / 2 ** 32),
    );
    return this.#lastWaitMs;
  }

  async #wait(ms: number): Promise<void> {
    const signal = this.#signal;
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal?.addEventListener('abort', stop, { once: true });
    });
  }
}
