import type { Call } from '../core/call.ts';
import type { CallOutcome } from '../core/call-event.ts';
import type { Handler } from '../core/handler.ts';
import type { Layer } from '../core/layer.ts';
import { outcomeOf } from '../core/outcome-of.ts';
import { readRetryAfter } from '../retry/retry-after.ts';
import { nowMs } from '../time/now-ms.ts';
import type { BreakerOptions } from './breaker-options.ts';
import { Breaker, createBreaker } from './create-breaker.ts';
import { type Circuit, REFUSED } from './machine.ts';
import { refusal } from './refusal.ts';
import { tellChange } from './tell-change.ts';
import { type Verdict, verdictOfError, verdictOfStatus } from './verdict.ts';

/**
 * Stops calling a service that does not answer, and finds out when it is back.
 *
 * A circuit for each origin counts attempts. It opens when for a second at least five in a row found nobody, or when
 * four fifths of at least 20 attempts within 20 seconds failed. While it is open, calls end at once. After 5 seconds up
 * to three go through as probes: one that succeeds closes the circuit; when all three fail it opens again, for twice as
 * long, up to five minutes.
 *
 * Put it inside {@link retry}, so that it counts attempts and an open circuit ends the retrying, and outside
 * {@link timeout}, so that it hears of timeouts.
 *
 * @param breakerOrOptions - Options, or a breaker made by {@link createBreaker}.
 *
 * @throws A {@link HoldfastError} with code `circuit-open`, whose `retryAfterMs` says when to come back. With code
 * `options` where an option cannot work, or two of them conflict.
 *
 * @example
 * ```ts
 * const send = compose(fetch, retry(), breaker({ coolDownMs: 60_000 }), timeout(2_000));
 * ```
 */
export function breaker(breakerOrOptions: Breaker | BreakerOptions = {}): Layer {
  const shared = breakerOrOptions instanceof Breaker ? breakerOrOptions : createBreaker(breakerOrOptions);
  return breakerLayer(shared, shared.plan.windowMs / 2);
}

/**
 * @param askBefore - Asked before a call goes through a circuit whose cool-down is over. It may answer with work to wait
 *   for, after which the circuit is looked at again.
 *
 * @internal
 */
export function breakerLayer(
  shared: Breaker,
  leaseMs: number,
  askBefore: (circuit: Circuit) => Promise<unknown> | undefined = () => undefined,
): Layer {
  const { groupOf, ...settings } = shared.plan;
  return {
    name: 'breaker',
    describe: () => ({ ...settings, groupedBy: groupOf === undefined ? 'origin' : 'groupOf' }),
    wrap: (next) => (call) => run(next, call, { shared, leaseMs, askBefore }),
  };
}

interface Setting {
  readonly shared: Breaker;
  readonly leaseMs: number;
  readonly askBefore: (circuit: Circuit) => Promise<unknown> | undefined;
}

async function run(next: Handler, call: Call, { shared, leaseMs, askBefore }: Setting): Promise<Response> {
  let startedMs = nowMs();
  const circuit = shared.circuitOf(call.url, startedMs);
  call.progress.circuit = undefined;
  if (circuit === undefined) return next(call);
  const asked = shared.plan.shadow ? undefined : askBefore(circuit);
  if (asked !== undefined) {
    await call.scope.race(asked);
    startedMs = nowMs();
  }

  const before = circuit.state;
  const pass = circuit.admit(startedMs, leaseMs);
  tellChange(shared, { circuit, from: before }, call, call, 0);
  const isShadow = shared.plan.shadow && circuit.state !== 'isolated';
  if (pass === REFUSED) {
    if (isShadow) return next(call);
    throw refusal(call, circuit, call.progress.attempts);
  }
  if (!isShadow) call.progress.circuit = circuit;

  const attempt: Attempt = { shared, call, circuit, pass, startedMs };
  let response: Response;
  try {
    response = await next(call);
  } catch (error) {
    const verdict = verdictOfError(error, {
      attempts: call.progress.attempts,
      aborted: call.scope.aborted,
      remainingMs: call.deadline?.remainingMs() ?? Number.POSITIVE_INFINITY,
    });
    settle(attempt, verdict, outcomeOf(error, call.scope), undefined);
    throw error;
  }
  const { status } = response;
  const retryAfterMs = status === 503 ? readRetryAfter(response.headers, Date.now()) : undefined;
  settle(attempt, verdictOfStatus(status), status, retryAfterMs);
  return response;
}

/** An attempt that was let through. */
interface Attempt {
  readonly shared: Breaker;
  readonly call: Call;
  readonly circuit: Circuit;
  readonly pass: number;
  readonly startedMs: number;
}

function settle(
  { shared, call, circuit, pass, startedMs }: Attempt,
  verdict: Verdict,
  outcome: CallOutcome,
  retryAfterMs: number | undefined,
): void {
  const from = circuit.state;
  circuit.settle(pass, { verdict, startedMs, nowMs: nowMs(), retryAfterMs, random: Math.random() });
  tellChange(shared, { circuit, from }, call, call, outcome);
}
