import type { IncomingMessage } from 'node:http';
import { optionError } from '../../errors/option-error.ts';
import { checkBody } from '../../signatures/check-message.ts';
import { fieldLines } from '../../signatures/field-lines.ts';
import type { FieldLine, RequestMessage } from '../../signatures/message.ts';

/** What of a request of `node:http` is needed. Express's `Request` is one. */
export type RawNodeRequest = Pick<IncomingMessage, 'method' | 'url' | 'rawHeaders' | 'rawTrailers'>;

/**
 * A request of `node:http` or Express as its signature sees it: the target as it was sent, and every line of every field.
 * `req.headers` would not do, since it drops lines and merges others.
 *
 * Read the body before anything parses or inflates it, and give the octets: the digest is of what was sent. In Express,
 * put `express.raw({ type: '*\/*', inflate: false })` before the route, and give `req.body`.
 *
 * @param body - The octets of the content. May be left out where there is none; `null` says that it is left unread.
 *
 * @throws A `HoldfastError` with code `options` where `body` is not octets, or is left out and the message has one.
 *
 * @example
 * ```ts
 * createServer(
 *   nodeHandler(async (request, incoming) => {
 *     const { body } = await fromRequest(request, { limitBytes: 65_536 }); // the bounded reader of bodies
 *     const { keyId, view } = await verify(fromNode(incoming, body), policy);
 *     return Response.json({ orderedBy: keyId, path: view.path });
 *   }),
 * );
 * ```
 */
export function fromNode(request: RawNodeRequest, body?: Uint8Array | null): RequestMessage {
  const { method = 'GET', url = '/', rawHeaders, rawTrailers } = request;
  // Express takes the place where a router is mounted out of `url`, and keeps the whole in `originalUrl`.
  const target = 'originalUrl' in request ? String(request.originalUrl) : url;
  const headers = linesOf(rawHeaders);
  return {
    method,
    target,
    headers,
    trailers: linesOf(rawTrailers),
    body: octetsOf(body, headers),
  };
}

function octetsOf(body: unknown, headers: readonly FieldLine[]): Uint8Array | null {
  const hasBody =
    fieldLines(headers, 'transfer-encoding') !== undefined ||
    Number(fieldLines(headers, 'content-length')?.[0] ?? 0) > 0;
  if (!hasBody && isEmptyObject(body)) return null;
  checkBody(body);
  if (body !== undefined || !hasBody) return body ?? null;
  throw optionError(
    'The request has a body, and fromNode was given none. Read it first, and give its octets: fromNode(incoming, body); or ' +
      'null, where it is meant to stay unread.',
  );
}

/** What Express 4 says of a request without a body. */
function isEmptyObject(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  return Object.getPrototypeOf(body) === Object.prototype && Object.keys(body).length === 0;
}

function linesOf(raw: readonly string[]): FieldLine[] {
  const lines: FieldLine[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) lines.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return lines;
}
