/**
 * Signatures of HTTP messages (RFC 9421), digests of their bodies (RFC 9530), and the structured fields both are
 * written in (RFC 9651).
 *
 * @packageDocumentation
 */
export type { Jwk } from '../crypto/jwk.ts';
export {
  type CheckDigestOptions,
  checkDigest,
  createDigest,
  type DigestAlgorithm,
  type DigestVerdict,
  preferredDigest,
  wantDigest,
} from '../digest/index.ts';
export {
  type BareItem,
  type Dictionary,
  type InnerList,
  type Item,
  type List,
  type Member,
  type Parameters,
  parseDictionary,
  parseItem,
  parseList,
  StructuredFieldError,
  serialiseDictionary,
  serialiseList,
  serialiseMember,
} from '../structured-fields/index.ts';
export type { Component, ComponentObject, StructuredFieldType } from './component.ts';
export { type GeneratedKeys, generateKeys } from './keys/generate-keys.ts';
export { importSecret } from './keys/import-secret.ts';
export { importSigner } from './keys/import-signer.ts';
export { importVerifyKey } from './keys/import-verify-key.ts';
export type { ImportKeyOptions } from './keys/key-input.ts';
export { thumbprint } from './keys/thumbprint.ts';
export { type SigningLayer, sign } from './layer.ts';
export { type MemoryReplayStoreOptions, memoryReplayStore } from './memory-replay-store.ts';
export type { FieldLine, Message, RequestMessage, ResponseMessage } from './message.ts';
export type { ReplayStore } from './replay-store.ts';
export {
  type ReplayStoreCase,
  type ReplayStoreSetting,
  replayStoreContract,
} from './replay-store-contract.ts';
export { type MessageSignature, type SignMessageOptions, signMessage } from './sign-message.ts';
export type { SignerFor, SignerSource, SigningTarget, SignOptions } from './sign-options.ts';
export { type SignatureBaseOptions, type SignatureParameters, signatureBase } from './signature-base.ts';
export {
  isSignatureError,
  SignatureError,
  type SignatureErrorCode,
  type SignatureErrorInit,
} from './signature-error.ts';
export type { SignatureAlgorithm, Signer, VerifyKey } from './signer.ts';
export { verify } from './verify.ts';
export type {
  KeyHint,
  SignatureParameter,
  Verified,
  VerifiedView,
  VerifyLimits,
  VerifyPolicy,
} from './verify-policy.ts';
export {
  type ResponseVerificationLayer,
  type VerifyResponsesOptions,
  verifyResponses,
} from './verify-responses.ts';
