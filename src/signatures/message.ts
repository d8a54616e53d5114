/**
 * One line of a field as it stands in a message: its name, and its value. Each character of the value is one octet, from
 * 0 to 255, as `node:http` gives them in `rawHeaders`. A name that came on several lines is here several times.
 */
export type FieldLine = readonly [name: string, value: string];

/**
 * A request as a signature sees it: what was on the wire, before any framework tidied it up. Make one of a request of
 * `node:http` by `fromNode`, of a web `Request` by `fromRequest`; or write it down by hand.
 *
 * @example
 * ```ts
 * const message: RequestMessage = {
 *   method: 'POST',
 *   target: '/v1/orders?dry-run',
 *   headers: [['Host', 'orders.example.com'], ['Content-Type', 'application/json']],
 *   body: new TextEncoder().encode('{"item":1}'),
 * };
 * ```
 */
export interface RequestMessage {
  /** As it was sent: `get` and `GET` are two methods (RFC 9110, section 9.1). */
  readonly method: string;
  /**
   * The request target of the request line, unchanged, in any of its four forms (RFC 9112, section 3.2): `/orders?x=1`,
   * `https://orders.example.com/orders?x=1`, `orders.example.com:443` for CONNECT, `*` for OPTIONS.
   */
  readonly target: string;
  /**
   * Scheme and authority that the request was meant for, such as `https://orders.example.com`. It comes from your
   * settings: what a request says of itself (`Host`, `X-Forwarded-Host`) is the sender's word. The policy's `origin` goes
   * before this one. An absolute target carries its own.
   */
  readonly origin?: string;
  /** In the order in which they came. */
  readonly headers: readonly FieldLine[];
  /** After a chunked body. Default none. */
  readonly trailers?: readonly FieldLine[];
  /** The octets of the content as they came, compressed if they were. Default none. */
  readonly body?: Uint8Array | null;
}

/** A response as a signature sees it. See {@link RequestMessage}. */
export interface ResponseMessage {
  readonly status: number;
  /** In the order in which they came. */
  readonly headers: readonly FieldLine[];
  /** After a chunked body. Default none. */
  readonly trailers?: readonly FieldLine[];
  /** The octets of the content as they came, compressed if they were. Default none. */
  readonly body?: Uint8Array | null;
  /** What it answers. Needed by components with `req`, which bind an answer to its question. */
  readonly request?: RequestMessage;
}

/** Either kind of message. */
export type Message = RequestMessage | ResponseMessage;

/** @internal */
export function isResponse(message: Message): message is ResponseMessage {
  return 'status' in message;
}
