import { backEnd } from '../../crypto/back-end.ts';
import type { Jwk } from '../../crypto/jwk.ts';
import type { Signer } from '../signer.ts';
import { type ImportKeyOptions, readKeyInput, unfitKey } from './key-input.ts';

/**
 * A private key to sign with. Do it once, when the program starts: reading a key takes longer than signing with it.
 *
 * @param key - A private JWK, or a PEM that begins with `-----BEGIN PRIVATE KEY-----` (PKCS#8).
 *
 * @throws A `HoldfastError` with code `options` where the key is not one of its algorithm, is an RSA key of less than 2048
 *   bits, or does not say enough of itself.
 *
 * @example
 * ```ts
 * const key = await importSigner(JSON.parse(process.env.SIGNING_KEY ?? ''), { keyId: 'orders-2026-11' });
 * ```
 */
export async function importSigner(key: Jwk | string, options: ImportKeyOptions = {}): Promise<Signer> {
  const input = await readKeyInput(key, 'private', options);
  const { keyId, algorithm, data } = input;
  try {
    return { keyId, algorithm, sign: await backEnd().importPrivate(algorithm, data) };
  } catch (cause) {
    throw unfitKey(input, cause);
  }
}
