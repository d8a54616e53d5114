import { backEnd } from '../../crypto/back-end.ts';
import type { Jwk } from '../../crypto/jwk.ts';
import type { VerifyKey } from '../signer.ts';
import { type ImportKeyOptions, readKeyInput, unfitKey } from './key-input.ts';

/**
 * A public key to verify with. Do it once, and not for each request.
 *
 * @param key - A public JWK, or a PEM that begins with `-----BEGIN PUBLIC KEY-----` (SPKI).
 *
 * @throws A `HoldfastError` with code `options` where the key is not one of its algorithm, is an RSA key of less than 2048
 *   bits, does not say enough of itself, or is a private one.
 *
 * @example
 * ```ts
 * const keys = await Promise.all(jwks.keys.map((jwk) => importVerifyKey(jwk)));
 * ```
 */
export async function importVerifyKey(key: Jwk | string, options: ImportKeyOptions = {}): Promise<VerifyKey> {
  const input = await readKeyInput(key, 'public', options);
  const { keyId, algorithm, data } = input;
  try {
    const verify = await backEnd().importPublic(algorithm, data);
    return { keyId, algorithm, verify: async (base, signature) => holds(verify, base, signature) };
  } catch (cause) {
    throw unfitKey(input, cause);
  }
}

/** A library that throws at octets that are no signature must not crash whoever asks. */
async function holds(
  verify: VerifyKey['verify'],
  ...given: Parameters<VerifyKey['verify']>
): Promise<boolean> {
  try {
    return await verify(...given);
  } catch {
    return false;
  }
}
