import {
  importSecret,
  importSigner,
  importVerifyKey,
  type SignatureAlgorithm,
  type Signer,
  type VerifyKey,
} from '../signatures/index.ts';
import { signatureVectors } from './signature-vectors.ts';

/** Both halves of a key of the vectors. */
export interface KeyPair {
  readonly signer: Signer;
  readonly verifyKey: VerifyKey;
}

const IDS = {
  ed25519: 'svc-ed25519',
  'ecdsa-p256-sha256': 'svc-p256',
  'ecdsa-p384-sha384': 'svc-p384',
  'rsa-pss-sha512': 'svc-rsa-pss',
  'rsa-v1_5-sha256': 'svc-rsa-v15',
  'hmac-sha256': 'svc-hmac',
} as const satisfies Record<SignatureAlgorithm, string>;

const { keys } = signatureVectors();

/** The key of the vectors for an algorithm, or the one of this name. */
export async function keyPair(
  which: SignatureAlgorithm | 'mallory-ed25519' | 'svc-ed25519-next',
): Promise<KeyPair> {
  const id = which === 'mallory-ed25519' || which === 'svc-ed25519-next' ? which : IDS[which];
  const key = keys[id];
  if (key === undefined) throw new Error(`There is no key ${id}.`);
  const options = { keyId: id, algorithm: key.alg };
  if (key.secret !== undefined) {
    const both = await importSecret(new Uint8Array(Buffer.from(key.secret, 'base64')), options);
    return { signer: both, verifyKey: both };
  }
  return {
    signer: await importSigner({ ...key.privateJwk, kty: key.kty }, options),
    verifyKey: await importVerifyKey(key.publicJwk, options),
  };
}
