import { fetchFailed } from './network-error.ts';
import { type Underway, underway } from './serve.ts';
import { theWorld } from './world.ts';

const redirectStatuses = [301, 302, 303, 307, 308];
const bodyHeaders = [
  'content-encoding',
  'content-language',
  'content-location',
  'content-type',
  'content-length',
];
const credentialHeaders = ['authorization', 'proxy-authorization', 'cookie', 'host'];
const maxRedirects = 20;

type Next = { url: URL; method: string; headers: Headers; body: Uint8Array<ArrayBuffer> | null };

/**
 * MSW's fetch made to behave as Node's where a resilient client can tell the difference: errors are "fetch failed" with
 * a cause, an abort ends the body too, and a followed redirect keeps signal and body.
 */
export function makeWorldFetch(realFetch: typeof fetch): typeof fetch {
  return async (input, init) => {
    const { mswFetch } = theWorld();
    if (mswFetch === undefined) return realFetch(input, init);
    const request = new Request(input, init);
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    signal?.throwIfAborted();
    let next: Next = {
      url: new URL(request.url),
      method: request.method,
      headers: new Headers(request.headers),
      body: request.body === null ? null : new Uint8Array(await request.arrayBuffer()),
    };
    for (let redirects = 0; ; redirects += 1) {
      const response = await send(mswFetch, next, signal);
      const location = response.headers.get('location');
      if (location === null || !redirectStatuses.includes(response.status) || request.redirect === 'manual')
        return dress(response, { url: next.url.href, redirected: redirects > 0 }, signal);
      if (request.redirect === 'error') throw fetchFailed(new Error('unexpected redirect'));
      if (redirects === maxRedirects) throw fetchFailed(new Error('redirect count exceeded'));
      next = follow(next, response.status, location);
    }
  };
}

async function send(mswFetch: typeof fetch, next: Next, signal: AbortSignal | undefined): Promise<Response> {
  const call: Underway = { signal, failure: undefined };
  const { url, method, headers, body } = next;
  try {
    return await underway.run(call, () =>
      mswFetch(url.href, {
        method,
        headers,
        body,
        redirect: 'manual',
        ...(signal === undefined ? {} : { signal }),
      }),
    );
  } catch (error) {
    // Made here, where the stack still leads to the caller.
    throw call.failure === undefined ? error : fetchFailed(call.failure);
  }
}

/** As fetch does it: credentials stay at their origin, and a POST may become a GET. */
function follow({ url, method, headers, body }: Next, status: number, location: string): Next {
  const target = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
  if (target === undefined || !['http:', 'https:'].includes(target.protocol))
    throw fetchFailed(new Error('URL scheme must be a HTTP(S) scheme'));
  if (target.hash === '') target.hash = url.hash;
  const sent = new Headers(headers);
  if (target.origin !== url.origin) for (const name of credentialHeaders) sent.delete(name);
  const becomesGet =
    (status === 303 && !['GET', 'HEAD'].includes(method)) ||
    ([301, 302].includes(status) && method === 'POST');
  if (!becomesGet) return { url: target, method, headers: sent, body };
  for (const name of bodyHeaders) sent.delete(name);
  return { url: target, method: 'GET', headers: sent, body: null };
}

type Facts = { url: string; redirected: boolean };

/** The same response with what a constructor cannot set, and a body that ends when the caller aborts. */
function dress(from: Response, facts: Facts, signal: AbortSignal | undefined): Response {
  const { status, statusText, headers } = from;
  const body = from.body === null ? null : abortable(from.body, signal);
  return withFacts(new Response(body, { status, statusText, headers }), facts);
}

function withFacts(response: Response, facts: Facts): Response {
  const clone = () => withFacts(Response.prototype.clone.call(response), facts);
  return Object.defineProperties(response, {
    url: { value: facts.url },
    redirected: { value: facts.redirected },
    clone: { value: clone },
  });
}

function abortable(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let onAbort = () => {};
  const forget = () => signal?.removeEventListener('abort', onAbort);
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onAbort = () => {
          forget();
          controller.error(signal?.reason);
          reader.cancel(signal?.reason).catch(() => {});
        };
        if (signal?.aborted) onAbort();
        else signal?.addEventListener('abort', onAbort);
      },
      async pull(controller) {
        const { done, value } = await reader.read();
        if (signal?.aborted) return;
        if (!done) return controller.enqueue(value);
        forget();
        controller.close();
      },
      cancel(reason) {
        forget();
        // Not waited for: MSW keeps a copy of every answer, and its stream ends only when both are let go of.
        reader.cancel(reason).catch(() => {});
      },
    },
    { highWaterMark: 0 },
  );
}
