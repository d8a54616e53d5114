import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBreaker } from './breaker-plan.ts';
import { Circuit, type CircuitPlan, REFUSED } from './machine.ts';
import type { Verdict } from './verdict.ts';

const LEASE_MS = 1_000;

/**
 * The same as the machine, the way one would say it: nothing is counted, all is remembered and looked through again. An
 * attempt belongs to the era it began in; a change of state begins an era.
 */
class Model {
  readonly #plan: CircuitPlan;
  #era: Era;
  /** The last one, and how often it was too short, as long as no recovery was long enough. */
  #coolDown = { ms: 0, doubled: 0 };

  constructor(plan: CircuitPlan, nowMs: number) {
    this.#plan = plan;
    this.#era = { state: 'closed', sinceMs: nowMs, untilMs: 0, endings: [], probes: [] };
  }

  get state(): Era['state'] {
    return this.#era.state;
  }

  admit(nowMs: number): Attempt | undefined {
    const { state, untilMs } = this.#era;
    if (this.refusesForMs(nowMs) > 0) return undefined;
    if (state === 'open' && nowMs >= untilMs) this.#begin('half-open', nowMs, 0);
    const attempt = { era: this.#era, startedMs: nowMs, isOver: false };
    this.#era.probes.push(attempt);
    return attempt;
  }

  settle(attempt: Attempt, verdict: Verdict, nowMs: number, retryAfterMs: number | undefined): void {
    attempt.isOver = true;
    if (attempt.era !== this.#era || verdict === 'neutral') return;
    const slow = this.#plan.slow !== false && nowMs - attempt.startedMs >= this.#plan.slow.afterMs;
    this.#era.endings.push({ startedMs: attempt.startedMs, atMs: nowMs, verdict, slow });
    if (this.#era.state === 'closed' && this.#isTooMuch(nowMs)) this.#open(nowMs, retryAfterMs);
    else if (this.#era.state === 'half-open') {
      const { probes, successesToClose } = this.#plan;
      const good = this.#era.endings.filter((ending) => ending.verdict === 'success' && !ending.slow).length;
      const left = Math.max(probes, successesToClose) - this.#era.endings.length;
      if (good === successesToClose) this.#begin('closed', nowMs, 0);
      else if (good + left < successesToClose) this.#open(nowMs, retryAfterMs);
    }
  }

  refusesForMs(nowMs: number): number {
    const { state, untilMs } = this.#era;
    if (state === 'isolated') return Number.POSITIVE_INFINITY;
    if (state === 'open') return Math.max(0, untilMs - nowMs);
    if (state === 'closed') return 0;
    const leases = this.probesUnderWay(nowMs).map(({ startedMs }) => startedMs + LEASE_MS - nowMs);
    return leases.length < this.#plan.probes ? 0 : Math.min(...leases);
  }

  probesUnderWay(nowMs: number): Attempt[] {
    return this.#era.probes.filter(({ isOver, startedMs }) => !isOver && nowMs < startedMs + LEASE_MS);
  }

  isolate(nowMs: number): void {
    this.#begin('isolated', nowMs, 0);
  }

  reset(nowMs: number): void {
    this.#begin('closed', nowMs, 0);
    this.#coolDown = { ms: 0, doubled: 0 };
  }

  counted(nowMs: number): { calls: number; failureShare: number } {
    const recent = this.#era.state === 'closed' ? this.#recent(nowMs) : [];
    return { calls: recent.length, failureShare: shareOf(recent, ({ verdict }) => verdict !== 'success') };
  }

  #recent(nowMs: number): Ending[] {
    const tenth = this.#plan.windowMs / 10;
    return this.#era.endings.filter(({ atMs }) => Math.floor(atMs / tenth) > Math.floor(nowMs / tenth) - 10);
  }

  #isTooMuch(nowMs: number): boolean {
    const { failuresInARow, shortestRowMs, minimumCalls, failureShare, slow } = this.#plan;
    const { endings } = this.#era;
    const last = endings.at(-1);
    const failed = last?.verdict !== 'success';
    const lastAnswer = endings.findLastIndex(({ verdict }) => verdict !== 'outage');
    const row = endings.slice(lastAnswer + 1);
    const sinceMs = Math.max(row[0]?.startedMs ?? nowMs, endings[lastAnswer]?.atMs ?? 0);
    const isLong = nowMs - sinceMs >= shortestRowMs;
    if (failed && failuresInARow !== false && row.length >= failuresInARow && isLong) return true;
    const recent = this.#recent(nowMs);
    if (recent.length < minimumCalls) return false;
    if (failed && shareOf(recent, ({ verdict }) => verdict !== 'success') >= failureShare) return true;
    return last?.slow === true && slow !== false && shareOf(recent, (ending) => ending.slow) >= slow.share;
  }

  #open(nowMs: number, retryAfterMs = 0): void {
    const { coolDownMs, longestCoolDownMs } = this.#plan;
    const { ms: lastMs, doubled: before } = this.#coolDown;
    const wasWell = this.#era.state === 'closed' && nowMs - this.#era.sinceMs >= lastMs;
    const doubled = this.#era.state === 'half-open' ? before + 1 : wasWell ? 0 : before;
    const grown = Math.min(longestCoolDownMs, coolDownMs * 2 ** doubled);
    const ms = Math.max(grown, Math.min(retryAfterMs, longestCoolDownMs));
    this.#coolDown = { ms, doubled };
    this.#begin('open', nowMs, nowMs + ms);
  }

  #begin(state: Era['state'], sinceMs: number, untilMs: number): void {
    this.#era = { state, sinceMs, untilMs, endings: [], probes: [] };
  }
}

interface Era {
  readonly state: 'closed' | 'open' | 'half-open' | 'isolated';
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly endings: Ending[];
  readonly probes: Attempt[];
}

interface Ending {
  readonly startedMs: number;
  readonly atMs: number;
  readonly verdict: Verdict;
  readonly slow: boolean;
}

interface Attempt {
  readonly era: Era;
  readonly startedMs: number;
  isOver: boolean;
}

function shareOf<T>(all: readonly T[], is: (each: T) => boolean): number {
  return all.length === 0 ? 0 : all.filter(is).length / all.length;
}

type Step =
  | { readonly kind: 'call' }
  | {
      readonly kind: 'end';
      readonly which: number;
      readonly verdict: Verdict;
      readonly retryAfterMs: number | undefined;
    }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'cool-down' }
  | { readonly kind: 'isolate' | 'reset' };

const verdict = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Verdict>('outage') },
  { weight: 3, arbitrary: fc.constant<Verdict>('success') },
  { weight: 2, arbitrary: fc.constant<Verdict>('failure') },
  { weight: 1, arbitrary: fc.constant<Verdict>('neutral') },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.constant<Step>({ kind: 'call' }) },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      // Mostly the one that began last, sometimes one that began long ago.
      which: fc.oneof(fc.constant(0), fc.nat(30)),
      verdict,
      retryAfterMs: fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined, freq: 8 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.oneof(fc.integer({ min: 0, max: 1_500 }), fc.integer({ min: 0, max: 30_000 })),
    }),
  },
  { weight: 3, arbitrary: fc.constant<Step>({ kind: 'cool-down' }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: 'reset' }, { kind: 'reset' }, { kind: 'isolate' }) },
);
const row = fc.oneof(
  fc.constant({}),
  fc.constant({ failuresInARow: false as const }),
  fc.record(
    { failuresInARow: fc.constantFrom(1, 2, 3, 5), shortestRowMs: fc.constantFrom(0, 500, 1_500) },
    { requiredKeys: ['failuresInARow'] },
  ),
);
const others = fc.record(
  {
    failureShare: fc.constantFrom(0.25, 0.5, 1),
    minimumCalls: fc.integer({ min: 1, max: 8 }),
    windowMs: fc.constantFrom(2_000, 5_000, 20_000),
    slow: fc.constantFrom<false | { afterMs: number; share: number }>(false, { afterMs: 400, share: 0.5 }),
    coolDownMs: fc.constantFrom(100, 3_000, 10_000),
    longestCoolDownMs: fc.constantFrom(10_000, 20_000),
    probes: fc.integer({ min: 1, max: 4 }),
    successesToClose: fc.integer({ min: 1, max: 3 }),
  },
  { requiredKeys: ['windowMs', 'coolDownMs', 'longestCoolDownMs', 'minimumCalls'] },
);
const options = fc.tuple(others, row).map(([other, ofRow]) => ({ ...other, ...ofRow }));

describe('whatever happens', () => {
  it('a circuit does what the model does, keeps its promises, and recovers', () => {
    fc.assert(
      fc.property(options, fc.array(step, { maxLength: 150 }), (given, steps) => {
        const plan = planBreaker(given);
        let nowMs = 777;
        const circuit = new Circuit('service', plan, nowMs);
        const model = new Model(plan, nowMs);
        const underWay: { pass: number; attempt: Attempt }[] = [];

        const call = () => {
          const before = circuit.peek(nowMs).state;
          const pass = circuit.admit(nowMs, LEASE_MS);
          const attempt = model.admit(nowMs);
          expect(pass === REFUSED).toBe(attempt === undefined);
          if (before === 'open' || before === 'isolated') expect(pass).toBe(REFUSED);
          if (before === 'closed') expect(pass).not.toBe(REFUSED);
          if (attempt !== undefined) underWay.unshift({ pass, attempt });
        };
        const end = ({ pass, attempt }: { pass: number; attempt: Attempt }, how: Step & { kind: 'end' }) => {
          const before = circuit.peek(nowMs);
          const { startedMs } = attempt;
          circuit.settle(pass, {
            verdict: how.verdict,
            startedMs,
            nowMs,
            retryAfterMs: how.retryAfterMs,
            random: 0,
          });
          model.settle(attempt, how.verdict, nowMs, how.retryAfterMs);
          if (how.verdict === 'neutral') expect(circuit.peek(nowMs)).toEqual(before);
          if (before.state === 'open' || before.state === 'isolated') {
            expect(circuit.peek(nowMs)).toEqual(before);
          }
        };

        for (const each of steps) {
          if (each.kind === 'call') call();
          else if (each.kind === 'pass') nowMs += each.ms;
          else if (each.kind === 'cool-down') {
            if (circuit.state !== 'isolated') nowMs += circuit.refusesForMs(nowMs);
          } else if (each.kind === 'end') {
            const [chosen] = underWay.splice(each.which % Math.max(1, underWay.length), 1);
            if (chosen !== undefined) end(chosen, each);
          } else {
            circuit[each.kind](nowMs);
            model[each.kind](nowMs);
          }
          expect(circuit.state).toBe(model.state);
          expect(circuit.refusesForMs(nowMs)).toBeCloseTo(model.refusesForMs(nowMs), 6);
          const { calls, failureShare } = circuit.peek(nowMs);
          expect({ calls, failureShare }).toEqual(model.counted(nowMs));
          if (model.state === 'half-open') {
            expect(model.probesUnderWay(nowMs).length).toBeLessThanOrEqual(plan.probes);
          }
        }

        // The service is well from now on. Calls that never ended are lost; nobody helps by hand.
        if (circuit.state === 'isolated') return;
        nowMs += circuit.refusesForMs(nowMs);
        for (let probe = 0; probe < plan.successesToClose; probe += 1) {
          nowMs += circuit.refusesForMs(nowMs);
          const pass = circuit.admit(nowMs, LEASE_MS);
          expect(pass).not.toBe(REFUSED);
          circuit.settle(pass, {
            verdict: 'success',
            startedMs: nowMs,
            nowMs,
            retryAfterMs: undefined,
            random: 0,
          });
        }
        expect(circuit.state).toBe('closed');
      }),
      { numRuns: 400 },
    );
  });
});
