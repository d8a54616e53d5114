import type { Fetch } from '../core/fetch.ts';
import { isRequest } from '../core/is-request.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { type Answer, nameOf, type Repeated, reply } from './answers.ts';
import type { SentRequest } from './sent-request.ts';

/** A transport made by {@link scripted}. */
export interface Script {
  /** Give this to a client as its `fetch`. */
  readonly fetch: Fetch;
  /** All that was sent, in order. */
  readonly sent: readonly SentRequest[];
  /**
   * Throws unless all answers have been used and nothing more was asked for. Call it at the end of a test.
   *
   * @throws An `Error` that lists what is left, or what came too much.
   */
  done(): void;
}

/**
 * A transport in memory that plays answers in order, one for each request, and remembers what was sent. It works with
 * any test runner and needs none; time is that of the global timers, so fake timers move it.
 *
 * A request after the last answer fails with an error that no client tries again, and `done()` names it: a resilient
 * client could otherwise swallow it, and the test pass.
 *
 * @example
 * ```ts
 * const script = scripted(503, fetchFailed('ECONNRESET'), Response.json({ id: 17 }));
 * const orders = createClient({ baseUrl: 'https://orders.example.com', fetch: script.fetch });
 *
 * const response = await orders('17');
 * // response.status is 200, script.sent.length is 3
 * script.done();
 * ```
 */
export function scripted(...answers: readonly [...Answer[], Answer | Repeated] | readonly []): Script {
  const left: (Answer | Repeated)[] = [...answers];
  const played = new Set<Response>();
  const sent: SentRequest[] = [];
  const tooMany: SentRequest[] = [];

  function next(request: SentRequest): Answer {
    const [first] = left;
    if (first === undefined) {
      tooMany.push(request);
      throw new HoldfastError({
        code: 'options',
        message: `The script is over: ${answers.length} of ${answers.length} answers are used, and ${lineOf(request)} came.`,
      });
    }
    if (isRepeated(first)) return first.always instanceof Response ? first.always.clone() : first.always;
    left.shift();
    if (first instanceof Response) {
      if (played.has(first)) {
        throw new HoldfastError({
          code: 'options',
          message: 'A Response can be played once. Give always(response), or a function that makes one.',
        });
      }
      played.add(first);
    }
    return first;
  }

  return {
    sent,
    fetch: async (input, init = {}) => {
      const request = await read(input, init);
      sent.push(request);
      return reply(next(request), request);
    },
    done() {
      const unused = left.filter((answer): answer is Answer => !isRepeated(answer));
      if (tooMany.length > 0) {
        throw new Error(
          `The script was over, and ${tooMany.length} more came: ${tooMany.map(lineOf).join(', ')}.`,
        );
      }
      if (unused.length > 0) {
        const list = unused.map(nameOf).join(', ');
        throw new Error(`${unused.length} of ${answers.length} answers were not asked for: ${list}.`);
      }
    },
  };
}

async function read(input: string | URL | Request, init: RequestInit): Promise<SentRequest> {
  const request = isRequest(input) ? input : undefined;
  const body = init.body !== undefined ? init.body : request?.body;
  const headers = new Headers(init.headers ?? request?.headers);
  const whole = body === undefined || body === null ? undefined : new Response(body);
  const type = whole?.headers.get('content-type');
  if (type && !headers.has('content-type')) headers.set('content-type', type);
  return {
    method: init.method ?? request?.method ?? 'GET',
    url: request?.url ?? String(input),
    headers,
    body: whole === undefined ? '' : await whole.text(),
    signal: init.signal ?? request?.signal ?? new AbortController().signal,
    init,
    atMs: Date.now(),
  };
}

function isRepeated(answer: Answer | Repeated): answer is Repeated {
  return typeof answer === 'object' && 'always' in answer;
}

function lineOf({ method, url }: SentRequest): string {
  return `${method} ${url}`;
}
