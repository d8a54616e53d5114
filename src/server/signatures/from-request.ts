import { optionError } from '../../errors/option-error.ts';
import type { RequestMessage } from '../../signatures/message.ts';
import { readCopy } from '../idempotency/read-copy.ts';

/** Options of {@link fromRequest}. */
export interface FromRequestOptions {
  /** The largest body that is read, in bytes. A larger one is an error. Default 1 MiB. */
  readonly limitBytes?: number;
}

const MIB = 1024 * 1024;

/**
 * A web `Request` as its signature sees it, with a copy of its body: whoever comes next finds it unread.
 *
 * A `Request` is not what was on the wire, and what it changed cannot be had back. Where that matters, use `fromNode`:
 *
 * - Its URL has been tidied up: `/a/../b` is `/b`, `'` in a query is `%27`, a `?` without a query is gone. A request that
 *   was signed with one of these is refused, though it is right.
 * - Its method is in upper case where `fetch` knows it: a signed `get` is refused.
 * - Lines of one field are merged, which changes nothing but for components with `bs`. Trailers are not there.
 * - A runtime may have inflated the body. Then the digest does not match: have the client send
 *   `accept-encoding: identity`, or verify in front of it.
 *
 * @throws A `HoldfastError` with code `options` where the body has been read already. A `RangeError` where it is larger
 *   than `limitBytes`.
 *
 * @example
 * ```ts
 * const { keyId, view } = await verify(await fromRequest(request), policy);
 * ```
 */
export async function fromRequest(
  request: Request,
  { limitBytes = MIB }: FromRequestOptions = {},
): Promise<RequestMessage> {
  if (request.bodyUsed) {
    throw optionError(
      'The body of the Request was read before fromRequest saw it. Verify first, and read it then.',
    );
  }
  const body = await readCopy(request, limitBytes);
  if (body === undefined) throw new RangeError(`The body is larger than ${limitBytes} bytes.`);
  const { pathname, search } = new URL(request.url);
  return { method: request.method, target: `${pathname}${search}`, headers: [...request.headers], body };
}
