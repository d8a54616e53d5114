import { describe, expect, it } from 'vitest';
import { HoldfastError, type HoldfastErrorCode } from '../errors/holdfast-error.ts';
import { planBreaker } from './breaker-plan.ts';
import type { BreakerOptions } from './index.ts';
import { Circuit, type CircuitState, REFUSED } from './machine.ts';
import { type Circumstances, type Verdict, verdictOfError, verdictOfStatus } from './verdict.ts';

const LEASE_MS = 10_000;

const VERDICTS: Readonly<Record<string, Verdict>> = {
  '.': 'success',
  x: 'failure',
  X: 'outage',
  '~': 'neutral',
};

/** A row counts however short it is, so that a history needs no pauses. */
const SETTING: BreakerOptions = {
  failuresInARow: 5,
  failureShare: 0.5,
  windowMs: 30_000,
  coolDownMs: 30_000,
};

/** A circuit, and a history to play to it: a sign is an attempt that ends at once, a number lets milliseconds pass. */
function circuitOf(options: BreakerOptions = {}, random = 0) {
  return play({ ...SETTING, ...options }, random);
}

function play(options: BreakerOptions, random = 0) {
  let nowMs = 5_000;
  const circuit = new Circuit('service', planBreaker(options), nowMs);
  const settle = (pass: number, verdict: Verdict, startedMs = nowMs, retryAfterMs?: number) =>
    circuit.settle(pass, { verdict, startedMs, nowMs, retryAfterMs, random });
  return {
    circuit,
    settle,
    admit: () => circuit.admit(nowMs, LEASE_MS),
    isolate: () => circuit.isolate(nowMs),
    reset: () => circuit.reset(nowMs),
    now: () => nowMs,
    pass: (ms: number) => {
      nowMs += ms;
    },
    /** Answers with how many attempts were refused. */
    play: (...history: readonly (string | number)[]): number => {
      let refused = 0;
      for (const part of history) {
        if (typeof part === 'number') nowMs += part;
        else {
          for (const sign of part) {
            const pass = circuit.admit(nowMs, LEASE_MS);
            if (pass === REFUSED) refused += 1;
            else settle(pass, VERDICTS[sign] ?? 'neutral');
          }
        }
      }
      return refused;
    },
    peek: () => circuit.peek(nowMs),
    refusesForMs: () => circuit.refusesForMs(nowMs),
  };
}

const many = (sign: string, count: number) => sign.repeat(count);

describe('a history leads to a state', () => {
  it.each<[string, BreakerOptions, readonly (string | number)[], CircuitState]>([
    ['nothing', {}, [], 'closed'],
    ['four in a row', {}, ['XXXX'], 'closed'],
    ['five in a row', {}, ['XXXXX'], 'open'],
    ['five in a row, over a day', {}, ['X', 2e7, 'X', 2e7, 'X', 2e7, 'X', 2e7, 'X'], 'open'],
    ['five with a success in between', {}, ['XXXX.X'], 'closed'],
    ['five with another failure in between', {}, ['XXXXxX'], 'closed'],
    ['five with something neutral in between', {}, ['XX~X~~XX'], 'open'],
    ['five failures that are no outage', {}, ['xxxxx'], 'closed'],
    ['two in a row, if asked to', { failuresInARow: 2 }, ['XX'], 'open'],
    ['nineteen in a row, if never', { failuresInARow: false }, [many('X', 19)], 'closed'],
    ['twenty in a row, if never, by their share', { failuresInARow: false }, [many('X', 20)], 'open'],
    ['half of twenty', {}, [many('.', 10), many('x', 10)], 'open'],
    ['less than half of twenty-one', {}, [many('.', 11), many('x', 10)], 'closed'],
    ['half of nineteen', {}, [many('.', 9), many('x', 10)], 'closed'],
    ['half of twenty, the last one good', {}, [many('x', 10), many('.', 10)], 'closed'],
    ['and then one bad one', {}, [many('x', 10), many('.', 10), 'x'], 'open'],
    ['neutral ones are not among the twenty', {}, [many('x', 19), many('~', 50)], 'closed'],
    ['a share of a quarter, if asked to', { failureShare: 0.25 }, [many('.', 15), many('x', 5)], 'open'],
    ['a share of all, if asked to', { failureShare: 1 }, [many('x', 19), '.', 'x'], 'closed'],
    ['half of four, if asked to', { minimumCalls: 4 }, ['..xx'], 'open'],
    ['half of twenty over 27 s', {}, [many('.', 10), 27_000, many('x', 10)], 'open'],
    ['half of twenty over 30 s', {}, [many('.', 10), 30_000, many('x', 10)], 'closed'],
    [
      'half of twenty over a longer window',
      { windowMs: 90_000 },
      [many('.', 10), 80_000, many('x', 10)],
      'open',
    ],
    ['a cool-down not yet over', {}, ['XXXXX', 29_999], 'open'],
    ['a cool-down that is over', {}, ['XXXXX', 30_000], 'half-open'],
    ['a cool-down that is long over', {}, ['XXXXX', 1e9], 'half-open'],
    ['a good probe', {}, ['XXXXX', 30_000, '.'], 'closed'],
    ['two bad probes of three', {}, ['XXXXX', 30_000, 'xx'], 'half-open'],
    ['two bad probes of three, and a good one', {}, ['XXXXX', 30_000, 'xx.'], 'closed'],
    ['three bad probes of three', {}, ['XXXXX', 30_000, 'xxx'], 'open'],
    ['a bad probe of one', { probes: 1 }, ['XXXXX', 30_000, 'x'], 'open'],
    [
      'two bad probes of three, and three in the round before',
      {},
      ['XXXXX', 30_000, 'xxx', 60_000, 'xx'],
      'half-open',
    ],
    [
      'a bad probe of three, two of which must be good',
      { successesToClose: 2 },
      ['XXXXX', 30_000, 'x..'],
      'closed',
    ],
    [
      'two bad probes of three, two of which must be good',
      { successesToClose: 2 },
      ['XXXXX', 30_000, 'x.x'],
      'open',
    ],
    ['a bad probe, where all must be good', { successesToClose: 3 }, ['XXXXX', 30_000, '..x'], 'open'],
    [
      'a bad probe, where more must be good than go at once',
      { successesToClose: 9 },
      ['XXXXX', 30_000, '.x'],
      'open',
    ],
    ['a probe that says nothing', {}, ['XXXXX', 30_000, '~'], 'half-open'],
    ['one good probe of two', { successesToClose: 2 }, ['XXXXX', 30_000, '.'], 'half-open'],
    ['two good probes of two', { successesToClose: 2 }, ['XXXXX', 30_000, '..'], 'closed'],
    [
      'a good probe of two, and one in the round before',
      { successesToClose: 2 },
      ['XXXXX', 30_000, '.xx', 60_000, '.'],
      'half-open',
    ],
    ['four in a row after a recovery', {}, ['XXXXX', 30_000, '.', 'XXXX'], 'closed'],
    ['old failures after a recovery', {}, [many('.x', 9), '.XXXXX', 30_000, '.', many('x', 4)], 'closed'],
  ])('%s', (_name, options, history, expected) => {
    const machine = circuitOf(options);
    machine.play(...history);
    expect(machine.peek().state).toBe(expected);
  });
});

describe('as it comes', () => {
  it.each<[string, readonly (string | number)[], CircuitState]>([
    ['five in a row within a second', ['XXXXX'], 'closed'],
    ['five in a row over a second', ['XXXX', 1_000, 'X'], 'open'],
    ['five in a row over less', ['XXXX', 999, 'X'], 'closed'],
    ['four in a row over an hour', ['XXX', 3_600_000, 'X'], 'closed'],
    ['a row within a second, long after the last success', ['.', 3_600_000, 'XXXXX'], 'closed'],
    ['a row that a success ended a moment ago', ['XXXX', 999, '.', 999, 'XXXXX'], 'closed'],
    ['a row after another failure', ['XXXX', 1_000, 'x', 'XXXXX'], 'closed'],
    ['four fifths of twenty', [many('.', 4), many('x', 16)], 'open'],
    ['fifteen of twenty', [many('.', 5), many('x', 15)], 'closed'],
    ['four fifths of twenty over 18 s', [many('.', 4), 18_000, many('x', 16)], 'open'],
    ['four fifths of twenty over 20 s', [many('.', 4), 20_000, many('x', 16)], 'closed'],
    ['a cool-down of five seconds', ['XXXX', 1_000, 'X', 4_999], 'open'],
    ['a cool-down that is over', ['XXXX', 1_000, 'X', 5_000], 'half-open'],
  ])('%s', (_name, history, expected) => {
    const machine = play({});
    machine.play(...history);
    expect(machine.peek().state).toBe(expected);
  });
});

describe('the length of a row', () => {
  it.each<[string, BreakerOptions, readonly (string | number)[], CircuitState]>([
    ['is as asked for', { shortestRowMs: 300 }, ['XXXX', 300, 'X'], 'open'],
    ['and no less', { shortestRowMs: 300 }, ['XXXX', 299, 'X'], 'closed'],
    ['is nothing, if asked to', { shortestRowMs: 0 }, ['XXXXX'], 'open'],
    ['is nothing where the count is given', { failuresInARow: 3 }, ['XXX'], 'open'],
    [
      'is as asked for where the count is given',
      { failuresInARow: 3, shortestRowMs: 300 },
      ['XXX', 300],
      'closed',
    ],
  ])('%s', (_name, options, history, expected) => {
    const machine = play(options);
    machine.play(...history);
    expect(machine.peek().state).toBe(expected);
  });

  function hanging(machine: ReturnType<typeof circuitOf>, ms: number, meanwhile: () => void): void {
    const calls = [1, 2, 3, 4, 5].map(() => ({ pass: machine.admit(), startedMs: machine.now() }));
    machine.pass(ms);
    meanwhile();
    for (const { pass, startedMs } of calls) machine.settle(pass, 'outage', startedMs);
  }

  it('begins when the first of them was sent, so that five that hang together open it', () => {
    const machine = play({});
    hanging(machine, 1_000, () => {});
    expect(machine.peek().state).toBe('open');
  });

  it('begins with the last answer, where one came meanwhile', () => {
    const machine = play({});
    hanging(machine, 1_000, () => machine.play('.'));
    expect(machine.peek().state).toBe('closed');
    machine.play(999, 'X');
    expect(machine.peek().state).toBe('closed');
    machine.play(1, 'X');
    expect(machine.peek().state).toBe('open');
  });
});

describe('the reason of an opening', () => {
  it.each<[string, BreakerOptions, readonly (string | number)[]]>([
    ['failures-in-a-row', {}, ['XXXXX']],
    ['failure-share', {}, [many('.x', 10)]],
    ['probe-failed', {}, ['XXXXX', 30_000, 'xxx']],
  ])('is %s', (expected, options, history) => {
    const machine = circuitOf(options);
    machine.play(...history);
    expect(machine.circuit.reason).toBe(expected);
  });
});

describe('the cool-down', () => {
  function coolDowns(options: BreakerOptions, history: readonly (string | number)[], random = 0): number {
    const machine = circuitOf({ probes: 1, ...options }, random);
    machine.play(...history);
    return machine.refusesForMs();
  }
  const again = (times: number) => Array.from({ length: times }, () => ['x', 1e6]).flat();

  it.each<[string, number, BreakerOptions, readonly (string | number)[], number?]>([
    ['is 30 s', 30_000, {}, ['XXXXX']],
    ['is up to a tenth longer', 33_000, {}, ['XXXXX'], 1],
    ['doubles', 60_000, {}, ['XXXXX', 1e6, 'x']],
    ['doubles again', 120_000, {}, ['XXXXX', 1e6, 'x', 1e6, 'x']],
    ['ends at five minutes', 300_000, {}, ['XXXXX', 1e6, ...again(4), 'x']],
    ['ends at five minutes and a tenth', 330_000, {}, ['XXXXX', 1e6, ...again(4), 'x'], 1],
    ['grows however long it was half open', 60_000, {}, ['XXXXX', 30_000, '~', 90_000, 'x']],
    ['stays a number', 300_000, {}, ['XXXXX', 1e6, ...again(2_000), 'x']],
    [
      'stays as it was if the recovery was shorter than the outage',
      30_000,
      {},
      ['XXXXX', 30_000, '.', 29_999, 'XXXXX'],
    ],
    ['begins anew if the recovery was as long', 30_000, {}, ['XXXXX', 30_000, '.', 30_000, 'XXXXX']],
    [
      'stays as it has grown if the recovery was shorter than the last outage',
      60_000,
      {},
      ['XXXXX', 30_000, 'x', 60_000, '.', 59_999, 'XXXXX'],
    ],
    ['begins anew after growing', 30_000, {}, ['XXXXX', 30_000, 'x', 60_000, '.', 60_000, 'XXXXX']],
    ['is as asked for', 7_000, { coolDownMs: 7_000 }, ['XXXXX']],
    [
      'grows as far as asked for',
      9_000,
      { coolDownMs: 7_000, longestCoolDownMs: 9_000 },
      ['XXXXX', 1e6, 'x'],
    ],
  ])('%s: %d ms', (_name, expected, options, history, random) => {
    expect(coolDowns(options, history, random)).toBeCloseTo(expected, 6);
  });

  it.each([
    ['lengthened by Retry-After', 90_000, 0, 90_000],
    ['lengthened by Retry-After, and a tenth', 90_000, 1, 99_000],
    ['not shortened by Retry-After', 1_000, 0, 30_000],
    ['lengthened to five minutes at most', 864_000_000, 0, 300_000],
  ])('is %s', (_name, retryAfterMs, random, expected) => {
    const machine = circuitOf({ failuresInARow: 1 }, random);
    machine.settle(machine.admit(), 'outage', machine.now(), retryAfterMs);
    expect(machine.refusesForMs()).toBeCloseTo(expected, 6);
  });
});

describe('slow calls', () => {
  const slow = { afterMs: 1_000, share: 0.5 };

  function spending(ms: number, verdict: Verdict, machine: ReturnType<typeof circuitOf>): void {
    const pass = machine.admit();
    machine.pass(ms);
    machine.settle(pass, verdict, machine.now() - ms);
  }

  it.each<[string, BreakerOptions, number, CircuitState]>([
    ['open a circuit', { slow, minimumCalls: 4 }, 1_000, 'open'],
    ['that are just fast enough do not', { slow, minimumCalls: 4 }, 999, 'closed'],
    ['that are too few do not', { slow, minimumCalls: 5 }, 1_000, 'closed'],
    ['do not unless asked to', { minimumCalls: 4 }, 60_000, 'closed'],
  ])('%s', (_name, options, ms, expected) => {
    const machine = circuitOf({ windowMs: 1e6, ...options });
    machine.play('..');
    spending(ms, 'success', machine);
    spending(ms, 'success', machine);
    expect(machine.peek().state).toBe(expected);
    expect(machine.circuit.reason).toBe(expected === 'open' ? 'slow-share' : undefined);
  });

  it('are no recovery', () => {
    const machine = circuitOf({ slow, probes: 1 });
    machine.play('XXXXX', 30_000);
    spending(1_000, 'success', machine);
    expect(machine.peek().state).toBe('open');
  });

  it('of which the failures count as slow too', () => {
    const machine = circuitOf({
      slow: { afterMs: 1_000, share: 1 },
      minimumCalls: 2,
      failuresInARow: false,
      failureShare: 1,
    });
    spending(1_000, 'failure', machine);
    spending(1_000, 'success', machine);
    expect(machine.peek().state).toBe('open');
  });

  it.each<[string, (machine: ReturnType<typeof circuitOf>) => void]>([
    ['older than the window', (machine) => machine.pass(30_000)],
    ['from before an outage', (machine) => machine.play('XXXXX', 30_000, '.')],
  ])('%s do not count', (_name, between) => {
    const machine = circuitOf({ slow, minimumCalls: 4 });
    spending(1_000, 'success', machine);
    spending(1_000, 'success', machine);
    between(machine);
    machine.play('...');
    spending(1_000, 'success', machine);
    expect(machine.peek().state).toBe('closed');
  });

  it('do not let a fast failure open the circuit', () => {
    const machine = circuitOf({ slow, minimumCalls: 4, failureShare: 1 });
    for (const ms of [1_000, 1_000, 1_000]) spending(ms, 'success', machine);
    machine.play('x');
    expect(machine.peek().state).toBe('closed');
  });

  it('that say nothing are not counted', () => {
    const machine = circuitOf({ slow, minimumCalls: 1 });
    spending(1_000, 'neutral', machine);
    expect(machine.peek()).toMatchObject({ state: 'closed', calls: 0 });
  });
});

describe('probes', () => {
  it('are three at most', () => {
    const machine = circuitOf();
    machine.play('XXXXX', 30_000);
    expect([1, 2, 3, 4, 5].map(() => machine.admit() === REFUSED)).toEqual([false, false, false, true, true]);
    expect(machine.refusesForMs()).toBe(LEASE_MS);
  });

  it('that say nothing make room, and no more than their own', () => {
    const machine = circuitOf({ probes: 2 });
    machine.play('XXXXX', 30_000);
    const first = machine.admit();
    machine.admit();
    machine.settle(first, 'neutral');
    machine.settle(first, 'neutral');
    expect(machine.admit()).not.toBe(REFUSED);
    expect(machine.admit()).toBe(REFUSED);
  });

  it('that are lost make room when their lease is over', () => {
    const machine = circuitOf({ probes: 1 });
    machine.play('XXXXX', 30_000);
    machine.admit();
    machine.pass(LEASE_MS - 1);
    expect(machine.admit()).toBe(REFUSED);
    machine.pass(1);
    expect(machine.admit()).not.toBe(REFUSED);
    expect(machine.admit()).toBe(REFUSED);
  });

  it('that come back after their lease still count', () => {
    const machine = circuitOf({ probes: 1 });
    machine.play('XXXXX', 30_000);
    const late = machine.admit();
    machine.pass(LEASE_MS);
    machine.admit();
    machine.settle(late, 'success');
    expect(machine.peek().state).toBe('closed');
  });

  it('of an earlier half-open time take no place', () => {
    const machine = circuitOf({ probes: 2, coolDownMs: 100 });
    machine.play('XXXXX', 100);
    machine.admit();
    machine.play('xx', 200);
    expect([machine.admit(), machine.admit()]).not.toContain(REFUSED);
    expect(machine.admit()).toBe(REFUSED);
  });

  it('make room in the order they are lost', () => {
    const machine = circuitOf({ probes: 2 });
    machine.play('XXXXX', 30_000);
    machine.admit();
    machine.pass(4_000);
    machine.admit();
    expect(machine.refusesForMs()).toBe(6_000);
    machine.pass(7_000);
    expect(machine.refusesForMs()).toBe(0);
    expect(machine.admit()).not.toBe(REFUSED);
    expect(machine.refusesForMs()).toBe(3_000);
  });

  it('of an earlier half-open time do not count', () => {
    const machine = circuitOf();
    machine.play('XXXXX', 30_000);
    const [late, other] = [machine.admit(), machine.admit()];
    machine.settle(other, 'failure');
    machine.play('xx', 60_000);
    machine.admit();
    machine.settle(late, 'success');
    expect(machine.peek().state).toBe('half-open');
  });
});

describe('an upcheck', () => {
  /** Asks for one, and says what came of it. */
  function upchecking(options: BreakerOptions = {}) {
    const machine = circuitOf(options);
    const { circuit } = machine;
    const ask = () => circuit.admitUpcheck(machine.now(), 500);
    const answer = (pass: number, verdict: Verdict, retryAfterMs?: number) =>
      circuit.settleUpcheck(pass, { verdict, nowMs: machine.now(), retryAfterMs, random: 0 });
    return { ...machine, ask, answer, generation: () => circuit.generation };
  }

  it('has nothing to find out of a closed circuit', () => {
    expect(upchecking().ask()).toBe(REFUSED);
  });

  it('is not made while the circuit is open or isolated', () => {
    const machine = upchecking();
    machine.play('XXXXX', 29_999);
    expect(machine.ask()).toBe(REFUSED);
    machine.pass(1);
    expect(machine.ask()).not.toBe(REFUSED);
    machine.isolate();
    machine.pass(1e9);
    expect(machine.ask()).toBe(REFUSED);
  });

  it('makes way for probes when it is good, and closes nothing', () => {
    const machine = upchecking();
    machine.play('XXXXX', 30_000);
    machine.answer(machine.ask(), 'success');
    expect(machine.circuit.state).toBe('half-open');
    expect(machine.peek().sinceMs).toBe(35_000);
    expect(machine.refusesForMs()).toBe(0);
  });

  it('says nothing when it is good while probes are under way', () => {
    const machine = upchecking({ successesToClose: 2 });
    machine.play('XXXXX', 30_000, '.');
    machine.answer(machine.ask(), 'success');
    machine.play('.');
    expect(machine.peek().state).toBe('closed');
  });

  it.each<Verdict>(['failure', 'outage'])('opens it again, for longer, when it is bad: %s', (verdict) => {
    const machine = upchecking();
    machine.play('XXXXX', 30_000);
    machine.answer(machine.ask(), verdict);
    expect(machine.peek().state).toBe('open');
    expect(machine.circuit.reason).toBe('upcheck-failed');
    expect(machine.refusesForMs()).toBe(60_000);
    machine.pass(60_000);
    machine.play('~');
    machine.answer(machine.ask(), verdict);
    expect(machine.refusesForMs()).toBe(120_000);
  });

  it('opens it for as long as the service asks', () => {
    const machine = upchecking();
    machine.play('XXXXX', 30_000);
    machine.answer(machine.ask(), 'outage', 90_000);
    expect(machine.refusesForMs()).toBe(90_000);
  });

  it('says nothing when it is neutral', () => {
    const machine = upchecking();
    machine.play('XXXXX', 30_000);
    machine.answer(machine.ask(), 'neutral');
    expect(machine.circuit.state).toBe('open');
    expect(machine.refusesForMs()).toBe(0);
  });

  it('is made once at a time, and again when its lease is over', () => {
    const machine = upchecking();
    machine.play('XXXXX', 30_000);
    const lost = machine.ask();
    machine.pass(499);
    expect(machine.ask()).toBe(REFUSED);
    machine.pass(1);
    const second = machine.ask();
    expect(second).not.toBe(REFUSED);
    expect(second).not.toBe(lost);
    machine.answer(lost, 'neutral');
    expect(machine.ask()).toBe(REFUSED);
    machine.answer(second, 'neutral');
    expect(machine.ask()).not.toBe(REFUSED);
  });

  it('is late news when the circuit has changed', () => {
    const machine = upchecking();
    machine.play('XXXXX', 30_000);
    const late = machine.ask();
    machine.play('.');
    machine.answer(late, 'outage');
    expect(machine.peek().state).toBe('closed');
  });

  it('is news where probes of the same time are out', () => {
    const machine = upchecking();
    machine.play('XXXXX', 30_000, '~');
    const pass = machine.ask();
    const before = machine.generation();
    machine.admit();
    machine.answer(pass, 'outage');
    expect(machine.peek().state).toBe('open');
    expect(machine.generation()).not.toBe(before);
  });
});

describe('by hand', () => {
  it('an isolated circuit refuses for ever', () => {
    const machine = circuitOf();
    machine.isolate();
    expect(machine.play('.', 1e12, '.')).toBe(2);
    expect(machine.refusesForMs()).toBe(Number.POSITIVE_INFINITY);
    expect(machine.peek().state).toBe('isolated');
  });

  it('a reset forgets what was counted', () => {
    const machine = circuitOf();
    machine.play('XXXX', many('.', 15));
    machine.reset();
    expect(machine.peek()).toMatchObject({ state: 'closed', calls: 0, failureShare: 0 });
    machine.play('XXXX');
    expect(machine.peek().state).toBe('closed');
    expect(machine.circuit.reason).toBeUndefined();
  });

  it('a call that was under way at a reset does not count', () => {
    const machine = circuitOf({ failuresInARow: 1 });
    const early = machine.admit();
    machine.reset();
    machine.settle(early, 'outage');
    expect(machine.peek()).toMatchObject({ state: 'closed', calls: 0 });
  });
});

describe('looking', () => {
  it('says since when', () => {
    const machine = circuitOf();
    machine.play(100, 'XXXXX', 1_000);
    expect(machine.peek()).toMatchObject({ state: 'open', sinceMs: 5_100 });
    machine.pass(40_000);
    expect(machine.peek()).toMatchObject({ state: 'half-open', sinceMs: 35_100 });
    machine.play('.');
    expect(machine.peek()).toMatchObject({ state: 'closed', sinceMs: 46_100 });
  });

  it('is no probe', () => {
    const machine = circuitOf({ probes: 1 });
    machine.play('XXXXX', 30_000);
    machine.peek();
    machine.refusesForMs();
    expect(machine.circuit.state).toBe('open');
    expect(machine.admit()).not.toBe(REFUSED);
  });

  it('does not count what is older than the window', () => {
    const machine = circuitOf();
    machine.play('x.', 20_000, 'x');
    expect(machine.peek()).toMatchObject({ calls: 3, failureShare: 2 / 3 });
    machine.pass(10_000);
    expect(machine.peek()).toMatchObject({ calls: 1, failureShare: 1 });
    machine.pass(20_000);
    expect(machine.peek()).toMatchObject({ calls: 0, failureShare: 0 });
  });
});

describe('the verdict of an error', () => {
  const error = (code: HoldfastErrorCode, cause?: unknown) =>
    new HoldfastError({ code, message: 'said elsewhere', cause });
  const first: Circumstances = { attempts: 1, aborted: false, remainingMs: 5_000 };

  it.each<[Verdict, string, unknown, Partial<Circumstances>]>([
    ['outage', 'refused', error('refused'), {}],
    ['outage', 'timed out', error('timeout'), {}],
    ['outage', 'broken off', error('network'), {}],
    ['neutral', 'of a transport that was shut down', error('network', { code: 'UND_ERR_CLOSED' }), {}],
    ['neutral', 'of options', error('options'), {}],
    ['neutral', 'of a redirect', error('redirect'), {}],
    ['neutral', 'of a circuit', error('circuit-open'), {}],
    ['neutral', 'of somebody else', new Error('a mistake'), {}],
    ['neutral', 'timed out after the caller left', error('timeout'), { aborted: true }],
    ['neutral', 'refused after the caller left', error('refused'), { aborted: true }],
    ['outage', 'of a deadline that passed', error('deadline'), { remainingMs: 0, aborted: true }],
    ['outage', 'of a deadline that a timer kept early', error('deadline'), { remainingMs: 1 }],
    ['neutral', "of another call's deadline", error('deadline'), { remainingMs: 2 }],
    ['neutral', 'of a deadline in a later attempt', error('deadline'), { remainingMs: 0, attempts: 2 }],
  ])('is %s: %s', (expected, _name, given, circumstances) => {
    expect(verdictOfError(given, { ...first, ...circumstances })).toBe(expected);
  });
});

describe('the verdict of a status', () => {
  it.each<[Verdict, readonly number[]]>([
    ['success', [200, 204, 302, 304, 400, 401, 404, 408, 425, 499, 501]],
    ['failure', [500, 505, 507, 508, 511, 520, 599]],
    ['outage', [502, 503, 504]],
    ['neutral', [429]],
  ])('is %s', (expected, statuses) => {
    expect(statuses.map(verdictOfStatus)).toEqual(statuses.map(() => expected));
  });
});
