import type { SignatureAlgorithm } from '../signatures/signer.ts';

/** What a signature of the draft says of its algorithm. `hs2019`: ask the key. */
export type CavageAlgorithm = 'hs2019' | 'rsa-sha256' | 'hmac-sha256' | 'ecdsa-sha256' | 'ed25519';

/** Each name means one algorithm; `hs2019` means that of the key, whichever it is. `rsa-sha1` is not here. */
const MEANS: Readonly<Record<CavageAlgorithm, SignatureAlgorithm | undefined>> = {
  hs2019: undefined,
  'rsa-sha256': 'rsa-v1_5-sha256',
  'hmac-sha256': 'hmac-sha256',
  'ecdsa-sha256': 'ecdsa-p256-sha256',
  ed25519: 'ed25519',
};

/** @internal */
export const CAVAGE_ALGORITHMS: readonly string[] = Object.keys(MEANS);

/** @internal */
export function isCavageAlgorithm(name: string): name is CavageAlgorithm {
  return Object.hasOwn(MEANS, name);
}

/** Whether a key may be used for a signature that names this algorithm. @internal */
export function fitsKey(named: CavageAlgorithm, algorithm: SignatureAlgorithm): boolean {
  return MEANS[named] === undefined || MEANS[named] === algorithm;
}
