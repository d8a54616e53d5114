import type { BodySource, ReadResult } from '../response/body-source.ts';

/** Where the bytes of an answer go. @internal */
export interface Sink {
  /** Answers whether more is wanted at once. */
  write(chunk: Uint8Array): boolean;
  end(): void;
  fail(error: unknown): void;
}

/** Where they come from. @internal */
export interface Source {
  /** The reader wants more. */
  resume(): void;
  /** The reader wants no more. */
  cancel(): void;
}

/** As much waits to be read before the connection is told to wait. A short answer frees its connection unread. */
const AHEAD = 64 * 1024;

const DONE: ReadResult = { done: true };

/** What has come of an answer and has not been read. @internal */
export class Inbox implements Sink, BodySource {
  readonly #from: Source;
  #chunks: Uint8Array[] = [];
  #size = 0;
  #state: 'open' | 'ended' | 'failed' = 'open';
  #error: unknown;
  #waiting:
    | { readonly resolve: (result: ReadResult) => void; readonly reject: (error: unknown) => void }
    | undefined;
  #onFail: ((error: unknown) => void) | undefined;

  constructor(from: Source) {
    this.#from = from;
  }

  write(chunk: Uint8Array): boolean {
    if (this.#state !== 'open' || chunk.byteLength === 0) return true;
    if (this.#waiting !== undefined) {
      this.#settle()?.resolve({ done: false, value: chunk });
      return true;
    }
    this.#chunks.push(chunk);
    this.#size += chunk.byteLength;
    return this.#size < AHEAD;
  }

  end(): void {
    if (this.#state !== 'open') return;
    this.#state = 'ended';
    this.#settle()?.resolve(DONE);
  }

  fail(error: unknown): void {
    if (this.#state !== 'open') return;
    this.#state = 'failed';
    this.#error = error;
    this.#chunks = [];
    this.#settle()?.reject(error);
    this.#onFail?.(error);
  }

  async read(): Promise<ReadResult> {
    const value = this.#chunks.shift();
    if (value !== undefined) {
      this.#size -= value.byteLength;
      if (this.#size < AHEAD) this.#from.resume();
      return { done: false, value };
    }
    if (this.#state === 'failed') throw this.#error;
    if (this.#state === 'ended') return DONE;
    const result = new Promise<ReadResult>((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    this.#from.resume();
    return result;
  }

  async cancel(): Promise<void> {
    this.#chunks = [];
    this.end();
    this.#from.cancel();
  }

  onFail(listener: (error: unknown) => void): void {
    this.#onFail = listener;
  }

  #settle() {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }
}
