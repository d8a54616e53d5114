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

/** The stream that a reader sees. `attach` gets the sink that feeds it. @internal */
export function answerBody(source: Source, attach: (sink: Sink) => void): ReadableStream<Uint8Array> {
  let open = true;
  return new ReadableStream(
    {
      type: 'bytes',
      start(controller) {
        attach({
          write(chunk) {
            if (!open || chunk.byteLength === 0) return true;
            // A copy: enqueueing takes the buffer away, and undici's parser still reads in it.
            controller.enqueue(new Uint8Array(chunk));
            return (controller.desiredSize ?? 0) > 0;
          },
          end() {
            if (!open) return;
            open = false;
            controller.close();
            controller.byobRequest?.respond(0);
          },
          fail(error) {
            if (!open) return;
            open = false;
            controller.error(error);
          },
        });
      },
      pull: () => source.resume(),
      cancel() {
        open = false;
        source.cancel();
      },
    },
    { highWaterMark: AHEAD },
  );
}
