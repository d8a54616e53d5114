import type { Call } from '../core/call.ts';
import type { CallOutcome } from '../core/call-event.ts';
import { factsOf } from '../core/call-facts.ts';
import type { Handler } from '../core/handler.ts';
import type { Layer } from '../core/layer.ts';
import { originOf } from '../core/origin-of.ts';
import { outcomeOf } from '../core/outcome-of.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import { hold } from '../response/hold.ts';
import { nowMs } from '../time/now-ms.ts';
import { sleep } from '../time/sleep.ts';
import { Budgets } from './budgets.ts';
import { decideRetry, type Outcome, type RetryDecision, type RuledOutBecause } from './machine.ts';
import { readRetryAfter } from './retry-after.ts';
import type { RetryOptions } from './retry-options.ts';
import { planRetries, type RetryPlan } from './retry-plan.ts';
import { readShouldRetry } from './should-retry.ts';

/**
 * Tries again what may do better the next time, if repeating is safe.
 *
 * A call is tried again if its method is idempotent or it carries an `Idempotency-Key`; if its body can be sent again;
 * after an error that may pass, a status of `statuses`, or, with a key, a 409 that says `Retry-After`; if the wait fits
 * the deadline; if the circuit is not open beyond it; and if the budget allows it.
 * `Retry-After` lengthens the wait. All of that is decided before the last answer is let go of: where no attempt
 * follows, it is returned intact.
 *
 * @throws A {@link HoldfastError} with code `options` where options do not fit each other.
 *
 * @example
 * ```ts
 * const send = compose(fetch, retry({ retries: 1, firstWaitMs: 100 }), timeout(2_000));
 * ```
 */
export function retry(options: RetryOptions = {}): Layer {
  return retryLayer(planRetries(options), new Budgets());
}

/** With budgets that several layers share. @internal */
export function retryLayer(plan: RetryPlan, budgets: Budgets): Layer {
  return {
    name: 'retry',
    describe: () => {
      const { waits, ...rest } = plan;
      return { ...rest, ...waits };
    },
    wrap: (next) => (call) => run(next, call, plan, budgets),
  };
}

async function run(next: Handler, first: Call, plan: RetryPlan, budgets: Budgets): Promise<Response> {
  const budget = budgets.of(originOf(first.url));
  budget.deposit(nowMs());

  for (let attempt = 1; ; attempt += 1) {
    const call = first.attempt === attempt ? first : first.with({ attempt });
    let result: Result;
    try {
      result = { kind: 'response', response: await next(call) };
    } catch (error) {
      result = { kind: 'error', error };
    }
    const decision = decide(result, call, plan);
    if (decision.kind === 'done') return unwrap(result);
    if (decision.kind === 'ruled-out') {
      tellOfRuledOut(result, decision.because, call, plan);
      return unwrap(result);
    }

    const retries = decision.kind === 'retry';
    const { budget: limits } = plan;
    if (!retries || (limits !== false && !budget.withdraw(nowMs(), limits))) {
      const { attempts } = call.progress;
      const kind = retries ? 'budget-spent' : 'gave-up';
      call.emit({ kind, ...factsOf(call), attempts, outcome: outcome(result, call) });
      return unwrap(result);
    }
    tellOfWait(result, decision, call);
    const waited = await waitHolding(result, decision.waitMs, call);
    if (waited.kind === 'kept') {
      const { attempts, lifetime } = call.progress;
      if (!lifetime.closed) {
        call.emit({ kind: 'gave-up', ...factsOf(call), attempts, outcome: outcome(result, call) });
      }
      return unwrap(waited.result);
    }
  }
}

/**
 * Waits for the next attempt. Only when it comes is the last answer let go of: meanwhile the client may have been
 * closed, or a circuit have opened.
 */
async function waitHolding(
  result: Result,
  waitMs: number,
  call: Call,
): Promise<{ readonly kind: 'over' } | { readonly kind: 'kept'; readonly result: Result }> {
  const held = result.kind === 'response' ? hold(result.response) : undefined;
  if (result.kind === 'error') call.progress.lastFailure = result.error;
  try {
    const slept = await sleep(waitMs, call.scope, call.progress.lifetime);
    if (!slept || refusedForMs(call) > 0) {
      return { kind: 'kept', result: held ? { kind: 'response', response: held.restore() } : result };
    }
  } catch (reason) {
    held?.discard();
    throw reason;
  }
  held?.discard();
  return { kind: 'over' };
}

type Result =
  | { readonly kind: 'response'; readonly response: Response }
  | { readonly kind: 'error'; readonly error: unknown };

function unwrap(result: Result): Response {
  if (result.kind === 'error') throw result.error;
  return result.response;
}

function outcome(result: Result, call: Call): CallOutcome {
  return result.kind === 'response' ? result.response.status : outcomeOf(result.error, call.scope);
}

function tellOfWait(
  result: Result,
  { waitMs, isAsked }: { waitMs: number; isAsked: boolean },
  call: Call,
): void {
  if (!call.hasListeners('retry-waiting')) return;
  const because = isAsked ? 'retry-after' : result.kind === 'response' ? 'status' : 'error';
  const { attempt } = call;
  call.emit({
    kind: 'retry-waiting',
    ...factsOf(call),
    attempt,
    outcome: outcome(result, call),
    waitMs,
    because,
  });
}

/** With `retries: 0` nobody wonders why there is none. */
function tellOfRuledOut(result: Result, because: RuledOutBecause, call: Call, plan: RetryPlan): void {
  if (call.attempt > plan.retries || !call.hasListeners('retry-ruled-out')) return;
  const { attempt } = call;
  call.emit({ kind: 'retry-ruled-out', ...factsOf(call), attempt, outcome: outcome(result, call), because });
}

function decide(result: Result, call: Call, plan: RetryPlan): RetryDecision {
  // Most answers are good ones, and what else would be asked costs more than a look at the status.
  if (result.kind === 'response') {
    const { status } = result.response;
    if (status < 300 && !plan.statuses.includes(status)) return { kind: 'done' };
  }
  // The caller's abort and the deadline end the call, not only the attempt. Of the deadline the team should hear.
  if (result.kind === 'error' && call.scope.aborted) {
    const { error } = result;
    return { kind: isHoldfastError(error) && error.code === 'deadline' ? 'give-up' : 'done' };
  }
  const came = read(result, plan);
  if (came.kind === 'response' && came.retryAfterMs !== undefined) {
    call.progress.retryAfterMs = came.retryAfterMs;
  }
  return decideRetry({
    outcome: came,
    method: call.method,
    hasIdempotencyKey: call.idempotencyKey !== undefined,
    body: call.body.kind,
    attempt: call.attempt,
    refusedForMs: refusedForMs(call),
    remainingMs: call.deadline?.remainingMs() ?? Number.POSITIVE_INFINITY,
    plan,
    random: Math.random(),
  });
}

/** For how long the circuit breaker, if there is one, would refuse another attempt. */
function refusedForMs({ progress }: Call): number {
  return progress.circuit?.refusesForMs(nowMs()) ?? 0;
}

function read(result: Result, { shouldRetryHeader }: RetryPlan): Outcome {
  if (result.kind === 'error') {
    return { kind: 'error', isRetryable: isHoldfastError(result.error) && result.error.isRetryable };
  }
  const { status, headers } = result.response;
  return {
    kind: 'response',
    status,
    retryAfterMs: readRetryAfter(headers, Date.now()),
    shouldRetry: shouldRetryHeader === undefined ? undefined : readShouldRetry(headers, shouldRetryHeader),
  };
}
