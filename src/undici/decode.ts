import { type Duplex, pipeline, Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import type { Sink, Source } from './inbox.ts';

/** Each coding multiplies what a small answer can blow up to. */
const MOST_CODINGS = 5;

/** Forgiving at the end of the data, as browsers and curl are. */
const ZLIB = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const BROTLI = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };

/**
 * What was done to an answer, as its `Content-Encoding` says, in the order in which it was done. None, if one of them
 * is not known: then the answer is handed on as it came, as fetch does.
 *
 * @internal
 */
export function readCodings(header: string | null): readonly string[] {
  const codings = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '');
  if (codings.length > MOST_CODINGS) {
    throw new TypeError(
      `The answer is encoded ${codings.length} times; at most ${MOST_CODINGS} are decoded.`,
    );
  }
  return codings.every((coding) => /^(x-gzip|gzip|deflate|br)$/.test(coding)) ? codings : [];
}

/**
 * A sink that decodes what is written to it, and the source that a reader of the decoded bytes draws from. Nothing is
 * made before the first byte: decoders do not like an empty answer.
 *
 * @internal
 */
export class Decoding implements Sink, Source {
  readonly #codings: readonly string[];
  readonly #from: Source;
  #to: Sink | undefined;
  #encoded: Readable | undefined;
  #decoded: Duplex | undefined;

  constructor(codings: readonly string[], from: Source) {
    this.#codings = codings;
    this.#from = from;
  }

  attach(to: Sink): void {
    this.#to = to;
  }

  write(chunk: Uint8Array): boolean {
    this.#encoded ??= this.#start(chunk);
    return this.#encoded.push(chunk);
  }

  end(): void {
    if (this.#encoded === undefined) this.#to?.end();
    else this.#encoded.push(null);
  }

  fail(error: unknown): void {
    this.#to?.fail(error);
    this.#encoded?.destroy();
  }

  resume(): void {
    if (this.#decoded === undefined) this.#from.resume();
    else this.#decoded.resume();
  }

  cancel(): void {
    this.#encoded?.destroy();
    this.#from.cancel();
  }

  #start(first: Uint8Array): Readable {
    const encoded = new Readable({ read: () => this.#from.resume() });
    const decoders = this.#codings.toReversed().map((coding) => decoder(coding, first));
    pipeline([encoded, ...decoders], (error) => {
      if (!error) return;
      this.#to?.fail(new TypeError('terminated', { cause: error }));
      this.#from.cancel();
    });
    this.#decoded = decoders.at(-1);
    this.#decoded?.on('data', (chunk: Uint8Array) => {
      if (this.#to?.write(chunk) === false) this.#decoded?.pause();
    });
    this.#decoded?.on('end', () => this.#to?.end());
    return encoded;
  }
}

function decoder(coding: string, first: Uint8Array): Duplex {
  if (coding === 'br') return createBrotliDecompress(BROTLI);
  if (coding !== 'deflate') return createGunzip(ZLIB);
  // Many servers send deflate without the zlib wrapper it should have. Its first byte tells.
  return ((first[0] ?? 0) & 0x0f) === 0x08 ? createInflate(ZLIB) : createInflateRaw(ZLIB);
}
