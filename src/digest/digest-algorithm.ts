/**
 * A digest algorithm that counts: those that RFC 9530, section 5, registers as active. The others (`md5`, `sha`,
 * `unixsum`, `unixcksum`, `adler`, `crc32c`) vouch for nothing: anybody can make other octets that match.
 */
export type DigestAlgorithm = 'sha-256' | 'sha-512';

/** The stronger one first. @internal */
export const DIGEST_ALGORITHMS: readonly DigestAlgorithm[] = ['sha-512', 'sha-256'];

/** @internal */
export function isDigestAlgorithm(name: string): name is DigestAlgorithm {
  return name === 'sha-256' || name === 'sha-512';
}
