export { type GuardedWork, type IdempotencyGuard, idempotencyGuard } from './guard.ts';
export type { GuardEvent } from './guard-event.ts';
export type { IdempotencyGuardOptions, IdempotencyScope } from './guard-options.ts';
export type { Lease } from './keep-lease.ts';
export { type MemoryIdempotencyStoreOptions, memoryIdempotencyStore } from './memory-store.ts';
export type { IdempotencyLock, IdempotencyStore, LockOutcome } from './store.ts';
export {
  type IdempotencyStoreCase,
  type IdempotencyStoreSetting,
  idempotencyStoreContract,
} from './store-contract.ts';
