import { ClientError, codeOf } from './client-error.ts';
import { limit } from './limit.ts';

export type Send = (url: URL, init: RequestInit) => Promise<Response>;

export async function send(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(new Request(url.href, init));
  } catch (cause) {
    if (init.signal?.aborted) throw init.signal.reason;
    throw new ClientError(codeOf(cause), url, cause);
  }
}

/** Gives up where no headers have come in this time. The body may take longer. */
export function timed(ms: number | undefined, send: Send): Send {
  if (ms === undefined) return send;
  return async (url, init) => {
    const attempt = limit(ms, init.signal, () => new ClientError('timeout', url));
    try {
      return await send(url, { ...init, signal: attempt.signal });
    } finally {
      attempt.stop();
    }
  };
}
