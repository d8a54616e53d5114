import type { CallBody } from './call-body.ts';
import { joinBytes } from './join-bytes.ts';

/**
 * The body of a `Request`, which is always a stream, whatever it was made from. Up to `limit` bytes it is read into
 * memory, so that the call can be tried again; beyond that it stays a stream, and can be sent once.
 *
 * @internal
 */
export async function readStream(
  stream: ReadableStream<Uint8Array>,
  limit: number,
): Promise<Extract<CallBody, { kind: 'bytes' | 'one-shot' }>> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { kind: 'bytes', bytes: joinBytes(chunks) };
    chunks.push(value);
    size += value.byteLength;
    if (size > limit) return { kind: 'one-shot', content: rest(chunks, reader) };
  }
}

function rest(
  read: Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = read.shift();
        if (chunk !== undefined) return controller.enqueue(chunk);
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
