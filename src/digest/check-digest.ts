import { backEnd } from '../crypto/back-end.ts';
import { encodeBase64 } from '../structured-fields/base64.ts';
import { parseDictionary } from '../structured-fields/parse.ts';
import type { Dictionary } from '../structured-fields/types.ts';
import { type DigestAlgorithm, isDigestAlgorithm } from './digest-algorithm.ts';

/**
 * What comes of comparing a digest with octets. `unsupported`: none of its algorithms counts. `malformed`: it is no
 * digest field, or names an algorithm twice. Only `matches` means that the octets are the ones.
 */
export type DigestVerdict = 'matches' | 'differs' | 'unsupported' | 'malformed';

/** Options of {@link checkDigest}. */
export interface CheckDigestOptions {
  /** Members that count, where a signature covers only some. Default: all that are there. */
  readonly only?: readonly string[];
  /** Algorithms that count. Default `['sha-256', 'sha-512']`. */
  readonly algorithms?: readonly DigestAlgorithm[];
}

/**
 * Compares the value of a `Content-Digest` or `Repr-Digest` field (RFC 9530) with octets. Where it holds several digests
 * that count, all of them must match: who changes the octets can add a digest, but cannot take away that another differs.
 *
 * @param field - All lines of the field, joined by `', '`.
 *
 * @example
 * ```ts
 * if ((await checkDigest(digest, body)) !== 'matches') return badRequest();
 * ```
 */
export async function checkDigest(
  field: string,
  content: Uint8Array<ArrayBuffer>,
  { only, algorithms = ['sha-256', 'sha-512'] }: CheckDigestOptions = {},
): Promise<DigestVerdict> {
  const dictionary = read(field);
  if (dictionary === undefined || dictionary.repeated.length > 0) return 'malformed';
  let verdict: DigestVerdict = 'unsupported';
  for (const [name, member] of dictionary.members) {
    if (only !== undefined && !only.includes(name)) continue;
    if (!isDigestAlgorithm(name) || !algorithms.includes(name)) continue;
    if (member.kind !== 'item' || member.bare.type !== 'bytes') return 'malformed';
    const actual = await backEnd().hash(name, content);
    if (actual !== encodeBase64(member.bare.value)) return 'differs';
    verdict = 'matches';
  }
  return verdict;
}

function read(field: string): Dictionary | undefined {
  try {
    return parseDictionary(field);
  } catch {
    return undefined;
  }
}
