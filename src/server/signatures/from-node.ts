import type { IncomingMessage } from 'node:http';
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
 * @param body - The octets of the content. None, where there was none.
 *
 * @example
 * ```ts
 * createServer(async (incoming, outgoing) => {
 *   const body = await readBody(incoming);
 *   const { keyId, view } = await verify(fromNode(incoming, body), policy);
 * });
 * ```
 */
export function fromNode(request: RawNodeRequest, body?: Uint8Array | null): RequestMessage {
  const { method = 'GET', url = '/', rawHeaders, rawTrailers } = request;
  // Express takes the place where a router is mounted out of `url`, and keeps the whole in `originalUrl`.
  const target = 'originalUrl' in request ? String(request.originalUrl) : url;
  return {
    method,
    target,
    headers: linesOf(rawHeaders),
    trailers: linesOf(rawTrailers),
    body: body ?? null,
  };
}

function linesOf(raw: readonly string[]): FieldLine[] {
  const lines: FieldLine[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) lines.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return lines;
}
