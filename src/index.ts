/**
 * A resilient HTTP client on fetch. Start with {@link createClient}.
 *
 * @packageDocumentation
 */
export type { Alert, AlertHook, AlertKind } from './alerts/alert.ts';
export type { BodyContent, BodyFactory, CallBody } from './body/call-body.ts';
export {
  type Breaker,
  type BreakerOptions,
  breaker,
  type CircuitChange,
  type CircuitState,
  type CircuitTrip,
  createBreaker,
  type Health,
  type OpenReason,
  type SharedTrips,
  type ShareTripsOptions,
  shareTrips,
} from './breaker/index.ts';
export { type CacheOptions, type CacheRequest, type CacheStore, cache } from './cache/index.ts';
export type { Client, ClientDescription } from './client/client.ts';
export type { ClientOptions } from './client/client-options.ts';
export { createClient } from './client/create-client.ts';
export { coalescing } from './coalescing/index.ts';
export type { CacheMode } from './core/cache-mode.ts';
export type { Call, CallChanges, OtherInit } from './core/call.ts';
export type {
  AttemptEnded,
  AttemptFacts,
  AttemptStarted,
  BudgetSpent,
  CacheDecided,
  CacheNotStored,
  CacheReason,
  CacheRefusal,
  CacheResult,
  CacheStoreFailed,
  CallEnded,
  CallEvent,
  CallEventKind,
  CallEventOf,
  CallFacts,
  CallOutcome,
  CallStarted,
  CircuitClosed,
  CircuitFacts,
  CircuitHalfOpen,
  CircuitOpened,
  GaveUp,
  RedirectFollowed,
  RetryRuledOut,
  RetryWaiting,
  UpcheckEnded,
} from './core/call-event.ts';
export { compose } from './core/compose.ts';
export type { Deadline } from './core/deadline.ts';
export type { Fetch } from './core/fetch.ts';
export type { Handler } from './core/handler.ts';
export type { Layer } from './core/layer.ts';
export type { HeadersGiven } from './core/read-headers.ts';
export type { CallInit } from './core/start-call.ts';
export {
  HoldfastError,
  type HoldfastErrorCode,
  type HoldfastErrorInit,
  isHoldfastError,
} from './errors/holdfast-error.ts';
export type { EventListener } from './events/index.ts';
export {
  type ExplainOptions,
  type Explanation,
  explain,
  type Matter,
  type SentenceFacts,
  type Sentences,
} from './explain/index.ts';
export { type IdempotencyKeysOptions, idempotencyKeys } from './idempotency/index.ts';
export { type RedirectsOptions, redirects } from './redirects/index.ts';
export { type RetryOptions, type RuledOutBecause, retry } from './retry/index.ts';
export { timeout } from './timeout/index.ts';
export { requestScope, type Upcheck, type UpcheckCall, type UpcheckOptions } from './upcheck/index.ts';
