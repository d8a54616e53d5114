import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { pipeline } from 'node:stream/promises';
import { optionError } from '../../errors/option-error.ts';
import { discard } from '../../response/discard.ts';
import { problem } from '../problem.ts';

/** A request as Node knows it: of `node:http`, `node:https`, Express, or `node:http2`. */
export type NodeRequest = IncomingMessage | Http2ServerRequest;

/** Where the answer to a {@link NodeRequest} goes. */
export type NodeResponse = ServerResponse | Http2ServerResponse;

/** Answers a request of `node:http`, `node:http2`, Express, or of whatever calls `(request, response, next)`. */
export type NodeHandler<Incoming extends NodeRequest = IncomingMessage> = (
  incoming: Incoming,
  outgoing: NodeResponse,
  next?: (error: unknown) => void,
) => void;

/**
 * A bridge from web `Request` and `Response` to `node:http`, `node:http2` and Express.
 *
 * `handle` also gets the request as Node or Express knows it, for what earlier middleware put there. The body must still
 * be unread: put the route before `app.use(express.json())`, and read it with `request.json()`. The request's `signal`
 * never aborts: work that a client has stopped waiting for is finished, so that its answer is there for the next attempt.
 *
 * `request.url` is made of the `Host` header, which the caller chooses, and is `http:` behind a proxy that ends TLS.
 *
 * Bodies stream both ways, no faster than they are read. The headers of an answer go out at once, before its first byte.
 *
 * What `handle` throws goes to `next`, where there is one. Else the answer is 500, and the error a process warning.
 *
 * @example
 * ```ts
 * app.post('/orders', nodeHandler((request) => guard(request, placeOrder)));
 * createServer(nodeHandler((request) => guard(request, placeOrder))).listen(8080);
 * ```
 */
export function nodeHandler<Incoming extends NodeRequest = IncomingMessage>(
  handle: (request: Request, incoming: Incoming) => Response | Promise<Response>,
): NodeHandler<Incoming> {
  return (incoming, outgoing, next) => {
    const answer = async () => {
      const request = toRequest(incoming);
      if (request === undefined) {
        const detail = 'The request names no URL that can be read.';
        return send(
          problem({ status: 400, code: 'url-invalid', detail, helpUrl: undefined }),
          incoming,
          outgoing,
        );
      }
      await send(await handle(request, incoming), incoming, outgoing);
    };
    answer().catch((error: unknown) => {
      const clientLeft = error === incoming.errored || codeOf(error) === 'ERR_STREAM_PREMATURE_CLOSE';
      if (clientLeft) return breakOff(outgoing);
      const isUnanswered = !outgoing.headersSent && !isGone(outgoing);
      if (isUnanswered && next !== undefined) return next(error);
      process.emitWarning(error instanceof Error ? error : String(error));
      if (!isUnanswered) return breakOff(outgoing);
      const detail = 'Something went wrong here.';
      void send(problem({ status: 500, code: 'failed', detail, helpUrl: undefined }), incoming, outgoing);
    });
  };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function isHttp2<Message extends NodeRequest | NodeResponse>(
  message: Message,
): message is Extract<Message, Http2ServerRequest | Http2ServerResponse> {
  return 'stream' in message;
}

/** The connection is closed, or the stream of HTTP/2. */
function isGone(outgoing: NodeResponse): boolean {
  return isHttp2(outgoing) ? outgoing.stream?.destroyed !== false : outgoing.destroyed;
}

/** So that nobody takes a part for the whole. Of HTTP/2 only the one stream: its connection carries others. */
function breakOff(outgoing: NodeResponse): void {
  if (isHttp2(outgoing)) outgoing.stream?.destroy();
  else outgoing.destroy();
}

/** Undefined: its URL cannot be read. */
function toRequest(incoming: NodeRequest): Request | undefined {
  const url = urlOf(incoming);
  if (url === undefined) return undefined;
  const { method = 'GET', rawHeaders } = incoming;
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    if (!name.startsWith(':')) headers.append(name, value); // a pseudo-header of HTTP/2
  }
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  if (!hasBody(incoming)) return new Request(url, { method, headers });
  if (incoming.readableDidRead) {
    throw optionError(
      `The body of ${method} ${new URL(url).pathname} was read before nodeHandler saw it, by express.json() or ` +
        'the like. Put this route before app.use(express.json()), and read the body with request.json().',
    );
  }
  return new Request(url, { method, headers, body: bodyOf(incoming), duplex: 'half' });
}

function hasBody(incoming: NodeRequest): boolean {
  if (isHttp2(incoming)) return !incoming.stream.endAfterHeaders;
  const { headers } = incoming;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Put together and not resolved, since a path may begin with two slashes. Express takes the place where a router is
 * mounted out of `url`, and keeps the whole in `originalUrl`.
 */
function urlOf(incoming: NodeRequest): string | undefined {
  const host = (isHttp2(incoming) ? incoming.authority : undefined) ?? incoming.headers.host ?? 'localhost';
  const path = 'originalUrl' in incoming ? String(incoming.originalUrl) : (incoming.url ?? '/');
  const scheme = 'encrypted' in incoming.socket ? 'https' : 'http';
  const url = path.startsWith('/') ? `${scheme}://${host}${path}` : path;
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : undefined;
}

/** Cancelled, it is left unread and not destroyed: that would close the connection before the answer is sent. */
function bodyOf(incoming: NodeRequest): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = incoming.iterator({ destroyOnReturn: false });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(new Uint8Array(value));
      },
      async cancel() {
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * Sends the headers, and answers with where the body goes. Of HTTP/2 that is the stream beneath: what Node shows of it in
 * the manner of HTTP/1.1 says that it has finished when its reader has left.
 */
function bodyStream(outgoing: NodeResponse): NodeJS.WritableStream {
  if (isHttp2(outgoing)) return outgoing.writeHead(outgoing.statusCode).stream;
  outgoing.flushHeaders();
  return outgoing;
}

/** HTTP/2 has no headers of a connection (RFC 9113, section 8.2.2), and no status text. */
const OF_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

async function send(response: Response, incoming: NodeRequest, outgoing: NodeResponse): Promise<void> {
  if (isGone(outgoing)) return discard(response);
  const isOlder = !isHttp2(outgoing);
  outgoing.statusCode = response.status;
  if (isOlder && response.statusText !== '') outgoing.statusMessage = response.statusText;
  for (const [name, value] of response.headers) {
    if (isOlder || !OF_CONNECTION.has(name)) outgoing.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies); // each by itself: a cookie may hold a comma
  if (response.body === null || incoming.method === 'HEAD') {
    discard(response);
    outgoing.end();
  } else {
    await pipeline(response.body, bodyStream(outgoing));
  }
  // What nobody read of the request is in the way of the next one on this connection.
  incoming.resume();
}
