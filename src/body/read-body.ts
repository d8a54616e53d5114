import type { BodyContent, BodyFactory, CallBody } from './call-body.ts';
import { encodeForm } from './encode-form.ts';

/** A body, and the content type that `fetch` would give it. @internal */
export interface ReadBody {
  readonly body: CallBody;
  readonly contentType: string | undefined;
}

const NO_BODY: ReadBody = { body: { kind: 'none' }, contentType: undefined };

/**
 * Takes what the caller gave and makes it something that can be sent again, where that is possible. Bytes are copied:
 * a caller may reuse the buffer while the call waits for its next attempt.
 *
 * @internal
 */
export function readBody(given: BodyContent | BodyFactory | null | undefined): ReadBody {
  if (given === null || given === undefined) return NO_BODY;
  if (typeof given === 'function') return { body: { kind: 'factory', make: given }, contentType: undefined };
  if (typeof given === 'string') return bytes(new TextEncoder().encode(given), 'text/plain;charset=UTF-8');
  if (given instanceof URLSearchParams) {
    const encoded = new TextEncoder().encode(given.toString());
    return bytes(encoded, 'application/x-www-form-urlencoded;charset=UTF-8');
  }
  if (given instanceof ArrayBuffer) return bytes(new Uint8Array(given.slice(0)));
  if (ArrayBuffer.isView(given)) {
    const view = new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
    return bytes(new Uint8Array(view));
  }
  if (given instanceof Blob) return factory(() => given, given.type === '' ? undefined : given.type);
  if (given instanceof FormData) {
    const encoded = encodeForm(given);
    return factory(() => encoded, encoded.type);
  }
  return { body: { kind: 'one-shot', content: given }, contentType: undefined };
}

function bytes(content: Uint8Array<ArrayBuffer>, contentType?: string): ReadBody {
  return { body: { kind: 'bytes', bytes: content }, contentType };
}

function factory(make: BodyFactory, contentType?: string): ReadBody {
  return { body: { kind: 'factory', make }, contentType };
}
