import type { BodyContent, BodyFactory, CallBody } from '../body/call-body.ts';
import { readBody } from '../body/read-body.ts';
import { readStream } from '../body/read-stream.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { optionError } from '../errors/option-error.ts';
import { readKey } from '../idempotency/read-key.ts';
import { discard } from '../response/discard.ts';
import { isEventStream } from '../response/is-event-stream.ts';
import { startTimer, type Timer } from '../time/start-timer.ts';
import type { CacheMode } from './cache-mode.ts';
import { type CallProgress, createCall, type OtherInit } from './call.ts';
import { createDeadline } from './deadline.ts';
import type { EventSink } from './event-sink.ts';
import type { Handler } from './handler.ts';
import { isRequest } from './is-request.ts';
import type { Lifetime } from './lifetime.ts';
import { listen } from './listen.ts';
import { type HeadersGiven, readHeaders } from './read-headers.ts';
import { Scope } from './scope.ts';
import { target } from './target.ts';
import { tellCall } from './tell-call.ts';

/** `RequestInit`, and a function as body, which makes the same body anew for each attempt. */
export type CallInit = Omit<RequestInit, 'body' | 'cache'> & {
  /** What `fetch` takes, or a function that makes it anew for each attempt. Default none. */
  readonly body?: BodyContent | BodyFactory | null;
  /** Obeyed by the client's cache. */
  readonly cache?: CacheMode | undefined;
};

/** What is the same for all calls of a client. @internal */
export interface CallSettings {
  readonly handler: Handler;
  readonly lifetime: Lifetime;
  readonly deadlineMs: number | false;
  /** Undefined: the deadline goes for the body too, except for an event stream. */
  readonly bodyDeadlineMs: number | false | undefined;
  readonly resolveUrl: (input: string) => URL;
  /** The client's own headers for calls to this URL. */
  readonly headersFor: (url: URL) => Headers | undefined;
  readonly route: string | undefined;
  readonly events: EventSink;
}

/** Bodies of `Request` objects are read into memory up to this size, so that they can be sent again. */
const BUFFER_LIMIT = 1024 * 1024;

const NOTHING: CallInit = {};
const NO_BODY: CallBody = { kind: 'none' };

const KNOWN_METHODS = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']);
const FORBIDDEN_METHODS = new Set(['CONNECT', 'TRACE', 'TRACK']);
const METHOD = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;

/**
 * Makes a call of what the caller gave, runs it, and ends it when its answer has been read.
 *
 * @internal
 */
export async function startCall(
  input: string | URL | Request,
  init: CallInit | undefined,
  settings: CallSettings,
): Promise<Response> {
  const { body: givenBody, headers: givenHeaders, method: givenMethod, redirect, signal } = init ?? NOTHING;
  const request = isRequest(input) ? input : undefined;
  const callerSignal = signal === undefined ? request?.signal : (signal ?? undefined);
  if (callerSignal?.aborted) throw callerSignal.reason;
  if (settings.lifetime.closed) {
    throw optionError('This client is closed. Make calls before close().');
  }

  const method = readMethod(givenMethod ?? request?.method ?? 'GET');
  const url = settings.resolveUrl(request?.url ?? String(input));
  const headers = mergedHeaders(settings.headersFor(url), givenHeaders ?? request?.headers);
  const hasBody = givenBody !== undefined ? givenBody !== null : (request?.body ?? null) !== null;
  if (hasBody && (method === 'GET' || method === 'HEAD')) {
    throw optionError(`${target(method, url.href)}: ${method} has no body.`);
  }

  const key = headers.get('idempotency-key');
  const keyRead = key === null ? undefined : readKey(key);
  if (keyRead?.kind === 'invalid') {
    throw optionError(
      `${target(method, url.href)}: the Idempotency-Key ${keyRead.problem}. Give one such as a random UUID.`,
    );
  }
  const { route, events } = settings;
  const scope = new Scope();
  const deadline = settings.deadlineMs === false ? undefined : createDeadline(settings.deadlineMs);
  const progress: CallProgress = {
    id: undefined,
    origin: url.origin,
    attempts: 0,
    retryAfterMs: undefined,
    circuit: undefined,
    lastFailure: undefined,
    atDeadline: undefined,
    lifetime: settings.lifetime,
  };
  let timer: Timer | undefined;

  if (callerSignal) {
    const unlisten = listen(callerSignal, () => scope.abort(callerSignal.reason));
    scope.onEnd(unlisten);
  }
  const endAfter = (limitMs: number, message: string) => {
    const end = () => {
      const { attempts, retryAfterMs, lastFailure: cause } = progress;
      const text = `${target(method, url.href)}: ${message}`;
      scope.abort(new HoldfastError({ code: 'deadline', message: text, cause, attempts, retryAfterMs }));
    };
    scope.onEnd(() => timer?.stop());
    timer = startTimer(limitMs, () => {
      const { atDeadline } = progress;
      if (atDeadline === undefined) return end();
      // An answer that is kept needs no time. What is still under way a moment later ends.
      atDeadline();
      timer = startTimer(0, end);
    });
  };
  if (deadline) endAfter(deadline.totalMs, `not over within the deadline of ${deadline.totalMs} ms.`);

  const call = createCall({
    method,
    url: url.href,
    route,
    headers,
    body: NO_BODY,
    redirect: redirect ?? request?.redirect ?? 'follow',
    init: otherOf(request, init),
    attempt: 1,
    deadline,
    emit: events.emit,
    hasListeners: events.hasListeners,
    scope,
    progress,
    sharing: undefined,
  });

  try {
    const handle = (body: CallBody) => settings.handler(body.kind === 'none' ? call : call.with({ body }));
    const work = () => {
      const body = bodyOf(givenBody, request, headers);
      return body instanceof Promise ? scope.race(body).then(handle) : handle(body);
    };
    const response = await scope.race(tellCall(work, { named: call, progress, scope, events }), discard);

    const { bodyDeadlineMs } = settings;
    if (timer && (bodyDeadlineMs !== undefined || isEventStream(response))) timer.stop();
    if (typeof bodyDeadlineMs === 'number') {
      endAfter(bodyDeadlineMs, `the answer was not read within ${bodyDeadlineMs} ms.`);
    }
    // While somebody waits for the body, the process must not exit. If nobody does, it may.
    timer?.keepAlive(false);
    if (timer) scope.onAwait((awaited) => timer?.keepAlive(awaited));
    scope.closeWhenIdle();
    return response;
  } catch (error) {
    scope.close();
    throw error;
  }
}

function readMethod(given: string): string {
  const upper = given.toUpperCase();
  if (METHOD.test(given) && !FORBIDDEN_METHODS.has(upper)) return KNOWN_METHODS.has(upper) ? upper : given;
  throw optionError('The method is not one that fetch can send.');
}

/** The caller's headers win over the client's. */
function mergedHeaders(ours: Headers | undefined, theirs: HeadersGiven | undefined): Headers {
  if (theirs === undefined) return new Headers(ours);
  const given = readHeaders(theirs, "The call's headers");
  if (ours === undefined) return given;
  const headers = new Headers(ours);
  for (const name of given.keys()) headers.delete(name);
  for (const [name, value] of given) headers.append(name, value);
  return headers;
}

function bodyOf(
  given: BodyContent | BodyFactory | null | undefined,
  request: Request | undefined,
  headers: Headers,
): CallBody | Promise<CallBody> {
  if (given === undefined && request?.body) {
    if (!request.bodyUsed && !request.body.locked) return readStream(request.body, BUFFER_LIMIT);
    throw optionError('The body of the Request has been read already.');
  }
  const { body, contentType } = readBody(given);
  if (contentType !== undefined && !headers.has('content-type')) headers.set('content-type', contentType);
  return body;
}

/** What there is besides URL, method, headers, body, signal and redirect mode. */
function otherOf(request: Request | undefined, init: CallInit = NOTHING): OtherInit {
  if (request === undefined && init === NOTHING) return {};
  const { body, headers, method, redirect, signal, ...rest } = init;
  if (request === undefined) return rest;
  const { credentials, integrity, keepalive, mode, referrer, referrerPolicy } = request;
  const others = { credentials, integrity, keepalive, mode, referrer, referrerPolicy };
  const cache: unknown = Reflect.get(request, 'cache');
  // Some runtimes refuse to be told even the default.
  return isMode(cache) && cache !== 'default' ? { ...others, cache, ...rest } : { ...others, ...rest };
}

/** Where a `Request` has one at all, it is one of those that there are. */
function isMode(value: unknown): value is CacheMode {
  return typeof value === 'string';
}
