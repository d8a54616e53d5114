import { backEnd } from '../../crypto/back-end.ts';
import type { Jwk } from '../../crypto/jwk.ts';
import { optionError } from '../../errors/option-error.ts';
import type { SignatureAlgorithm } from '../signer.ts';
import { thumbprint } from './thumbprint.ts';

/** A new key pair. */
export interface GeneratedKeys {
  /** For whoever signs. Keep it secret. */
  readonly privateJwk: Jwk;
  /** For whoever verifies. */
  readonly publicJwk: Jwk;
}

/** The `alg` of a JWK, so that an RSA key says which of the two it is for. */
const ALG = {
  ed25519: 'EdDSA',
  'ecdsa-p256-sha256': 'ES256',
  'ecdsa-p384-sha384': 'ES384',
  'rsa-pss-sha512': 'PS512',
  'rsa-v1_5-sha256': 'RS256',
} as const;

/**
 * A new key pair as JWKs, both with the same `kid`: the key's thumbprint.
 *
 * @param algorithm - Default `'ed25519'`.
 *
 * @throws A `HoldfastError` with code `options` at an algorithm that has no key pair.
 *
 * @example
 * ```ts
 * const { privateJwk, publicJwk } = await generateKeys();
 * ```
 */
export async function generateKeys(
  algorithm: Exclude<SignatureAlgorithm, 'hmac-sha256'> = 'ed25519',
): Promise<GeneratedKeys> {
  if (!Object.hasOwn(ALG, algorithm)) {
    throw optionError(`There is no key pair for ${algorithm}. There are: ${Object.keys(ALG).join(', ')}.`);
  }
  const { privateJwk, publicJwk } = await backEnd().generate(algorithm);
  const kid = await thumbprint(publicJwk);
  const more = { kid, alg: ALG[algorithm], use: 'sig' };
  return { privateJwk: { ...privateJwk, ...more }, publicJwk: { ...publicJwk, ...more } };
}
