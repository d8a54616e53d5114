/** Where an answer came from. @internal */
export interface Origin {
  readonly url: string;
  readonly redirected: boolean;
}

/**
 * A `Response` with another body that knows where it came from. `new Response` cannot be told a URL, and the transport,
 * which follows no redirect, does not know of any.
 *
 * @internal
 */
export function createAnswer(
  body: ReadableStream<Uint8Array> | null,
  original: Pick<Response, 'status' | 'statusText' | 'headers'>,
  from: Origin,
): Response {
  const { status, statusText, headers } = original;
  return withOrigin(new Response(body, { status, statusText, headers }), from);
}

function withOrigin(response: Response, from: Origin): Response {
  const clone = () => withOrigin(Response.prototype.clone.call(response), from);
  return Object.defineProperties(response, {
    url: { value: from.url, configurable: true },
    redirected: { value: from.redirected, configurable: true },
    clone: { value: clone, configurable: true },
  });
}
