import { joinBytes } from '../body/join-bytes.ts';
import type { BodySource } from '../response/body-source.ts';

/**
 * A body that is kept when it has been read to its end. One that is cut short, by whomever, or turns out too long is not.
 *
 * @param expected - How many bytes were announced, if that can be told.
 *
 * @internal
 */
export function tap(
  body: BodySource,
  {
    limit,
    expected,
    keep,
    drop,
  }: {
    readonly limit: number;
    readonly expected: number | undefined;
    readonly keep: (bytes: Uint8Array<ArrayBuffer>) => void;
    readonly drop: (because: 'too-large' | 'incomplete') => void;
  },
): BodySource {
  let chunks: Uint8Array[] | undefined = [];
  let size = 0;

  const giveUp = (because: 'too-large' | 'incomplete') => {
    if (chunks !== undefined) drop(because);
    chunks = undefined;
  };

  return {
    async read() {
      try {
        const result = await body.read();
        if (result.done) {
          if (expected !== undefined && expected !== size) giveUp('incomplete');
          if (chunks !== undefined) keep(joinBytes(chunks));
          chunks = undefined;
          return result;
        }
        size += result.value.byteLength;
        if (size > limit) giveUp('too-large');
        chunks?.push(result.value);
        return result;
      } catch (error) {
        giveUp('incomplete');
        throw error;
      }
    },
    cancel(reason) {
      giveUp('incomplete');
      return body.cancel(reason);
    },
    onFail: (listener) => body.onFail?.(listener),
  };
}
