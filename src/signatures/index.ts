/**
 * Signatures of HTTP messages (RFC 9421), digests of their bodies (RFC 9530), and the structured fields both are
 * written in (RFC 9651).
 *
 * @packageDocumentation
 */
export type { Component, ComponentObject, StructuredFieldType } from './component.ts';
export type { FieldLine, Message, RequestMessage, ResponseMessage } from './message.ts';
export type { ReplayStore } from './replay-store.ts';
export type { SignerFor, SignerSource, SigningTarget, SignOptions } from './sign-options.ts';
export {
  isSignatureError,
  SignatureError,
  type SignatureErrorCode,
  type SignatureErrorInit,
} from './signature-error.ts';
export type { SignatureAlgorithm, Signer, VerifyKey } from './signer.ts';
export type {
  KeyHint,
  SignatureParameter,
  Verified,
  VerifiedView,
  VerifyLimits,
  VerifyPolicy,
} from './verify-policy.ts';
