import type { Call } from '../core/call.ts';
import { bytesSource } from '../response/bytes-source.ts';
import { createAnswer } from '../response/create-answer.ts';
import { type Entry, headerOf } from './entry.ts';
import { rangeOf } from './range.ts';

/** Whether the part that is asked for, if one is, can be cut out of what is kept. @internal */
export function canAnswer(entry: Entry, range: string | undefined): boolean {
  return range === undefined || cut(entry, range) !== undefined;
}

/** A new `Response` over the bytes that are kept. @internal */
export function answerOf(entry: Entry, call: Call, range: string | undefined, ageMs: number): Response {
  const { status, statusText, body } = entry;
  const from = { url: call.url, redirected: false };
  const part = range === undefined || call.method === 'HEAD' ? undefined : cut(entry, range);
  const isWhole = part === undefined;
  const bytes = isWhole ? body : part.bytes;
  const head = {
    status: isWhole ? status : 206,
    statusText: isWhole ? statusText : 'Partial Content',
    headers: headersOf(entry),
  };
  const source = bytes === null || call.method === 'HEAD' ? null : bytesSource(bytes);
  const answer = createAnswer(head, from, source);
  const { headers } = answer;
  headers.set('age', String(Math.floor(ageMs / 1000)));
  if (!isWhole) {
    headers.set('content-range', part.contentRange);
    headers.set('content-length', String(part.bytes.byteLength));
  }
  return answer;
}

/** To copy one costs a third of making one, and holding one for each entry would cost more memory than the entry. */
const recent = new Map<Entry, Headers>();
const RECENT = 100;

function headersOf(entry: Entry): Headers {
  const known = recent.get(entry);
  if (known !== undefined) return known;
  const headers = new Headers();
  for (const [name, value] of entry.headers) headers.append(name, value);
  recent.set(entry, headers);
  for (const oldest of recent.keys()) {
    if (recent.size <= RECENT) break;
    recent.delete(oldest);
  }
  return headers;
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
