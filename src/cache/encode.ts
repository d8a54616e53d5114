import { createEntry, type Entry, type EntryParts } from './entry.ts';

/** Changes with the form of what is written, so that an older one is not misread. */
const VERSION = 1;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Entries as bytes: the length of the description, the description, and the bodies one after the other. @internal */
export function encode(entries: readonly Entry[]): Uint8Array {
  const described = entries.map(
    ({ status, statusText, headers, vary, requestedAtMs, receivedAtMs, body }) => ({
      status,
      statusText,
      headers,
      vary,
      requestedAtMs,
      receivedAtMs,
      length: body?.byteLength ?? -1,
    }),
  );
  const description = encoder.encode(JSON.stringify([VERSION, described]));
  const bodies = entries.map(({ body }) => body ?? new Uint8Array());
  const size = bodies.reduce((sum, { byteLength }) => sum + byteLength, 4 + description.byteLength);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, description.byteLength);
  bytes.set(description, 4);
  let at = 4 + description.byteLength;
  for (const body of bodies) {
    bytes.set(body, at);
    at += body.byteLength;
  }
  return bytes;
}

/** What {@link encode} made bytes of. Undefined where they are something else, or cut off. @internal */
export function decode(bytes: Uint8Array, heuristics: boolean): Entry[] | undefined {
  try {
    const start = 4 + new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
    const read: unknown = JSON.parse(decoder.decode(bytes.subarray(4, start)));
    if (!Array.isArray(read) || read[0] !== VERSION || !Array.isArray(read[1])) return undefined;
    let at = start;
    const entries = read[1].map((described) => {
      const { length, ...parts } = checked(described);
      const body = length < 0 ? null : bytes.slice(at, at + length);
      if (body !== null && body.byteLength !== length) throw new RangeError('cut off');
      at += Math.max(0, length);
      return createEntry({ ...parts, body, order: undefined }, heuristics);
    });
    return at === bytes.byteLength ? entries : undefined;
  } catch {
    return undefined;
  }
}

type Described = Omit<EntryParts, 'body' | 'order'> & { readonly length: number };

function checked(described: unknown): Described {
  if (isDescribed(described)) return described;
  throw new TypeError('not an entry');
}

function isDescribed(value: unknown): value is Described {
  if (typeof value !== 'object' || value === null) return false;
  const { status, statusText, headers, vary, requestedAtMs, receivedAtMs, length } = Object.assign(
    { status: 0, statusText: 0, headers: 0, vary: 0, requestedAtMs: 0, receivedAtMs: 0, length: '' },
    value,
  ) as Record<string, unknown>;
  return (
    [status, requestedAtMs, receivedAtMs, length].every(Number.isFinite) &&
    typeof statusText === 'string' &&
    arePairs(headers) &&
    arePairs(vary)
  );
}

function arePairs(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (pair) =>
        Array.isArray(pair) &&
        typeof pair[0] === 'string' &&
        (typeof pair[1] === 'string' || pair[1] === null),
    )
  );
}
