import { type Circuit, REFUSED } from '../breaker/machine.ts';
import { type Circumstances, type Verdict, verdictOfError, verdictOfStatus } from '../breaker/verdict.ts';

/** What is known when somebody asks. `Answer` is whatever stands for one. @internal */
export interface Situation<Answer> {
  readonly nowMs: number;
  /** Of the service's URL. Undefined where there is no breaker. */
  readonly circuit: Circuit | undefined;
  /** The circuit refuses nothing, unless a person isolated it. */
  readonly isShadow: boolean;
  /** What the web request was told, if it has asked before. */
  readonly inScope: Answer | undefined;
  /** Of the upcheck that has been sent and is not over. */
  readonly underWay: Answer | undefined;
  readonly last: Memory<Answer> | undefined;
  readonly leaseMs: number;
}

/** How the last upcheck is remembered. @internal */
export interface Memory<Answer> {
  readonly answer: Answer;
  readonly atMs: number;
  readonly untilMs: number;
  /** The circuit's generation when the answer was there. Whatever happened to the circuit since then is newer news. */
  readonly generation: number | undefined;
}

/**
 * What to do for whoever asks.
 *
 * - `refuse`: it is down, and not asked, since the circuit refuses calls.
 * - `elsewhere`: the same, since another client's upcheck is finding out for this circuit.
 * - `known`: give this answer.
 * - `send`: ask the service. `pass` goes back to the circuit with what came of it; {@link REFUSED} means that the circuit
 *   need not hear of it.
 *
 * @internal
 */
export type Step<Answer> =
  | { readonly kind: 'refuse'; readonly circuit: Circuit }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'known'; readonly answer: Answer }
  | { readonly kind: 'send'; readonly pass: number };

/** Pure: the time comes in, and the circuit, which gives the lease. @internal */
export function nextStep<Answer>(situation: Situation<Answer>): Step<Answer> {
  const { nowMs, circuit, isShadow, inScope, underWay, last, leaseMs } = situation;
  const refuses = circuit !== undefined && (!isShadow || circuit.state === 'isolated');
  if (refuses && circuit.refusesForMs(nowMs) > 0) return { kind: 'refuse', circuit };
  const answer = inScope ?? underWay ?? recall(last, circuit, nowMs);
  if (answer !== undefined) return { kind: 'known', answer };
  if (circuit === undefined || circuit.state === 'closed') return { kind: 'send', pass: REFUSED };
  const pass = circuit.admitUpcheck(nowMs, leaseMs);
  return refuses && pass === REFUSED ? { kind: 'elsewhere' } : { kind: 'send', pass };
}

/** Once a cool-down is over, what was known before it was says nothing. */
function recall<Answer>(
  last: Memory<Answer> | undefined,
  circuit: Circuit | undefined,
  nowMs: number,
): Answer | undefined {
  if (last === undefined || nowMs >= last.untilMs) return undefined;
  if (circuit?.state === 'open' && last.atMs < circuit.peek(nowMs).sinceMs) return undefined;
  return last.generation === circuit?.generation ? last.answer : undefined;
}

/**
 * What a status says to the circuit. Only a 2xx is up; but a 404 or a redirect may be a path that is no longer right, and
 * that must not keep a circuit open for ever.
 *
 * @internal
 */
export function circuitVerdictOfStatus(status: number): Verdict {
  if (isUpStatus(status)) return 'success';
  const verdict = verdictOfStatus(status);
  return verdict === 'success' ? 'neutral' : verdict;
}

const CIRCUMSTANCES: Circumstances = { attempts: 1, aborted: false, remainingMs: Number.POSITIVE_INFINITY };

/** @internal */
export function circuitVerdictOfError(error: unknown): Verdict {
  return verdictOfError(error, CIRCUMSTANCES);
}

/** @internal */
export function isUpStatus(status: number): boolean {
  return status >= 200 && status < 300;
}
