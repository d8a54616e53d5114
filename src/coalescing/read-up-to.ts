import { joinBytes } from '../body/join-bytes.ts';
import type { BodySource } from '../response/body-source.ts';

/** A body that was read to its end, or one that is longer than the limit, with nothing of it lost. @internal */
export type ReadUpTo =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'long'; readonly body: BodySource };

/** @internal */
export async function readUpTo(body: BodySource, limit: number): Promise<ReadUpTo> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await body.read();
    if (done) return { kind: 'whole', bytes: joinBytes(chunks) };
    chunks.push(value);
    size += value.byteLength;
    if (size > limit) return { kind: 'long', body: rest(chunks, body) };
  }
}

/** What has been read, and then what has not. */
function rest(chunks: Uint8Array[], body: BodySource): BodySource {
  return {
    async read() {
      const value = chunks.shift();
      return value === undefined ? body.read() : { done: false, value };
    },
    cancel: (reason) => body.cancel(reason),
    onFail: (listener) => body.onFail?.(listener),
  };
}
