import type { Send } from './send.ts';

export type CacheOptions = { maxEntries: number };

type Chunks = Uint8Array<ArrayBuffer>[];
type Entry = { asked: Headers; response: Response; chunks: Chunks; goodUntil: number };

export function remembering(options: CacheOptions | undefined): (send: Send) => Send {
  if (options === undefined) return (send) => send;
  const cache = new PrivateCaches(options.maxEntries);
  return (send) => (url, init) => cache.answer(send, url, init);
}

/** Hands an answer over at once, and keeps it when the caller has read it to its end. */
class PrivateCaches {
  readonly #room: number;
  /** By user and address; the one used longest ago comes first. */
  readonly #variants = new Map<string, Entry[]>();
  #count = 0;
  #lastWrite = 0;

  constructor(room: number) {
    this.#room = room;
  }

  async answer(send: Send, url: URL, init: RequestInit): Promise<Response> {
    if (init.signal?.aborted) throw init.signal.reason;
    const number = ++this.#count;
    const asked = new Headers(init.headers);
    const who = [asked.get('authorization'), asked.get('cookie')];
    const key = JSON.stringify([who, url.origin, url.pathname, url.search]);
    const method = (init.method ?? 'get').toUpperCase();
    if (method !== 'GET') {
      const response = await send(url, init);
      if (!/^(HEAD|OPTIONS)$/.test(method) && response.status < 400) this.#forget(key);
      return response;
    }
    const found = this.#variants.get(key)?.find((entry) => isAlike(entry, asked));
    if (found !== undefined && Date.now() < found.goodUntil) {
      this.#touch(key);
      return withBody(found.response, new Blob(found.chunks).stream());
    }
    const response = await send(url, init);
    const seconds = secondsOf(response.headers);
    if (response.status !== 200 || seconds <= 0 || response.body === null) return response;
    const entry: Entry = { asked, response, chunks: [], goodUntil: Date.now() + seconds * 1000 };
    const keep = () => {
      if (this.#lastWrite < number) this.#keep(key, entry);
    };
    return withBody(response, response.body.pipeThrough(collecting(entry.chunks, keep)));
  }

  #keep(key: string, entry: Entry): void {
    const others = (this.#variants.get(key) ?? []).filter((other) => !isAlike(other, entry.asked));
    this.#variants.set(key, [...others, entry].slice(-this.#room));
    this.#touch(key);
    let kept = [...this.#variants.values()].flat().length;
    for (const [oldest, entries] of this.#variants) {
      if (kept <= this.#room) break;
      this.#variants.delete(oldest);
      kept -= entries.length;
    }
  }

  #touch(key: string): void {
    const entries = this.#variants.get(key) ?? [];
    this.#variants.delete(key);
    this.#variants.set(key, entries);
  }

  #forget(key: string): void {
    this.#variants.delete(key);
    this.#lastWrite = this.#count;
  }
}

function collecting(chunks: Chunks, whole: () => void) {
  return new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      chunks.push(chunk.slice());
      controller.enqueue(chunk);
    },
    flush: whole,
  });
}

function isAlike({ asked, response }: Entry, headers: Headers): boolean {
  return vary(response.headers).every((name) => asked.get(name) === headers.get(name));
}

function vary(headers: Headers): string[] {
  const value = headers.get('vary') ?? '';
  return value === '' ? [] : value.split(',').map((name) => name.trim());
}

/** It may have been underway for a while, so half a second is taken off. */
function secondsOf(headers: Headers): number {
  const directives = new Map<string, string>();
  for (const part of (headers.get('cache-control') ?? '').toLowerCase().split(',')) {
    const [name = '', value = ''] = part.trim().split('=');
    directives.set(name, value);
  }
  if (directives.has('no-store') || directives.has('no-cache')) return 0;
  if (vary(headers).includes('*')) return 0;
  return Number(directives.get('max-age') ?? 0) - Number(headers.get('age')) - 0.5;
}

function withBody({ status, statusText, headers, url }: Response, body: ReadableStream): Response {
  return Object.defineProperty(new Response(body, { status, statusText, headers }), 'url', { value: url });
}
