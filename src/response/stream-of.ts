import type { BodySource } from './body-source.ts';

/** A web stream of a source, for those who ask for one. It reads when it is read. @internal */
export function streamOf(source: BodySource): ReadableStream<Uint8Array> {
  let failed = false;
  return new ReadableStream({
    type: 'bytes',
    start(controller) {
      source.onFail?.((error) => {
        failed = true;
        controller.error(error);
      });
    },
    async pull(controller) {
      for (;;) {
        const { done, value } = await source.read();
        if (failed) return;
        if (done) {
          controller.close();
          controller.byobRequest?.respond(0);
          return;
        }
        if (value.byteLength === 0) continue;
        // A copy: enqueueing takes the buffer away from whoever made it, and it may not be ours to take.
        controller.enqueue(new Uint8Array(value));
        return;
      }
    },
    cancel: async (reason) => {
      await source.cancel(reason);
    },
  });
}
