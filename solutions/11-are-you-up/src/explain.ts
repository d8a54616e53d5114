import { CircuitOpen } from './breaker.ts';
import { ClientError } from './client-error.ts';

/** For a user: nothing of an error's message is in it. */
export function explain(trouble: unknown, { feature = 'this service' } = {}) {
  const status = trouble instanceof ClientError ? 503 : 500;
  const retryAfterMs = trouble instanceof CircuitOpen ? trouble.retryAfterMs : undefined;
  return { sentence: `We cannot get to ${feature} just now. Please try later.`, status, retryAfterMs };
}

/** The same as an answer to a web request. */
export function explainTo(request: Request, trouble: unknown, options?: { feature?: string }): Response {
  const { sentence, status, retryAfterMs } = explain(trouble, options);
  const headers = new Headers({ 'content-type': 'text/plain' });
  if (retryAfterMs !== undefined) headers.set('retry-after', String(Math.ceil(retryAfterMs / 1000)));
  return new Response(request.method === 'HEAD' ? null : sentence, { status, headers });
}
