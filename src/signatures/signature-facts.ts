import type { SignatureParameter } from './verify-policy.ts';

/** All that are registered (RFC 9421, section 2.3), in the order in which they are looked at. @internal */
export const SIGNATURE_PARAMETERS: readonly SignatureParameter[] = [
  'created',
  'expires',
  'nonce',
  'keyid',
  'tag',
  'alg',
];
