import { readStream } from '../../body/read-stream.ts';
import { discard } from '../../response/discard.ts';

/**
 * The body's bytes, up to `limit`; undefined where there are more. A copy is read, so that whoever comes next finds the
 * body unread, in an object that a framework may know again. What the copy costs is bounded by `limit`.
 *
 * @internal
 */
export async function readCopy(
  message: Request | Response,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const copy = message.body === null ? null : message.clone().body;
  if (copy === null) return new Uint8Array();
  const read = await readStream(copy, limit);
  if (read.kind === 'bytes') return read.bytes;
  discard(new Response(read.content));
  return undefined;
}
