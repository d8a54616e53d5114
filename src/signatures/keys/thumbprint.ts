import { backEnd } from '../../crypto/back-end.ts';
import type { Jwk } from '../../crypto/jwk.ts';
import { optionError } from '../../errors/option-error.ts';

/**
 * The SHA-256 thumbprint of a key (RFC 7638), in base64url: a name for it that both sides can work out, and that no other
 * key has. The same for both halves.
 *
 * @throws A `HoldfastError` with code `options` where the JWK is not one of a key pair.
 *
 * @example
 * ```ts
 * const keyId = await thumbprint(publicJwk);
 * ```
 */
export async function thumbprint({ kty, crv, x, y, n, e }: Jwk): Promise<string> {
  const members = { RSA: { e, kty, n }, EC: { crv, kty, x, y }, OKP: { crv, kty, x } }[kty ?? ''];
  if (members === undefined || Object.values(members).includes(undefined)) {
    throw optionError('The key is no JWK of kty RSA, EC or OKP with all of its public members.');
  }
  const hash = await backEnd().hash('sha-256', new TextEncoder().encode(JSON.stringify(members)));
  return hash.replaceAll('+', '-').replaceAll('/', '_').replace('=', '');
}
