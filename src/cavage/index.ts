/**
 * Signatures by draft-cavage-http-signatures-12, which RFC 9421 has replaced, for peers that know nothing else: most of
 * the fediverse.
 *
 * @packageDocumentation
 */
export type { CavageAlgorithm } from './algorithms.ts';
export { doubleKnock } from './double-knock.ts';
export { type SignCavageOptions, signCavage } from './layer.ts';
export { type CavageStringOptions, cavageString } from './signing-string.ts';
export { type CavagePolicy, type CavageVerified, verifyCavage } from './verify-cavage.ts';
