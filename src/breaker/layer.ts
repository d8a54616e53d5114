import type { Call } from '../core/call.ts';
import type { CallOutcome } from '../core/call-event.ts';
import { factsOf } from '../core/call-facts.ts';
import type { Handler } from '../core/handler.ts';
import type { Layer } from '../core/layer.ts';
import { outcomeOf } from '../core/outcome-of.ts';
import { target } from '../core/target.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { readRetryAfter } from '../retry/retry-after.ts';
import { nowMs } from '../time/now-ms.ts';
import type { BreakerOptions } from './breaker-options.ts';
import { Breaker, createBreaker } from './create-breaker.ts';
import { type Circuit, type CircuitState, REFUSED } from './machine.ts';
import { type Verdict, verdictOfError, verdictOfStatus } from './verdict.ts';

/**
 * Stops calling a service that does not answer, and finds out when it is back.
 *
 * A circuit for each origin counts attempts. It opens when half of at least 20 attempts within 30 seconds failed, or
 * five in a row found nobody. While it is open, calls end at once. After 30 seconds up to three go through as probes:
 * one that succeeds closes the circuit, one that fails opens it again, for twice as long, up to five minutes.
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

/** @internal */
export function breakerLayer(shared: Breaker, leaseMs: number): Layer {
  const { groupOf, ...settings } = shared.plan;
  return {
    name: 'breaker',
    describe: () => ({ ...settings, groupedBy: groupOf === undefined ? 'origin' : 'groupOf' }),
    wrap: (next) => (call) => run(next, call, shared, leaseMs),
  };
}

async function run(next: Handler, call: Call, shared: Breaker, leaseMs: number): Promise<Response> {
  const startedMs = nowMs();
  const circuit = shared.circuitOf(call.url, startedMs);
  call.progress.circuit = undefined;
  if (circuit === undefined) return next(call);

  const before = circuit.state;
  const pass = circuit.admit(startedMs, leaseMs);
  if (circuit.state !== before) tell(shared, call, circuit, before, 0);
  const isShadow = shared.plan.shadow && circuit.state !== 'isolated';
  if (pass === REFUSED) {
    if (isShadow) return next(call);
    throw refusal(call, circuit);
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
  if (circuit.state !== from) tell(shared, call, circuit, from, outcome);
}

function refusal(call: Call, circuit: Circuit): HoldfastError {
  const waitMs = Math.ceil(circuit.refusesForMs(nowMs()));
  return new HoldfastError({
    code: 'circuit-open',
    message: `${target(call.method, call.url)}: not sent, since ${reasonOf(circuit, waitMs)}.`,
    attempts: call.progress.attempts,
    retryAfterMs: Number.isFinite(waitMs) ? waitMs : undefined,
  });
}

function reasonOf(circuit: Circuit, waitMs: number): string {
  if (circuit.state === 'isolated') return 'its circuit has been isolated by hand';
  if (circuit.state === 'half-open') return 'its circuit is half open and other calls are finding out';
  return `its circuit is open for another ${Math.ceil(waitMs / 1000)} s`;
}

function tell(shared: Breaker, call: Call, circuit: Circuit, from: CircuitState, outcome: CallOutcome): void {
  shared.tell(circuit, from);
  const { group, reason, coolDownMs, state } = circuit;
  const facts = { ...factsOf(call), group };
  if (state === 'half-open') call.emit({ kind: 'circuit-half-open', ...facts });
  else if (state === 'closed') call.emit({ kind: 'circuit-closed', ...facts });
  else if (state === 'open' && reason !== undefined) {
    call.emit({ kind: 'circuit-opened', ...facts, reason, outcome, coolDownMs: Math.round(coolDownMs) });
  }
}
