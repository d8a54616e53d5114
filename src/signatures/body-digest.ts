import type { CallBody } from '../body/call-body.ts';
import { readBody } from '../body/read-body.ts';
import type { Call } from '../core/call.ts';
import { backEnd } from '../crypto/back-end.ts';
import type { DigestAlgorithm } from '../digest/digest-algorithm.ts';
import { misuse } from './misuse.ts';

/** By body, which is the same object for all attempts of a call: an attempt costs no hash. */
const known = new WeakMap<CallBody, Map<DigestAlgorithm, Promise<string> | string>>();

/**
 * The value of `Content-Digest` for the body of a call. Made once, however often the body is sent.
 *
 * @throws A `HoldfastError` with code `options` where the body can be read only once, or cannot be made.
 *
 * @internal
 */
export function bodyDigest(call: Call, algorithm: DigestAlgorithm): Promise<string> | string {
  const digests = known.get(call.body) ?? new Map<DigestAlgorithm, Promise<string> | string>();
  const digest = digests.get(algorithm) ?? make(call, algorithm);
  known.set(call.body, digests.set(algorithm, digest));
  if (digest instanceof Promise) {
    digest.then(
      (value) => digests.set(algorithm, value),
      () => digests.delete(algorithm),
    );
  }
  return digest;
}

function make(call: Call, algorithm: DigestAlgorithm): Promise<string> | string {
  const { body } = call;
  const field = (hash: string) => `${algorithm}=:${hash}:`;
  if (body.kind === 'none' || body.kind === 'bytes') {
    const hash = backEnd().hash(algorithm, body.kind === 'none' ? new Uint8Array() : body.bytes);
    return hash instanceof Promise ? hash.then(field) : field(hash);
  }
  if (body.kind === 'factory') return ofFactory(call, body.make, algorithm).then(field);
  throw misuse(
    call,
    'cannot be signed: the body is a stream, which can be read only once, so it cannot be hashed and then sent. Give a function that ' +
      'makes it, or its Content-Digest.',
  );
}

/** Made once more than it is sent. In pieces: it may be larger than memory. */
async function ofFactory(
  call: Call,
  factory: (CallBody & { kind: 'factory' })['make'],
  algorithm: DigestAlgorithm,
): Promise<string> {
  let content: Awaited<ReturnType<typeof factory>>;
  try {
    content = await factory();
  } catch (cause) {
    throw misuse(call, 'cannot be signed: the function that makes the body failed.', cause);
  }
  if (content instanceof FormData) {
    throw misuse(
      call,
      'cannot be signed: the function that makes the body gives a FormData, whose bytes differ each time. Give the FormData itself.',
    );
  }
  const { body } = readBody(content);
  const hash = backEnd().createHash(algorithm);
  if (body.kind === 'bytes') hash.update(body.bytes);
  else {
    const stream = new Response(content).body;
    if (stream !== null) for await (const chunk of stream) hash.update(chunk);
  }
  return hash.digest();
}
