import type { CallBody } from '../body/call-body.ts';
import type { RetryPlan } from './retry-plan.ts';
import { waitAtLeastMs, waitMs } from './wait-ms.ts';

/** How an attempt ended. */
export type Outcome =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly retryAfterMs: number | undefined;
      /** What the service says of another attempt, where it says something. */
      readonly shouldRetry: boolean | undefined;
    }
  | { readonly kind: 'error'; readonly isRetryable: boolean };

/** What decides whether another attempt follows. */
export interface RetryQuestion {
  readonly outcome: Outcome;
  readonly method: string;
  readonly hasIdempotencyKey: boolean;
  readonly body: CallBody['kind'];
  /** 1 after the first attempt. */
  readonly attempt: number;
  /** For how long the circuit breaker refuses another attempt. 0 where it does not. */
  readonly refusedForMs: number;
  /** Infinity where there is no deadline. */
  readonly remainingMs: number;
  readonly plan: RetryPlan;
  /** From 0 up to, but without, 1. */
  readonly random: number;
}

/** Whether another attempt follows. Whether the budget allows it is asked last, of whoever holds it. */
export type RetryDecision =
  | { readonly kind: 'done' }
  /** It failed in a way that may pass, and must not be repeated. */
  | { readonly kind: 'ruled-out'; readonly because: RuledOutBecause }
  /** It failed, and no further attempt is allowed. */
  | { readonly kind: 'give-up' }
  /** `isAsked`: the service named the time. */
  | { readonly kind: 'retry'; readonly waitMs: number; readonly isAsked: boolean };

/**
 * Why a call that may do better is not repeated. `method`: it might be done twice, and carries no `Idempotency-Key`.
 * `body`: it is a stream, and has been sent. `service`: the service said so.
 */
export type RuledOutBecause = 'method' | 'body' | 'service';

/** RFC 9110, section 9.2.2, and QUERY. Repeating these is meant to be the same as doing them once. */
const IDEMPOTENT = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'QUERY']);

/** Without a deadline, a service that asks to be left alone for longer than this is. Servers have asked for days. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/** Decided from the request that we hold and what came of it; the response's body is not touched until after. */
export function decideRetry(question: RetryQuestion): RetryDecision {
  const { outcome, plan, attempt, remainingMs, random } = question;
  if (!isFailure(question)) return { kind: 'done' };
  const because = ruledOutBecause(question);
  if (because !== undefined) return { kind: 'ruled-out', because };
  if (attempt > plan.retries) return { kind: 'give-up' };

  const retryAfterMs = outcome.kind === 'response' ? outcome.retryAfterMs : undefined;
  const own = waitMs(plan.waits, attempt, random);
  const wait = waitAtLeastMs(own, retryAfterMs, random);
  const tooLong = remainingMs === Number.POSITIVE_INFINITY && (retryAfterMs ?? 0) > LONGEST_RETRY_AFTER_MS;
  // An attempt that could only begin at the deadline is none, and one that would be refused is none either.
  return tooLong || wait >= remainingMs || wait < question.refusedForMs
    ? { kind: 'give-up' }
    : { kind: 'retry', waitMs: wait, isAsked: wait > own };
}

function ruledOutBecause(question: RetryQuestion): RuledOutBecause | undefined {
  const { outcome, method, hasIdempotencyKey, body } = question;
  if (outcome.kind === 'response' && outcome.shouldRetry === false) return 'service';
  if (!IDEMPOTENT.has(method) && !hasIdempotencyKey) return 'method';
  return body === 'one-shot' ? 'body' : undefined;
}

function isFailure({ outcome, plan, hasIdempotencyKey }: RetryQuestion): boolean {
  if (outcome.kind === 'error') return outcome.isRetryable;
  if (outcome.shouldRetry === true && outcome.status >= 400) return true;
  return plan.statuses.includes(outcome.status) || (hasIdempotencyKey && isStillRunning(outcome));
}

/**
 * A service that honours keys says 409 while an earlier attempt with the same key is at work
 * (draft-ietf-httpapi-idempotency-key-header, section 2.7). `Retry-After` tells it from a conflict that will last.
 */
function isStillRunning(outcome: Outcome & { kind: 'response' }): boolean {
  return outcome.status === 409 && outcome.retryAfterMs !== undefined;
}
