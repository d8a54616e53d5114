import { startTimer } from '../time/start-timer.ts';
import type { SentRequest } from './sent-request.ts';

/** Makes the answer to one request. */
export type Reply = (sent: SentRequest) => Response | Promise<Response>;

/**
 * What a request comes to: a status, a `Response`, an error that is thrown, or a function of the request.
 */
export type Answer = number | Response | Error | Reply;

/** An answer for all requests that are left, however many they are. Made by {@link always}. */
export interface Repeated {
  readonly always: Answer;
}

/**
 * The same answer to every request from here on: the end of a script that does not count.
 *
 * @example
 * ```ts
 * const { fetch } = scripted(503, always(200));
 * ```
 */
export function always(answer: Answer): Repeated {
  return { always: answer };
}

/**
 * An answer that takes its time, by the global `setTimeout`: fake timers move it. It ends early when the request is
 * aborted.
 *
 * @param waitMs - How long, in milliseconds.
 *
 * @example
 * ```ts
 * const { fetch } = scripted(delayed(5_000, 200));
 * ```
 */
export function delayed(waitMs: number, answer: Answer): Reply {
  return async (sent) => {
    await untilAborted(sent.signal, (done) => {
      const timer = startTimer(waitMs, done);
      return () => timer.stop();
    });
    return reply(answer, sent);
  };
}

/**
 * No answer, until the request is aborted.
 *
 * @example
 * ```ts
 * const { fetch } = scripted(hang(), 200);
 * const client = createClient({ fetch, attemptTimeoutMs: 1_000 });
 * ```
 */
export function hang(): Reply {
  return async ({ signal }) => {
    await untilAborted(signal, () => () => {});
    throw signal.reason;
  };
}

/**
 * The error of `fetch` for a connection that failed, as Node throws it.
 *
 * @param code - Such as `ECONNREFUSED`, `ECONNRESET`, `ENOTFOUND` or `CERT_HAS_EXPIRED`.
 *
 * @example
 * ```ts
 * const { fetch } = scripted(fetchFailed('ECONNRESET'), 200);
 * ```
 */
export function fetchFailed(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(`connect ${code}`), { code }) });
}

/** @internal */
export async function reply(answer: Answer, sent: SentRequest): Promise<Response> {
  if (typeof answer === 'function') return answer(sent);
  if (answer instanceof Error) throw answer;
  if (answer instanceof Response) return answer;
  return new Response(hasBody(answer) ? `status ${answer}` : null, { status: answer });
}

/** Of an answer, for the message of an error. @internal */
export function nameOf(answer: Answer): string {
  if (typeof answer === 'function') return 'a function';
  if (answer instanceof Error) return `${answer.name}: ${answer.message}`;
  return answer instanceof Response ? `a Response with status ${answer.status}` : `status ${answer}`;
}

function hasBody(status: number): boolean {
  return status !== 204 && status !== 205 && status !== 304;
}

async function untilAborted(signal: AbortSignal, start: (done: () => void) => () => void): Promise<void> {
  signal.throwIfAborted();
  let stop = () => {};
  let onAbort = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      onAbort = () => reject(signal.reason);
      signal.addEventListener('abort', onAbort);
      stop = start(resolve);
    });
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
}
