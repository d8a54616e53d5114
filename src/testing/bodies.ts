/** Status and headers of an answer whose body does not end well. */
export interface AnswerInit {
  /** Default 200. */
  readonly status?: number;
  /** Default none. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * An answer that breaks off: its headers come, then `start`, then reading fails, as when a connection is lost.
 *
 * @param error - What reading fails with. Default: the error of `fetch` for a lost connection.
 *
 * @example
 * ```ts
 * const { fetch } = scripted(() => brokenBody('{"id":'));
 * ```
 */
export function brokenBody(start: string, init: AnswerInit = {}, error: Error = terminated()): Response {
  let sent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent || start === '') return controller.error(error);
      sent = true;
      controller.enqueue(new TextEncoder().encode(start));
    },
  });
  return new Response(body, init);
}

/**
 * An answer that does not end: its headers come, then `start`, and then nothing, whatever becomes of the request's
 * signal. So a test can tell that it is the client that gives up.
 *
 * @example
 * ```ts
 * const { fetch } = scripted(() => stalledBody('{"id":'));
 * const client = createClient({ fetch, deadlineMs: 1_000 });
 * ```
 */
export function stalledBody(start: string, init: AnswerInit = {}): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      if (start !== '') controller.enqueue(new TextEncoder().encode(start));
    },
  });
  return new Response(body, init);
}

function terminated(): TypeError {
  const cause = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
  return new TypeError('terminated', { cause });
}
