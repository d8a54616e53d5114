import type { BodyFactory, CallBody } from '../body/call-body.ts';
import { classify } from '../errors/classify.ts';
import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import { safeCause } from '../errors/safe-cause.ts';
import { isUnopened, SOURCE, takeBody } from '../response/body-source.ts';
import { createAnswer } from '../response/create-answer.ts';
import { discard } from '../response/discard.ts';
import { guardBody } from '../response/guard-body.ts';
import type { Call } from './call.ts';
import type { CallOutcome } from './call-event.ts';
import type { Fetch } from './fetch.ts';
import type { Handler } from './handler.ts';
import { outcomeOf } from './outcome-of.ts';
import { startAttempt } from './start-attempt.ts';
import { target } from './target.ts';

/**
 * The innermost handler: one attempt, sent through a `fetch`. Here, and only here, an `AbortSignal` is made, and what
 * the transport throws becomes a {@link HoldfastError}.
 *
 * @internal
 */
export function transport(send: Fetch): Handler {
  return async (call) => {
    const scope = call.scope.child();
    let ended: ((outcome: CallOutcome) => void) | undefined;
    try {
      scope.throwIfAborted();
      const body =
        call.body.kind === 'factory' ? await scope.race(made(call, call.body.make)) : contentOf(call.body);
      ended = startAttempt(call);
      const answer = send(call.url, requestInit(call, scope.signal, body));
      const response = await scope.race(answer, discard);
      if (response.type === 'opaqueredirect') throw hiddenRedirect(call);
      if (response.type === 'error') throw new TypeError('The transport gave an answer that cannot be read.');
      ended(response.status);
      const fails = (error: unknown) => failure(error, call, 'while the answer was read');
      const isOurs = isUnopened(response) && response.url === call.url && !response.redirected;
      const source = takeBody(response);
      if (source === null) scope.close();
      const guarded = source === null ? null : guardBody(source, scope, fails);
      if (!isOurs || guarded === null)
        return createAnswer(response, { url: call.url, redirected: false }, guarded);
      response[SOURCE] = guarded;
      return response;
    } catch (error) {
      const { aborted, reason } = scope;
      const thrown = aborted ? reason : failure(error, call);
      ended?.(outcomeOf(thrown, scope));
      scope.close();
      throw thrown;
    }
  };
}

/** Browsers answer so to `redirect: 'manual'`: status 0, and no Location. */
function hiddenRedirect(call: Call): HoldfastError {
  return new HoldfastError({
    code: 'redirect',
    message:
      `${target(call.method, call.url)}: redirected, and this runtime hides to where. Redirects are followed only ` +
      "where the runtime shows them, as servers' do.",
    attempts: call.progress.attempts,
  });
}

function contentOf(body: Exclude<CallBody, { kind: 'factory' }>): RequestInit['body'] {
  switch (body.kind) {
    case 'none':
      return undefined;
    case 'bytes':
      return body.bytes;
    case 'one-shot':
      return body.content;
  }
}

async function made(call: Call, factory: BodyFactory): Promise<RequestInit['body']> {
  try {
    return await factory();
  } catch (cause) {
    throw new HoldfastError({
      code: 'options',
      message: `${target(call.method, call.url)}: the function that makes the body failed.`,
      cause,
      attempts: call.progress.attempts,
    });
  }
}

function requestInit(call: Call, signal: AbortSignal, body: RequestInit['body']): RequestInit {
  const init: RequestInit = {
    ...call.init,
    method: call.method,
    headers: new Headers(call.headers),
    redirect: 'manual',
    signal,
  };
  if (body !== undefined && body !== null) {
    init.body = body;
    if (needsDuplex(body)) init.duplex = 'half';
  }
  return init;
}

/** Streams must be announced; fetch refuses them otherwise. */
function needsDuplex(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function failure(error: unknown, call: Call, when = ''): HoldfastError {
  if (isHoldfastError(error)) return error;
  const { code, isRetryable, what } = classify(error);
  const where = when === '' ? '' : ` ${when}`;
  return new HoldfastError({
    code,
    isRetryable,
    message: `${target(call.method, call.url)}: ${what}${where}.`,
    cause: safeCause(error, call),
    attempts: call.progress.attempts,
    retryAfterMs: call.progress.retryAfterMs,
  });
}
