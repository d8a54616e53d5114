import type { OpenReason } from '../breaker/machine.ts';
import type { HoldfastErrorCode } from '../errors/holdfast-error.ts';
import type { RuledOutBecause } from '../retry/machine.ts';

/**
 * What came of an attempt or a call: the status of its answer, or the code of its error. `aborted`: the caller gave up.
 * `error`: something other than a {@link HoldfastError} was thrown, for example by a layer of your own.
 */
export type CallOutcome = number | HoldfastErrorCode | 'aborted' | 'error';

/** Whose event it is. Never a query string, a credential or a body. */
export interface CallFacts {
  /** The same for all events of one call. `Call.id`. */
  readonly callId: string;
  /** Upper case for the methods that fetch knows. */
  readonly method: string;
  /** For example `https://orders.example.com`. */
  readonly origin: string;
  /** Of the URL, without its query string: for a span or a log line. It is no label for a metric; `route` is. */
  readonly path: string;
  /** The client's `route` option: a name of your own choice, of which there are few. */
  readonly route: string | undefined;
}

/** Which attempt it is. */
export interface AttemptFacts extends CallFacts {
  /** 1 for the first attempt on this URL. */
  readonly attempt: number;
  /** How many requests the call had sent before this one, those that were redirected included. 0 for the first. */
  readonly resendCount: number;
}

/** A call begins. Its options have been checked, and nothing has been sent. */
export interface CallStarted extends CallFacts {
  readonly kind: 'call-started';
}

/** A call is over: its answer is there, headers first, or its error. */
export interface CallEnded extends CallFacts {
  readonly kind: 'call-ended';
  readonly outcome: CallOutcome;
  /** How many requests were sent. 0: none. */
  readonly attempts: number;
  /** In milliseconds, until the headers were there or it failed. Reading the body is not in it. */
  readonly durationMs: number;
}

/** A request is handed to the transport. */
export interface AttemptStarted extends AttemptFacts {
  readonly kind: 'attempt-started';
}

/** The headers of an answer are there, or the attempt failed. */
export interface AttemptEnded extends AttemptFacts {
  readonly kind: 'attempt-ended';
  readonly outcome: CallOutcome;
  /** In milliseconds, until the headers were there or it failed. Reading the body is not in it. */
  readonly durationMs: number;
}

/** An attempt failed, and the call waits for the next. */
export interface RetryWaiting extends CallFacts {
  readonly kind: 'retry-waiting';
  /** Of the attempt that failed. */
  readonly attempt: number;
  readonly outcome: CallOutcome;
  /** Until the next attempt, in milliseconds. */
  readonly waitMs: number;
  /** `retry-after`: the service named the time. */
  readonly because: 'status' | 'error' | 'retry-after';
}

/** An attempt failed in a way that may pass, and the call is not repeated all the same. */
export interface RetryRuledOut extends CallFacts {
  readonly kind: 'retry-ruled-out';
  /** Of the attempt that failed. */
  readonly attempt: number;
  readonly outcome: CallOutcome;
  /** What speaks against it. */
  readonly because: RuledOutBecause;
}

/** A redirect is followed. The facts are those of the URL that redirected. */
export interface RedirectFollowed extends CallFacts {
  readonly kind: 'redirect-followed';
  /** 301, 302, 303, 307 or 308. */
  readonly status: number;
  /** Of the URL that is called next. */
  readonly toOrigin: string;
}

/** All retries that were allowed have been used up, and the last attempt failed too. */
export interface GaveUp extends CallFacts {
  readonly kind: 'gave-up';
  /** How many requests were sent. */
  readonly attempts: number;
  /** Of the last of them. */
  readonly outcome: CallOutcome;
}

/** A retry was due and not made: too much of the traffic is retries already. */
export interface BudgetSpent extends CallFacts {
  readonly kind: 'budget-spent';
  /** How many requests were sent. */
  readonly attempts: number;
  /** Of the last of them. */
  readonly outcome: CallOutcome;
}

/** Which circuit it is. The other facts are of the call or the upcheck that changed it. */
export interface CircuitFacts extends CallFacts {
  /** Which calls share it: the origin, or the name that `groupOf` gave. */
  readonly group: string;
}

/** So much went wrong that calls are refused from now on. Told by the call that was one too many. */
export interface CircuitOpened extends CircuitFacts {
  readonly kind: 'circuit-opened';
  /** Which limit was passed. */
  readonly reason: OpenReason;
  /** Of the attempt that was one too many. */
  readonly outcome: CallOutcome;
  /** For how long the circuit stays open, in milliseconds. */
  readonly coolDownMs: number;
}

/** The cool-down of a circuit is over. Told by the first call that goes through, or by the upcheck that went first. */
export interface CircuitHalfOpen extends CircuitFacts {
  readonly kind: 'circuit-half-open';
}

/** A service is back. Told by the call that found out; what a person resets is told by `Breaker.onChange`. */
export interface CircuitClosed extends CircuitFacts {
  readonly kind: 'circuit-closed';
}

/** A service has been asked whether it is up. The answer goes for all who ask until it is asked again. */
export interface UpcheckEnded extends CallFacts {
  readonly kind: 'upcheck-ended';
  readonly isUp: boolean;
  readonly outcome: CallOutcome;
  /** In milliseconds, until the headers were there or it failed. Reading the body is not in it. */
  readonly durationMs: number;
}

/** Where an answer comes from: kept and fresh, kept and no longer fresh, kept and confirmed, the service, or not asked of the cache. */
export type CacheResult = 'hit' | 'stale' | 'revalidated' | 'miss' | 'bypass';

/**
 * Why. Of a hit: `fresh`, `max-stale`, `force-cache`. Of a stale one: `stale-while-revalidate`,
 * `stale-if-error`. Of one that was confirmed, or that the service replaced: `expired`, `no-cache`, `max-age`,
 * `min-fresh`, `invalidated`. Of a miss: `nothing-kept`, `vary`, `coalesced` where another call's request was shared,
 * `range`, `only-if-cached`, `reload`. Of a bypass: `method`, `no-store`, `conditional`, `no-partition`.
 */
export type CacheReason =
  | 'fresh'
  | 'max-stale'
  | 'force-cache'
  | 'stale-while-revalidate'
  | 'stale-if-error'
  | 'expired'
  | 'no-cache'
  | 'max-age'
  | 'min-fresh'
  | 'invalidated'
  | 'nothing-kept'
  | 'vary'
  | 'coalesced'
  | 'range'
  | 'only-if-cached'
  | 'reload'
  | 'method'
  | 'no-store'
  | 'conditional'
  | 'no-partition';

/** It is known where the answer to a call comes from; told once for each URL the call goes to. */
export interface CacheDecided extends CallFacts {
  readonly kind: 'cache-decided';
  readonly result: CacheResult;
  readonly because: CacheReason;
  /** How old the kept answer is, in seconds. Undefined for a miss and a bypass. */
  readonly ageS: number | undefined;
}

/** Why an answer is not kept. */
export type CacheRefusal =
  | 'no-store'
  | 'status'
  | 'partial'
  | 'no-freshness'
  | 'vary-any'
  | 'set-cookie'
  | 'too-large'
  | 'incomplete'
  | 'invalidated';

/** An answer to a call that could have been kept is not. */
export interface CacheNotStored extends CallFacts {
  readonly kind: 'cache-not-stored';
  readonly because: CacheRefusal;
}

/** The `store` failed, was too slow, or held something that is not an answer. The call went on without. */
export interface CacheStoreFailed extends CallFacts {
  readonly kind: 'cache-store-failed';
  readonly operation: 'get' | 'set' | 'delete';
  readonly because: 'error' | 'timeout' | 'unreadable';
}

/** Something that happened to a call, told to whoever listens. */
export type CallEvent =
  | CallStarted
  | CallEnded
  | AttemptStarted
  | AttemptEnded
  | RetryWaiting
  | RetryRuledOut
  | RedirectFollowed
  | GaveUp
  | BudgetSpent
  | CacheDecided
  | CacheNotStored
  | CacheStoreFailed
  | CircuitOpened
  | CircuitHalfOpen
  | CircuitClosed
  | UpcheckEnded;

/** What an event is called. The name of its diagnostics channel is `holdfast:` and this. */
export type CallEventKind = CallEvent['kind'];

/** A {@link CallEvent} of one kind; of `'*'`, of any. */
export type CallEventOf<Kind extends CallEventKind | '*'> = Kind extends '*'
  ? CallEvent
  : Extract<CallEvent, { readonly kind: Kind }>;

const KINDS: Readonly<Record<CallEventKind, true>> = {
  'attempt-ended': true,
  'attempt-started': true,
  'budget-spent': true,
  'cache-decided': true,
  'cache-not-stored': true,
  'cache-store-failed': true,
  'call-ended': true,
  'call-started': true,
  'circuit-closed': true,
  'circuit-half-open': true,
  'circuit-opened': true,
  'gave-up': true,
  'redirect-followed': true,
  'retry-ruled-out': true,
  'retry-waiting': true,
  'upcheck-ended': true,
};

/** All there are. @internal */
export const CALL_EVENT_KINDS: readonly string[] = Object.keys(KINDS);
