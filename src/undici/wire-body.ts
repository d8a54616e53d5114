import { Readable } from 'node:stream';
import { encodeForm } from '../body/encode-form.ts';
import { readBody } from '../body/read-body.ts';
import { optionError } from '../errors/option-error.ts';

/** A body as undici sends it. @internal */
export interface WireBody {
  readonly content: Uint8Array | Readable | null;
  /** Of a stream whose length is known; undici counts bytes itself. */
  readonly length?: number;
}

/** A body, and the content type that `fetch` would give it. @internal */
export interface ReadWireBody {
  readonly body: WireBody;
  readonly contentType?: string | undefined;
}

/** @internal */
export function readWireBody(given: RequestInit['body']): ReadWireBody {
  if (given === null || given === undefined) return { body: { content: null } };
  if (typeof given === 'string' || given instanceof URLSearchParams) {
    const { body, contentType } = readBody(given);
    return { body: { content: body.kind === 'bytes' ? body.bytes : null }, contentType };
  }
  if (given instanceof ArrayBuffer) return { body: { content: new Uint8Array(given) } };
  if (ArrayBuffer.isView(given)) {
    return { body: { content: new Uint8Array(given.buffer, given.byteOffset, given.byteLength) } };
  }
  if (given instanceof Blob) return blob(given);
  if (given instanceof FormData) return blob(encodeForm(given));
  if (given instanceof ReadableStream) return { body: { content: Readable.fromWeb(given) } };
  if (typeof given === 'object' && Symbol.asyncIterator in given) {
    return { body: { content: Readable.from(given, { objectMode: false }) } };
  }
  throw optionError(
    'The body is of a type that cannot be sent. Give a string, bytes, URLSearchParams, FormData, a Blob, a ' +
      'ReadableStream or an async iterable of bytes; objects by JSON.stringify. A function that makes a body is for a client.',
  );
}

function blob(given: Blob): ReadWireBody {
  return {
    body: { content: Readable.fromWeb(given.stream()), length: given.size },
    contentType: given.type === '' ? undefined : given.type,
  };
}
