import { isOctets } from '../../body/is-octets.ts';
import { backEnd } from '../../crypto/back-end.ts';
import { optionError } from '../../errors/option-error.ts';
import type { Signer, VerifyKey } from '../signer.ts';

/** As many octets as its hash has; a shorter secret can be guessed. */
const LEAST_BYTES = 32;

/**
 * A secret that two parties share, to sign and to verify with by hmac-sha256. Fast; but whoever can verify can also sign.
 * Give it between services of your own, and key pairs between strangers.
 *
 * @param secret - 32 random octets or more. Never a public key, whose octets everybody knows.
 *
 * @throws A `HoldfastError` with code `options` where it is no secret, or too short.
 *
 * @example
 * ```ts
 * const secret = Uint8Array.from(atob(process.env.SIGNING_SECRET ?? ''), (c) => c.charCodeAt(0));
 * const key = await importSecret(secret, { keyId: 'orders-2026-11' });
 * ```
 */
export async function importSecret(
  secret: Uint8Array,
  { keyId }: { readonly keyId: string },
): Promise<Signer & VerifyKey> {
  if (!isOctets(secret)) throw optionError('The secret is not a Uint8Array. Give its octets.');
  if (typeof keyId !== 'string') throw optionError('Option keyId is missing. A secret does not say it.');
  if (secret.byteLength < LEAST_BYTES) {
    throw optionError(`The secret has ${secret.byteLength} octets. Give ${LEAST_BYTES} random ones or more.`);
  }
  if (looksPublic(secret))
    throw optionError('The secret is a public key, which everybody knows. Give it to importVerifyKey.');
  const { sign, verify } = await backEnd().importSecret(new Uint8Array(secret));
  return { keyId, algorithm: 'hmac-sha256', sign, verify };
}

/** A PEM, or the DER of an SPKI or PKCS#1 structure: 30, the length of all that follows, and then 30 or 02. */
function looksPublic(secret: Uint8Array): boolean {
  if (new TextDecoder('latin1').decode(secret.subarray(0, 11)).startsWith('-----BEGIN ')) return true;
  const [tag, length = 0] = secret;
  const start = length < 0x80 ? 2 : 2 + (length & 0x7f);
  const declared =
    start === 2 ? length : secret.subarray(2, start).reduce((sum, octet) => sum * 256 + octet, 0);
  const inner = secret[start];
  return tag === 0x30 && declared === secret.byteLength - start && (inner === 0x30 || inner === 0x02);
}
