import type { SignatureAlgorithm } from '../signatures/signer.ts';
import type { Jwk } from './jwk.ts';
import { nodeBackEnd } from './node-back-end.ts';
import { webBackEnd } from './web-back-end.ts';

/** The digest algorithms that count: RFC 9530, section 5. @internal */
export type HashAlgorithm = 'sha-256' | 'sha-512';

/** A key that has been imported: a JWK, or the DER of a PKCS#8 or SPKI structure. @internal */
export type KeyData =
  | { readonly kind: 'jwk'; readonly jwk: Jwk }
  | { readonly kind: 'der'; readonly der: Uint8Array<ArrayBuffer> };

/** @internal */
export interface Hash {
  update(data: Uint8Array): void;
  /** In base64. */
  digest(): string | Promise<string>;
}

/** @internal */
export type SignBytes = (data: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>;

/** @internal */
export type VerifyBytes = (
  data: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
) => boolean | Promise<boolean>;

/** Algorithms with a private and a public key. @internal */
export type KeyPairAlgorithm = Exclude<SignatureAlgorithm, 'hmac-sha256'>;

/**
 * What is asked of a cryptographic library. Imports reject where a key does not fit its algorithm; `verify` answers false
 * to whatever is no signature.
 *
 * @internal
 */
export interface BackEnd {
  /** In base64. */
  hash(algorithm: HashAlgorithm, data: Uint8Array<ArrayBuffer>): string | Promise<string>;
  /** For what comes in pieces. */
  createHash(algorithm: HashAlgorithm): Hash;
  importPrivate(algorithm: KeyPairAlgorithm, key: KeyData): Promise<SignBytes>;
  importPublic(algorithm: KeyPairAlgorithm, key: KeyData): Promise<VerifyBytes>;
  importSecret(
    secret: Uint8Array<ArrayBuffer>,
  ): Promise<{ readonly sign: SignBytes; readonly verify: VerifyBytes }>;
  generate(algorithm: KeyPairAlgorithm): Promise<{ readonly privateJwk: Jwk; readonly publicJwk: Jwk }>;
}

let chosen: BackEnd | undefined;

/** `node:crypto` where it exists, since a detour through Web Crypto halves the speed; Web Crypto elsewhere. @internal */
export function backEnd(): BackEnd {
  chosen ??= nodeBackEnd() ?? webBackEnd();
  return chosen;
}
