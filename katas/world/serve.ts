import { AsyncLocalStorage } from 'node:async_hooks';
import { findAnswer, findRemote, underWeather } from './find-answer.ts';
import { bodyTerminated, outageError } from './network-error.ts';
import type { Answer, RemoteState, SeenRequest } from './remote-state.ts';
import { describeRequest, UnexpectedRequestError } from './unexpected-request-error.ts';
import { theWorld } from './world.ts';

/** One fetch on its way: the caller's own signal, and what went wrong, in place of MSW's own error. */
export type Underway = { signal: AbortSignal | undefined; failure: Error | undefined };

export const underway = new AsyncLocalStorage<Underway>();

/** Answers one request that MSW caught. */
export async function serve(request: Request): Promise<Response> {
  const call = underway.getStore() ?? { signal: undefined, failure: undefined };
  const url = new URL(request.url);
  const bytes = new Uint8Array(await request.arrayBuffer());
  const seen: SeenRequest = {
    method: request.method,
    url: request.url,
    headers: Object.fromEntries(request.headers),
    body: new TextDecoder().decode(bytes),
    bytes,
  };
  const remote = findRemote(url);
  if (remote === undefined) return fail(call, nobody(seen, url, undefined));
  remote.requests.push(seen);
  remote.sinceWeather += 1;
  const { weather } = remote;
  if (weather.kind === 'down') return fail(call, outageError(weather.outage, url));
  const answers = findAnswer(remote, seen);
  if (answers === undefined) return fail(call, nobody(seen, url, remote));
  if (weather.kind === 'slow') await sleep(weather.ms, call.signal);
  const found = typeof answers === 'function' ? await answers(seen) : answers;
  const answer = underWeather(remote, found instanceof Response ? await plain(found) : found);
  return respond(
    answer,
    { method: seen.method, cut: weather.kind === 'lying' && weather.lie === 'cut' },
    call,
  );
}

function nobody(seen: SeenRequest, url: URL, remote: RemoteState | undefined): UnexpectedRequestError {
  const cure =
    remote === undefined
      ? `Put a service there with remote('${url.origin}'), or correct the URL the client asks for.`
      : `The service answers other requests: add .on('${seen.method}', '${url.pathname}', 200), or correct the request.`;
  const error = new UnexpectedRequestError(`${describeRequest(seen.method, url)} reached nobody. ${cure}`);
  theWorld().unexpected.push(error);
  return error;
}

/** MSW can only fail a request in words of its own; what happened waits in `call` for whoever sent it. */
function fail(call: Underway, cause: Error): Response {
  call.failure = cause;
  return Response.error();
}

async function plain(response: Response): Promise<Answer> {
  const headers = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: new Uint8Array(await response.arrayBuffer()) };
}

type Delivery = { method: string; cut: boolean };

function respond(answer: Answer, { method, cut }: Delivery, call: Underway): Response {
  const {
    status = 200,
    headers,
    body,
    bodyAfterMs,
  } = typeof answer === 'number' ? { status: answer } : answer;
  const { bytes, type } = encode(body);
  const sent = new Headers(headers);
  if (type !== undefined && !sent.has('content-type')) sent.set('content-type', type);
  const hasNoBody = method === 'HEAD' || [204, 205, 304].includes(status);
  if (!hasNoBody && !sent.has('content-length')) sent.set('content-length', String(bytes.length));
  return new Response(hasNoBody ? null : stream(bytes, { cut, afterMs: bodyAfterMs }, call), {
    status,
    headers: sent,
  });
}

function encode(body: string | Uint8Array | object | undefined): {
  bytes: Uint8Array;
  type: string | undefined;
} {
  if (body === undefined) return { bytes: new Uint8Array(), type: undefined };
  if (body instanceof Uint8Array) return { bytes: body, type: undefined };
  if (typeof body === 'string')
    return { bytes: new TextEncoder().encode(body), type: 'text/plain; charset=utf-8' };
  return { bytes: new TextEncoder().encode(JSON.stringify(body)), type: 'application/json' };
}

function stream(
  bytes: Uint8Array,
  { cut, afterMs }: { cut: boolean; afterMs: number | undefined },
  { signal }: Underway,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async start(controller) {
      if (afterMs !== undefined) await sleep(afterMs, signal);
      const part = cut ? bytes.slice(0, Math.floor(bytes.length / 2)) : bytes;
      if (part.length > 0) controller.enqueue(part);
      // Not at once: an error throws away what was not read yet.
      if (!cut) controller.close();
    },
    pull(controller) {
      if (cut) controller.error(bodyTerminated());
    },
  });
}

/** On the clock of the test. Ends early when the caller aborts, so that no timer is left over. */
function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = globalThis.setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
    function done() {
      globalThis.clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
}
