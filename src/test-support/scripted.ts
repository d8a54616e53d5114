import type { Fetch } from '../core/fetch.ts';

/** One attempt as the transport saw it. */
export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly signal: AbortSignal;
  readonly init: RequestInit;
  /** Read when the attempt was made. */
  readonly body: string;
  /** When, on the clock of `Date`. */
  readonly atMs: number;
}

/**
 * What an attempt comes to: a status, a response, an error, or `'silence'`, which neither answers nor hears its signal.
 * The last one goes for all attempts that follow.
 */
export type Step = number | 'silence' | Error | Response | ((sent: Sent) => Response | Promise<Response>);

/** A transport in memory, and what was sent through it. */
export function scripted(...steps: readonly Step[]): {
  readonly fetch: Fetch;
  readonly sent: readonly Sent[];
} {
  const sent: Sent[] = [];
  return {
    sent,
    fetch: async (input, init = {}) => {
      const { method = 'GET', headers, signal, body } = init;
      if (!(signal instanceof AbortSignal)) throw new Error('The transport got no signal.');
      const text = body === undefined || body === null ? '' : await new Response(body).text();
      const attempt: Sent = {
        url: String(input),
        method,
        headers: new Headers(headers),
        signal,
        init,
        body: text,
        atMs: Date.now(),
      };
      sent.push(attempt);
      const step = steps[Math.min(sent.length, steps.length) - 1] ?? 200;
      if (step === 'silence') return new Promise<Response>(() => {});
      if (step instanceof Error) throw step;
      if (step instanceof Response) return step;
      if (typeof step === 'function') return step(attempt);
      return new Response(step === 204 || step === 304 ? null : `status ${step}`, { status: step });
    },
  };
}

/** The error of `fetch` for a connection that failed, as Node makes it. */
export function fetchFailed(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(`connect ${code}`), { code }) });
}
