/** Where an answer came from. @internal */
export interface Origin {
  readonly url: string;
  readonly redirected: boolean;
}

/** What `new Response` takes (RFC 9112, section 4). Services send other things, such as words in their language. */
const REASON_PHRASE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * A `Response` with another body that knows where it came from. `new Response` cannot be told a URL, and the transport,
 * which follows no redirect, does not know of any.
 *
 * @internal
 */
export function createAnswer(
  body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | null,
  original: Pick<Response, 'status' | 'statusText' | 'headers'>,
  from: Origin,
): Response {
  const { status, headers } = original;
  const statusText = REASON_PHRASE.test(original.statusText) ? original.statusText : '';
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
