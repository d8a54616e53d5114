import type { Breaker } from '../breaker/create-breaker.ts';
import { type Circuit, REFUSED } from '../breaker/machine.ts';
import { refusal } from '../breaker/refusal.ts';
import { tellChange } from '../breaker/tell-change.ts';
import type { Verdict } from '../breaker/verdict.ts';
import type { CallOutcome } from '../core/call-event.ts';
import { factsOf, type Named } from '../core/call-facts.ts';
import type { EventSink } from '../core/event-sink.ts';
import { type CallSettings, startCall } from '../core/start-call.ts';
import { target } from '../core/target.ts';
import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import { discard } from '../response/discard.ts';
import { readRetryAfter } from '../retry/retry-after.ts';
import { nowMs } from '../time/now-ms.ts';
import {
  circuitVerdictOfError,
  circuitVerdictOfStatus,
  isUpStatus,
  type Memory,
  nextStep,
} from './machine.ts';
import { requestMemory, tellAsked } from './request-scope.ts';
import type { Upcheck } from './upcheck.ts';
import type { UpcheckPlan } from './upcheck-plan.ts';

/** Whatever stands between must ask the service itself (RFC 9111, section 5.2.1.4). */
const FRESH = { 'cache-control': 'no-cache' };

const UP: Upcheck = { isUp: true, trouble: undefined };

/** How one client asks: its headers and its transport, and who hears of it. @internal */
export interface Asker {
  readonly call: CallSettings;
  readonly events: EventSink;
}

/** What came of the request. */
interface Finding {
  readonly isUp: boolean;
  readonly outcome: CallOutcome;
  readonly verdict: Verdict;
  /** In words, where it is down. */
  readonly what: string;
  readonly cause: unknown;
  readonly isRetryable: boolean;
  readonly retryAfterMs: number | undefined;
}

/** Finds out whether a service is up: for all who ask at the same time, and for a while after. @internal */
export class Upchecker {
  readonly plan: UpcheckPlan;
  readonly #breaker: Breaker | undefined;
  #underWay: Promise<Upcheck> | undefined;
  #last: Memory<Promise<Upcheck>> | undefined;

  constructor(plan: UpcheckPlan, breaker: Breaker | undefined) {
    this.plan = plan;
    this.#breaker = breaker;
  }

  /** Rejects only where the question itself is put wrongly: to an address that is not https, by a closed client. */
  ask(asker: Asker): Promise<Upcheck> {
    tellAsked(this.plan.url);
    const scope = requestMemory();
    const inScope = scope?.get(this);
    const { answer, isFound } = this.#answer(asker, inScope);
    if (isFound && scope !== undefined) {
      scope.set(this, answer);
      answer.catch(() => scope.delete(this));
    }
    return answer;
  }

  /**
   * Before a call goes through an open circuit whose cool-down is over: rather a question than a user's call. Undefined
   * where there is nothing to find out.
   */
  askBefore(circuit: Circuit, asker: Asker): Promise<unknown> | undefined {
    if (circuit.state !== 'open' || circuit.refusesForMs(nowMs()) > 0) return undefined;
    if (circuit !== this.#circuit(nowMs())) return undefined;
    return this.#answer(asker, undefined).answer.catch(() => {});
  }

  #answer(
    asker: Asker,
    inScope: Promise<Upcheck> | undefined,
  ): { answer: Promise<Upcheck>; isFound: boolean } {
    const now = nowMs();
    const circuit = this.#circuit(now);
    const step = nextStep({
      nowMs: now,
      circuit,
      isShadow: this.#breaker?.plan.shadow ?? false,
      inScope,
      underWay: this.#underWay,
      last: this.#last,
      leaseMs: this.plan.timeoutMs,
    });
    switch (step.kind) {
      case 'known':
        return { answer: step.answer, isFound: true };
      case 'send':
        return { answer: this.#send(asker, circuit, step.pass), isFound: true };
      case 'refuse':
        return { answer: notAsked(refusal(this.plan, step.circuit, 0)), isFound: false };
      case 'elsewhere': {
        const trouble = this.#down('not asked, since another client is finding out', {
          retryAfterMs: this.plan.timeoutMs,
        });
        return { answer: notAsked(trouble), isFound: false };
      }
    }
  }

  #circuit(now: number): Circuit | undefined {
    return this.#breaker?.circuitOf(this.plan.url, now);
  }

  #send(asker: Asker, circuit: Circuit | undefined, pass: number): Promise<Upcheck> {
    const sent = this.#run(asker, circuit, pass).finally(() => {
      this.#underWay = undefined;
    });
    this.#underWay = sent;
    return sent;
  }

  async #run({ call, events }: Asker, circuit: Circuit | undefined, pass: number): Promise<Upcheck> {
    const { url, method, validForMs } = this.plan;
    const named: Named = { id: crypto.randomUUID(), method, url, route: call.route };
    const startedMs = nowMs();
    const settle = (verdict: Verdict, outcome: CallOutcome, retryAfterMs: number | undefined) => {
      if (circuit === undefined || pass === REFUSED || this.#breaker === undefined) return;
      const from = circuit.state;
      circuit.settleUpcheck(pass, { verdict, nowMs: nowMs(), retryAfterMs, random: Math.random() });
      tellChange(this.#breaker, { circuit, from }, named, events, outcome);
    };

    let finding: Finding;
    try {
      const response = await startCall(url, { method, headers: FRESH }, call);
      discard(response);
      finding = findInResponse(response);
    } catch (error) {
      if (isMisuse(error)) {
        settle('neutral', 'error', undefined);
        throw error;
      }
      finding = findInError(error);
    }

    const { isUp, outcome, verdict, retryAfterMs } = finding;
    settle(verdict, outcome, retryAfterMs);
    if (events.hasListeners('upcheck-ended')) {
      const durationMs = nowMs() - startedMs;
      events.emit({ kind: 'upcheck-ended', ...factsOf(named), isUp, outcome, durationMs });
    }
    const upcheck = isUp ? UP : { isUp, trouble: this.#troubleOf(finding, circuit) };
    const atMs = nowMs();
    this.#last = {
      answer: Promise.resolve(upcheck),
      atMs,
      untilMs: atMs + validForMs,
      generation: circuit?.generation,
    };
    return upcheck;
  }

  #troubleOf(
    { what, cause, isRetryable, retryAfterMs }: Finding,
    circuit: Circuit | undefined,
  ): HoldfastError {
    const waitMs = Math.ceil(circuit?.refusesForMs(nowMs()) ?? 0);
    const isCooling = waitMs > 0 && Number.isFinite(waitMs);
    return this.#down(what, {
      attempts: 1,
      cause,
      isRetryable,
      retryAfterMs: isCooling ? waitMs : retryAfterMs,
    });
  }

  #down(
    what: string,
    more: {
      readonly attempts?: number;
      readonly cause?: unknown;
      readonly isRetryable?: boolean;
      readonly retryAfterMs?: number | undefined;
    },
  ): HoldfastError {
    const { url, method } = this.plan;
    return new HoldfastError({ code: 'down', message: `${target(method, url)}: ${what}.`, ...more });
  }
}

async function notAsked(trouble: HoldfastError): Promise<Upcheck> {
  return { isUp: false, trouble };
}

function findInResponse({ status, headers }: Response): Finding {
  return {
    isUp: isUpStatus(status),
    outcome: status,
    verdict: circuitVerdictOfStatus(status),
    what: `down, since it answered ${status}`,
    cause: undefined,
    isRetryable: true,
    retryAfterMs: readRetryAfter(headers, Date.now()),
  };
}

function findInError(error: unknown): Finding {
  const known = isHoldfastError(error) ? error : undefined;
  return {
    isUp: false,
    outcome: known?.code ?? 'error',
    verdict: circuitVerdictOfError(error),
    what: `down, since there was no answer (${known?.code ?? 'error'})`,
    cause: error,
    isRetryable: known?.isRetryable ?? true,
    retryAfterMs: known?.retryAfterMs,
  };
}

/** What whoever wrote the program must hear of. It is no answer to the question. */
function isMisuse(error: unknown): boolean {
  return isHoldfastError(error) && (error.code === 'options' || error.code === 'https-required');
}
