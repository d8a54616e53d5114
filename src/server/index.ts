/**
 * The service's half: what makes a service safe to call again. On web `Request` and `Response`, whatever serves them.
 *
 * @packageDocumentation
 */
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
  type UpcheckEndpoint,
  type UpcheckEndpointOptions,
  type UpcheckReport,
  type UpcheckResult,
  type UpcheckSetting,
  type UpcheckStatus,
  type UpcheckWork,
  upcheckEndpoint,
} from './upcheck/index.ts';
