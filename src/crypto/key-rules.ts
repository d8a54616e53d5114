import type { SignatureAlgorithm } from '../signatures/signer.ts';
import type { KeyPairAlgorithm } from './back-end.ts';

/** What Web Crypto calls an algorithm. */
export interface WebName {
  readonly name: string;
  readonly hash?: string;
  readonly namedCurve?: string;
  readonly saltLength?: number;
}

/** @internal */
export const WEB_NAMES: Readonly<Record<KeyPairAlgorithm, WebName>> = {
  ed25519: { name: 'Ed25519' },
  'ecdsa-p256-sha256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'ecdsa-p384-sha384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  'rsa-pss-sha512': { name: 'RSA-PSS', hash: 'SHA-512', saltLength: 64 },
  'rsa-v1_5-sha256': { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
};

/** How long a signature is, where that does not depend on the key. @internal */
export const SIGNATURE_BYTES: Readonly<Partial<Record<SignatureAlgorithm, number>>> = {
  ed25519: 64,
  'ecdsa-p256-sha256': 64,
  'ecdsa-p384-sha384': 96,
  'hmac-sha256': 32,
};

const LEAST_RSA_BITS = 2048;

/** Throws where an RSA key is too short to be trusted. @internal */
export function leastRsaBits(bits: number): void {
  if (bits >= LEAST_RSA_BITS) return;
  throw new TypeError(`the key has ${bits} bits, and ${LEAST_RSA_BITS} is the least`);
}
