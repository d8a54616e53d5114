import { describe, expect, it } from 'vitest';
import { planBreaker } from '../breaker/breaker-plan.ts';
import { Circuit, type CircuitState, REFUSED } from '../breaker/machine.ts';
import type { Verdict } from '../breaker/verdict.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import {
  circuitVerdictOfError,
  circuitVerdictOfStatus,
  isUpStatus,
  nextStep,
  type Situation,
} from './machine.ts';

const plan = planBreaker({ failuresInARow: 1, coolDownMs: 1_000, probes: 1 });

/** As it stands at 2 000 ms. */
function circuitThatIs(state: CircuitState | 'cooled'): Circuit {
  const circuit = new Circuit('mail', plan, 0);
  const fail = (nowMs: number) => {
    const pass = circuit.admit(nowMs, 500);
    circuit.settle(pass, { verdict: 'outage', startedMs: nowMs, nowMs, retryAfterMs: undefined, random: 0 });
  };
  if (state === 'isolated') circuit.isolate(0);
  if (state === 'cooled' || state === 'half-open') fail(0);
  if (state === 'open') fail(1_500);
  if (state === 'half-open') {
    const pass = circuit.admitUpcheck(1_100, 500);
    circuit.settleUpcheck(pass, { verdict: 'success', nowMs: 1_200, retryAfterMs: undefined, random: 0 });
  }
  return circuit;
}

const asking = (more: Partial<Situation<string>>): Situation<string> => ({
  nowMs: 2_000,
  circuit: undefined,
  isShadow: false,
  inScope: undefined,
  underWay: undefined,
  last: undefined,
  leaseMs: 500,
  ...more,
});

describe('what to do for whoever asks', () => {
  it.each<[CircuitState | 'cooled' | undefined, string]>([
    [undefined, 'send'],
    ['closed', 'send'],
    ['open', 'refuse'],
    ['cooled', 'send'],
    ['half-open', 'send'],
    ['isolated', 'refuse'],
  ])('a circuit that is %s: %s', (state, kind) => {
    const circuit = state && circuitThatIs(state);
    expect(nextStep(asking({ circuit })).kind).toBe(kind);
  });

  it.each<[CircuitState, string]>([
    ['closed', 'known'],
    ['open', 'refuse'],
    ['half-open', 'known'],
    ['isolated', 'refuse'],
  ])('a circuit that is %s goes before what is known: %s', (state, kind) => {
    const circuit = circuitThatIs(state);
    const last = { answer: 'last', atMs: 1_900, untilMs: 3_000, generation: circuit.generation };
    expect(nextStep(asking({ circuit, last })).kind).toBe(kind);
    expect(nextStep(asking({ circuit, inScope: 'scope' })).kind).toBe(kind);
    expect(nextStep(asking({ circuit, underWay: 'under way' })).kind).toBe(kind);
  });

  it.each<[Partial<Situation<string>>, string | undefined]>([
    [{ inScope: 'scope', underWay: 'under way' }, 'scope'],
    [
      { underWay: 'under way', last: { answer: 'last', atMs: 1_900, untilMs: 3_000, generation: undefined } },
      'under way',
    ],
    [{ last: { answer: 'last', atMs: 1_900, untilMs: 2_001, generation: undefined } }, 'last'],
    [{ last: { answer: 'last', atMs: 1_900, untilMs: 2_000, generation: undefined } }, undefined],
    [{ last: { answer: 'last', atMs: 1_900, untilMs: 3_000, generation: 1 } }, undefined],
  ])('%j: %s', (situation, answer) => {
    const step = nextStep(asking(situation));
    expect(step.kind === 'known' ? step.answer : undefined).toBe(answer);
  });

  it('a circuit that changed since then makes old news of it', () => {
    const circuit = circuitThatIs('closed');
    const last = { answer: 'last', atMs: 1_900, untilMs: 3_000, generation: circuit.generation };
    circuit.isolate(1_000);
    circuit.reset(1_100);
    expect(nextStep(asking({ circuit, last })).kind).toBe('send');
  });

  it('once the cool-down is over, what was known before it was says nothing', () => {
    const circuit = circuitThatIs('cooled'); // since 1 000
    const last = { answer: 'last', untilMs: 3_000, generation: circuit.generation };
    expect(nextStep(asking({ circuit, last: { ...last, atMs: 1_000 } })).kind).toBe('known');
    expect(nextStep(asking({ circuit, last: { ...last, atMs: 999 } })).kind).toBe('send');
  });

  it('a circuit that has cooled down gives one lease, and another when it is over', () => {
    const circuit = circuitThatIs('cooled');
    expect(nextStep(asking({ circuit }))).toMatchObject({ kind: 'send', pass: expect.any(Number) });
    expect(nextStep(asking({ circuit, nowMs: 2_499 })).kind).toBe('elsewhere');
    expect(nextStep(asking({ circuit, nowMs: 2_500 })).kind).toBe('send');
  });

  it.each<[CircuitState, string]>([
    ['open', 'send'],
    ['isolated', 'refuse'],
  ])('in shadow, a circuit that is %s: %s', (state, kind) => {
    expect(nextStep(asking({ circuit: circuitThatIs(state), isShadow: true })).kind).toBe(kind);
  });
});

describe('what an upcheck does to a circuit', () => {
  it.each<[CircuitState | 'cooled', Verdict, CircuitState, number]>([
    ['cooled', 'success', 'half-open', 0],
    ['cooled', 'neutral', 'open', 0],
    ['cooled', 'failure', 'open', 2_000],
    ['cooled', 'outage', 'open', 2_000],
    ['half-open', 'success', 'half-open', 0],
    ['half-open', 'neutral', 'half-open', 0],
    ['half-open', 'outage', 'open', 2_000],
  ])('%s, %s: %s', (before, verdict, after, refusesForMs) => {
    const circuit = circuitThatIs(before);
    const pass = circuit.admitUpcheck(2_000, 500);
    expect(pass).not.toBe(REFUSED);
    circuit.settleUpcheck(pass, { verdict, nowMs: 2_100, retryAfterMs: undefined, random: 0 });
    expect(circuit.state).toBe(after);
    expect(circuit.refusesForMs(2_100)).toBe(refusesForMs);
    expect(circuit.admitUpcheck(2_100, 500) === REFUSED).toBe(refusesForMs > 0);
  });

  it('the service may name a longer time', () => {
    const circuit = circuitThatIs('cooled');
    const pass = circuit.admitUpcheck(2_000, 500);
    circuit.settleUpcheck(pass, { verdict: 'outage', nowMs: 2_100, retryAfterMs: 60_000, random: 0 });
    expect(circuit.refusesForMs(2_100)).toBe(60_000);
  });

  it('a good one in between does not undo what calls found out', () => {
    const circuit = circuitThatIs('half-open');
    const probe = circuit.admit(2_000, 500);
    const pass = circuit.admitUpcheck(2_000, 500);
    expect(pass).toBe(REFUSED); // the one place for probes is taken
    circuit.settle(probe, {
      verdict: 'neutral',
      startedMs: 2_000,
      nowMs: 2_010,
      retryAfterMs: undefined,
      random: 0,
    });
    const upcheck = circuit.admitUpcheck(2_010, 500);
    const second = circuit.admit(2_020, 500);
    circuit.settleUpcheck(upcheck, { verdict: 'success', nowMs: 2_030, retryAfterMs: undefined, random: 0 });
    circuit.settle(second, {
      verdict: 'success',
      startedMs: 2_020,
      nowMs: 2_040,
      retryAfterMs: undefined,
      random: 0,
    });
    expect(circuit.state).toBe('closed');
  });

  it('one that is overtaken by a call does not keep the place of the next', () => {
    const circuit = circuitThatIs('cooled');
    circuit.admitUpcheck(2_000, 60_000);
    const probe = circuit.admit(2_000, 500);
    circuit.settle(probe, {
      verdict: 'outage',
      startedMs: 2_000,
      nowMs: 2_010,
      retryAfterMs: undefined,
      random: 0,
    });
    expect(circuit.admitUpcheck(4_010, 500)).not.toBe(REFUSED);
  });

  it.each<CircuitState>(['closed', 'open', 'isolated'])('%s: nothing', (state) => {
    expect(circuitThatIs(state).admitUpcheck(2_000, 500)).toBe(REFUSED);
  });

  it.each<Verdict>(['success', 'outage'])('none once the circuit has changed: %s', (verdict) => {
    const circuit = circuitThatIs('cooled');
    const pass = circuit.admitUpcheck(2_000, 500);
    const probe = circuit.admit(2_010, 500);
    circuit.settle(probe, {
      verdict: 'success',
      startedMs: 2_010,
      nowMs: 2_020,
      retryAfterMs: undefined,
      random: 0,
    });
    circuit.settleUpcheck(pass, { verdict, nowMs: 2_100, retryAfterMs: undefined, random: 0 });
    expect(circuit.state).toBe('closed');
  });
});

describe('what an answer says', () => {
  it.each<[number, boolean, Verdict]>([
    [200, true, 'success'],
    [204, true, 'success'],
    [299, true, 'success'],
    [199, false, 'neutral'],
    [300, false, 'neutral'],
    [302, false, 'neutral'],
    [401, false, 'neutral'],
    [404, false, 'neutral'],
    [429, false, 'neutral'],
    [500, false, 'failure'],
    [501, false, 'neutral'],
    [503, false, 'outage'],
  ])('%d: up %s, to the circuit %s', (status, isUp, verdict) => {
    expect(isUpStatus(status)).toBe(isUp);
    expect(circuitVerdictOfStatus(status)).toBe(verdict);
  });

  it.each<[unknown, Verdict]>([
    [new HoldfastError({ code: 'refused', message: 'x' }), 'outage'],
    [new HoldfastError({ code: 'timeout', message: 'x' }), 'outage'],
    [new HoldfastError({ code: 'network', message: 'x' }), 'outage'],
    [new HoldfastError({ code: 'options', message: 'x' }), 'neutral'],
    [new RangeError('x'), 'neutral'],
  ])('%s: %s', (error, verdict) => {
    expect(circuitVerdictOfError(error)).toBe(verdict);
  });
});
