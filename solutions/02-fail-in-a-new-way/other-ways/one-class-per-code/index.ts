import { NetworkError, RefusedError, TimeoutError } from './errors.ts';

export { isUp } from './is-up.ts';

export type Client = (input: string | URL, init?: RequestInit) => Promise<Response>;

/** A signal of its own stands between the caller's and fetch. */
export function createClient(): Client {
  return async (input, { signal, ...init } = {}) => {
    const attempt = new AbortController();
    const stop = () => attempt.abort();
    if (signal?.aborted) throw signal.reason;
    signal?.addEventListener('abort', stop, { once: true });
    const result = await Promise.allSettled([fetch(new Request(input, init), { signal: attempt.signal })]);
    if (result[0].status === 'fulfilled') return result[0].value;
    signal?.removeEventListener('abort', stop);
    if (signal?.aborted) throw signal.reason;
    throw asNoAnswer(new URL(input), result[0].reason);
  };
}

function asNoAnswer(url: URL, cause: TypeError): NetworkError {
  const text = JSON.stringify(cause.cause, ['code']) ?? '';
  if (text.includes('REFUSED')) return new RefusedError(url, cause);
  if (text.includes('TIMEOUT') || text.includes('TIMEDOUT')) return new TimeoutError(url, cause);
  return new NetworkError(url, cause);
}
