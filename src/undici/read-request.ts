import { isRequest } from '../core/is-request.ts';
import { optionError } from '../errors/option-error.ts';
import { readWireBody, type WireBody } from './wire-body.ts';

/** A request, ready to be sent. @internal */
export interface WireRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: WireBody;
  readonly signal: AbortSignal | undefined;
  /** Whether a redirect is an error rather than the answer. */
  readonly refusesRedirects: boolean;
}

/** What fetch calls its headers by default, but for those that only browsers have a use for. */
const DEFAULTS = { accept: '*/*', 'accept-encoding': 'br, gzip, deflate', 'user-agent': 'node' };

/** Reads what `fetch` takes. @internal */
export function readRequest(input: string | URL | Request, init: RequestInit = {}): WireRequest {
  const request = isRequest(input) ? input : undefined;
  const signal = init.signal === undefined ? request?.signal : (init.signal ?? undefined);
  signal?.throwIfAborted();
  if (init.integrity !== undefined && init.integrity !== '') {
    throw optionError(
      'init.integrity is not checked by this transport. Use the global fetch, or leave it out.',
    );
  }
  const method = init.method ?? request?.method ?? 'GET';
  const given = init.body !== undefined ? init.body : request?.body;
  const headers = new Headers(init.headers ?? request?.headers);
  const { body, contentType } = readWireBody(given);
  if (contentType !== undefined && !headers.has('content-type')) headers.set('content-type', contentType);
  for (const [name, value] of Object.entries(DEFAULTS)) {
    if (headers.has(name)) continue;
    // A range of an encoded answer cannot be decoded.
    headers.set(name, name === 'accept-encoding' && headers.has('range') ? 'identity' : value);
  }
  return {
    url: new URL(request?.url ?? String(input)),
    method: /^(delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method,
    headers,
    body,
    signal,
    refusesRedirects: (init.redirect ?? request?.redirect) === 'error',
  };
}
