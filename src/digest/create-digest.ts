import { backEnd } from '../crypto/back-end.ts';
import { optionError } from '../errors/option-error.ts';
import { type DigestAlgorithm, isDigestAlgorithm } from './digest-algorithm.ts';

/**
 * The value of a `Content-Digest` or `Repr-Digest` field (RFC 9530) for these octets.
 *
 * `Content-Digest` is of the content as it is sent, compressed if it is; `Repr-Digest` of the whole representation, of
 * which a range response sends a part. Where nothing is cut out and nothing is coded anew they are the same.
 *
 * @param algorithms - Default `['sha-256']`.
 *
 * @throws A `HoldfastError` with code `options` at an algorithm that does not count.
 *
 * @example
 * ```ts
 * headers.set('content-digest', await createDigest(new TextEncoder().encode('{"hello": "world"}')));
 * ```
 */
export async function createDigest(
  content: Uint8Array<ArrayBuffer>,
  algorithms: readonly DigestAlgorithm[] = ['sha-256'],
): Promise<string> {
  const unfit = algorithms.find((name) => !isDigestAlgorithm(name));
  if (unfit !== undefined || algorithms.length === 0) {
    throw optionError(
      `There is no digest algorithm ${unfit ?? ''} that counts. Give 'sha-256' or 'sha-512'.`,
    );
  }
  const { hash } = backEnd();
  const [only, ...others] = algorithms;
  if (only !== undefined && others.length === 0) return `${only}=:${await hash(only, content)}:`;
  const values = await Promise.all(algorithms.map((name) => hash(name, content)));
  return algorithms.map((name, index) => `${name}=:${values[index]}:`).join(', ');
}
