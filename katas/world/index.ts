export { type KeyPair, keyPair, type Signer, type VerifyKey } from './key-pair.ts';
export type { Outage } from './network-error.ts';
export { nonceStore, type ReplayStore } from './nonce-store.ts';
export { pass } from './pass.ts';
export { type Remote, remote } from './remote.ts';
export type { Answer, Answers, FlakyPattern, Lie, SeenRequest } from './remote-state.ts';
export { type SeenSignature, signatureOf } from './signature-of.ts';
export { type SignedOptions, signed } from './signed.ts';
export { UnexpectedRequestError } from './unexpected-request-error.ts';
