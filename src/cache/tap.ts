import { join } from '../coalescing/read-up-to.ts';

/**
 * A body that is kept when it has been read to its end. One that is cut short, by whomever, or turns out too long is not.
 *
 * @param expected - How many bytes were announced, if that can be told.
 *
 * @internal
 */
export function tap(
  body: ReadableStream<Uint8Array>,
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
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let chunks: Uint8Array[] | undefined = [];
  let size = 0;

  const giveUp = (because: 'too-large' | 'incomplete') => {
    if (chunks !== undefined) drop(because);
    chunks = undefined;
  };

  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          if (expected !== undefined && expected !== size) giveUp('incomplete');
          if (chunks !== undefined) keep(join(chunks, size));
          controller.close();
          controller.byobRequest?.respond(0);
          return;
        }
        size += value.byteLength;
        if (size > limit) giveUp('too-large');
        // A copy: enqueueing takes the buffer away.
        chunks?.push(value.slice());
        controller.enqueue(value);
      } catch (error) {
        giveUp('incomplete');
        controller.error(error);
      }
    },
    cancel(reason) {
      giveUp('incomplete');
      return reader.cancel(reason);
    },
  });
}
