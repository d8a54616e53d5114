/** The algorithms of RFC 9421, section 3.3. */
export type SignatureAlgorithm =
  | 'ed25519'
  | 'ecdsa-p256-sha256'
  | 'ecdsa-p384-sha384'
  | 'rsa-pss-sha512'
  | 'rsa-v1_5-sha256'
  | 'hmac-sha256';

/**
 * A key that signs, and the one algorithm it signs with. Import one with `importSigner`, or write one around a key that
 * never leaves its hardware or its service.
 *
 * @example
 * ```ts
 * const signer: Signer = {
 *   keyId: 'orders-2026-11',
 *   algorithm: 'ecdsa-p256-sha256',
 *   sign: (base) => kms.sign(base), // r and s, 64 octets
 * };
 * ```
 */
export interface Signer {
  /** What verifiers find the public key by. A date or a thumbprint in it makes rotation easy; never give it twice. */
  readonly keyId: string;
  readonly algorithm: SignatureAlgorithm;
  /** The signature of the octets given: 64 or 96 of them, r then s, for ECDSA. */
  sign(base: Uint8Array<ArrayBuffer>): Uint8Array | Promise<Uint8Array>;
}

/**
 * A key that verifies, and the one algorithm it may be used with. What a message says of its algorithm never chooses;
 * where it says something else, it is refused. Import one with `importVerifyKey`.
 */
export interface VerifyKey {
  readonly keyId: string;
  readonly algorithm: SignatureAlgorithm;
  /** Whether `signature` is this key's over `base`. */
  verify(base: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): boolean | Promise<boolean>;
}
