import type { Call } from '../core/call.ts';
import { bytesSource } from '../response/bytes-source.ts';
import { createAnswer } from '../response/create-answer.ts';
import { type Entry, headerOf } from './entry.ts';
import { rangeOf } from './range.ts';

/** Undefined: a part is asked for that cannot be cut out of what is kept. @internal */
export function canAnswer(entry: Entry, { headers }: Call): boolean {
  const range = headers.get('range');
  return range === null || cut(entry, range) !== undefined;
}

/** A new `Response` over the bytes that are kept. @internal */
export function answerOf(entry: Entry, call: Call, ageMs: number): Response {
  const headers = new Headers();
  for (const [name, value] of entry.headers) headers.append(name, value);
  headers.set('age', String(Math.floor(ageMs / 1000)));
  const from = { url: call.url, redirected: false };
  if (call.method === 'HEAD') return createAnswer({ ...whole(entry), headers }, from, null);

  const range = call.headers.get('range');
  const part = range === null ? undefined : cut(entry, range);
  if (part === undefined) {
    const source = entry.body === null ? null : bytesSource(entry.body);
    return createAnswer({ ...whole(entry), headers }, from, source);
  }
  headers.set('content-range', part.contentRange);
  headers.set('content-length', String(part.bytes.byteLength));
  const head = { status: 206, statusText: 'Partial Content', headers };
  return createAnswer(head, from, bytesSource(part.bytes));
}

function whole({ status, statusText }: Entry) {
  return { status, statusText };
}

/** A part of the whole, where the bytes are those that were sent: what has been unpacked is another whole. */
function cut(
  entry: Entry,
  field: string,
): { bytes: Uint8Array<ArrayBuffer>; contentRange: string } | undefined {
  const { body, status, headers } = entry;
  if (body === null || status !== 200 || headerOf(headers, 'content-encoding') !== null) return undefined;
  const range = rangeOf(field, body.byteLength);
  if (range === undefined) return undefined;
  const { start, end } = range;
  return {
    bytes: body.subarray(start, end + 1),
    contentRange: `bytes ${start}-${end}/${body.byteLength}`,
  };
}
