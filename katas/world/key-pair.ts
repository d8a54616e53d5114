import { generateKeyPairSync, sign, verify } from 'node:crypto';

/** What a client signs with. */
export type Signer = {
  keyId: string;
  algorithm: 'ed25519';
  sign(base: Uint8Array): Uint8Array<ArrayBuffer>;
};

/** What the other end verifies with. It cannot sign. */
export type VerifyKey = {
  keyId: string;
  algorithm: 'ed25519';
  verify(base: Uint8Array, signature: Uint8Array): boolean;
};

export type KeyPair = { signer: Signer; verifyKey: VerifyKey };

/** A new pair of keys: the private half signs, the public half verifies. Two pairs of the same name do not fit together. */
export function keyPair(keyId: string): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const known = { keyId, algorithm: 'ed25519' } as const;
  return {
    signer: { ...known, sign: (base) => new Uint8Array(sign(null, base, privateKey)) },
    verifyKey: { ...known, verify: (base, signature) => verify(null, base, publicKey, signature) },
  };
}
