import type { BodySource } from './body-source.ts';
import { streamOf } from './stream-of.ts';

/** Where an answer came from. @internal */
export interface Origin {
  readonly url: string;
  readonly redirected: boolean;
}

/** What an answer is, besides its bytes. @internal */
export type Head = Pick<Response, 'status' | 'statusText' | 'headers'>;

/** Makes a `Response` that knows where it came from. @internal */
export type CreateAnswer = (head: Head, from: Origin, source: BodySource | null) => Response;

/** What `new Response` takes (RFC 9112, section 4). Services send other things, such as words in their language. */
const REASON_PHRASE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The text of a status, where a `Response` can have it. @internal */
export function statusTextOf({ statusText }: Head): string {
  return REASON_PHRASE.test(statusText) ? statusText : '';
}

/**
 * A `Response` of the runtime's own, over a web stream. `new Response` cannot be told a URL, and the transport, which
 * follows no redirect, does not know of any.
 *
 * @internal
 */
export const createPlainAnswer: CreateAnswer = (head, from, source) => {
  const { status, headers } = head;
  const body = source === null ? null : streamOf(source);
  return withOrigin(new Response(body, { status, statusText: statusTextOf(head), headers }), from);
};

function withOrigin(response: Response, from: Origin): Response {
  const clone = () => withOrigin(Response.prototype.clone.call(response), from);
  return Object.defineProperties(response, {
    url: { value: from.url, configurable: true },
    redirected: { value: from.redirected, configurable: true },
    clone: { value: clone, configurable: true },
  });
}
