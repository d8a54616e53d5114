export { type CheckDigestOptions, checkDigest, type DigestVerdict } from './check-digest.ts';
export { createDigest } from './create-digest.ts';
export type { DigestAlgorithm } from './digest-algorithm.ts';
export { preferredDigest, wantDigest } from './want-digest.ts';
