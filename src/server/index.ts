/**
 * The service's half: what makes a service safe to call again. On web `Request` and `Response`, whatever serves them.
 *
 * @packageDocumentation
 */

export {
  type FieldLine,
  importSecret,
  importSigner,
  importVerifyKey,
  isSignatureError,
  type MemoryReplayStoreOptions,
  memoryReplayStore,
  type ReplayStore,
  type ReplayStoreCase,
  type ReplayStoreSetting,
  type RequestMessage,
  type ResponseMessage,
  replayStoreContract,
  SignatureError,
  type SignatureErrorCode,
  type Verified,
  type VerifiedView,
  type VerifyPolicy,
  verify,
} from '../signatures/index.ts';
export { type ExplainToOptions, explainTo, type PageTexts } from './explain/index.ts';
export {
  type GuardEvent,
  type GuardedWork,
  type IdempotencyGuard,
  type IdempotencyGuardOptions,
  type IdempotencyLock,
  type IdempotencyScope,
  type IdempotencyStore,
  type IdempotencyStoreCase,
  type IdempotencyStoreSetting,
  idempotencyGuard,
  idempotencyStoreContract,
  type Lease,
  type LockOutcome,
  type MemoryIdempotencyStoreOptions,
  memoryIdempotencyStore,
} from './idempotency/index.ts';
export { type NodeHandler, type NodeRequest, type NodeResponse, nodeHandler } from './node/node-handler.ts';
export {
  type FromRequestOptions,
  fromNode,
  fromRequest,
  type RawNodeRequest,
  type SignatureProblemOptions,
  type SignResponseOptions,
  signatureProblem,
  signResponse,
} from './signatures/index.ts';
export {
  type UpcheckEndpoint,
  type UpcheckEndpointOptions,
  type UpcheckReport,
  type UpcheckResult,
  type UpcheckSetting,
  type UpcheckStatus,
  type UpcheckWork,
  upcheckEndpoint,
} from './upcheck/index.ts';
