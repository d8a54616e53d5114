import { backEnd } from '../crypto/back-end.ts';
import { decodeBase64, encodeBase64 } from '../structured-fields/base64.ts';

/** What comes of comparing a `Digest` field with octets. */
export type LegacyDigestVerdict = 'matches' | 'differs' | 'unsupported' | 'malformed';

/**
 * Compares a `Digest` field (RFC 3230) with octets. All digests in it that count must match, and SHA-256 or SHA-512 must be
 * among them.
 *
 * @internal
 */
export async function checkLegacyDigest(
  field: string,
  content: Uint8Array<ArrayBuffer>,
): Promise<LegacyDigestVerdict> {
  const seen = new Set<string>();
  let verdict: LegacyDigestVerdict = 'unsupported';
  for (const part of field.split(',')) {
    const at = part.indexOf('=');
    const name = part.slice(0, Math.max(0, at)).trim().toLowerCase();
    if (name === '' || seen.has(name)) return 'malformed';
    seen.add(name);
    if (name !== 'sha-256' && name !== 'sha-512') continue;
    const octets = decodeBase64(part.slice(at + 1).trim());
    if (octets === undefined) return 'malformed';
    if (encodeBase64(octets) !== (await backEnd().hash(name, content))) return 'differs';
    verdict = 'matches';
  }
  return verdict;
}
