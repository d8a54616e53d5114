import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Budget } from './budget.ts';
import { decideRetry, type Outcome, type RetryDecision, type RetryQuestion } from './machine.ts';
import { readRetryAfter } from './retry-after.ts';
import { planRetries } from './retry-plan.ts';
import { waitMs } from './wait-ms.ts';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const milliseconds = fc.integer({ min: 0, max: 1_000_000 });

describe('whether another attempt follows', () => {
  const answer = (status: number, retryAfterMs?: number, shouldRetry?: boolean): Outcome => ({
    kind: 'response',
    status,
    retryAfterMs,
    shouldRetry,
  });
  const failed: Outcome = { kind: 'error', isRetryable: true };
  const question: RetryQuestion = {
    outcome: failed,
    method: 'GET',
    hasIdempotencyKey: false,
    body: 'none',
    attempt: 1,
    refusedForMs: 0,
    remainingMs: 30_000,
    plan: planRetries({ firstWaitMs: 1_000, longestWaitMs: 1_500 }),
    random: 0.5,
  };
  const decide = (given: Partial<RetryQuestion>) => decideRetry({ ...question, ...given });

  const done: RetryDecision = { kind: 'done' };
  const giveUp: RetryDecision = { kind: 'give-up' };
  const retry: RetryDecision = { kind: 'retry', waitMs: 500, isAsked: false };
  const ruledOut = (because: 'method' | 'body' | 'service'): RetryDecision => ({
    kind: 'ruled-out',
    because,
  });

  it.each<[string, Partial<RetryQuestion>, RetryDecision]>([
    ['an error that may pass', {}, retry],
    ['an error that will not', { outcome: { kind: 'error', isRetryable: false } }, done],
    ['a 200', { outcome: answer(200) }, done],
    ['a 404', { outcome: answer(404) }, done],
    ['a 501', { outcome: answer(501) }, done],
    ['a 503', { outcome: answer(503) }, retry],
    ['a 404 of which the service says that it may pass', { outcome: answer(404, undefined, true) }, retry],
    ['a 400 of which the service says so', { outcome: answer(400, undefined, true) }, retry],
    ['a 302 of which the service says so', { outcome: answer(302, undefined, true) }, done],
    [
      'a 503 of which it says that it will not',
      { outcome: answer(503, undefined, false) },
      ruledOut('service'),
    ],
  ])('%s', (_name, given, expected) => {
    expect(decide(given)).toEqual(expected);
  });

  it.each(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'QUERY'])('%s may be repeated', (method) => {
    expect(decide({ method })).toEqual(retry);
  });

  it.each(['POST', 'PATCH', 'CONNECT'])('%s may not, but with a key', (method) => {
    expect(decide({ method })).toEqual(ruledOut('method'));
    expect(decide({ method, hasIdempotencyKey: true })).toEqual(retry);
  });

  it('a body that can be sent again may be, and a stream may not', () => {
    expect(decide({ method: 'PUT', body: 'bytes' })).toEqual(retry);
    expect(decide({ method: 'PUT', body: 'factory' })).toEqual(retry);
    expect(decide({ method: 'PUT', body: 'one-shot' })).toEqual(ruledOut('body'));
  });

  it('a 409 that says how long the work goes on is asked again, with a key', () => {
    const outcome = answer(409, 2_000);
    expect(decide({ outcome, hasIdempotencyKey: true })).toEqual({
      kind: 'retry',
      waitMs: 2_100,
      isAsked: true,
    });
    expect(decide({ outcome })).toEqual(done);
    expect(decide({ outcome: answer(409), hasIdempotencyKey: true })).toEqual(done);
    expect(decide({ outcome: answer(404, 2_000), hasIdempotencyKey: true })).toEqual(done);
  });

  it('so many do as the plan says, each after its own wait', () => {
    expect([1, 2, 3].map((attempt) => decide({ attempt }))).toEqual([
      retry,
      { ...retry, waitMs: 750 },
      giveUp,
    ]);
  });

  it('none does that could only begin at the deadline', () => {
    expect(decide({ remainingMs: 501 })).toEqual(retry);
    expect(decide({ remainingMs: 500 })).toEqual(giveUp);
  });

  it('none does that the circuit would refuse', () => {
    expect(decide({ refusedForMs: 500 })).toEqual(retry);
    expect(decide({ refusedForMs: 501 })).toEqual(giveUp);
  });

  it('it waits as long as the service asks, and says who named the time', () => {
    expect(decide({ outcome: answer(503, 4_000) })).toEqual({ kind: 'retry', waitMs: 4_200, isAsked: true });
    expect(decide({ outcome: answer(503, 100) })).toEqual(retry);
    expect(decide({ outcome: answer(503, 29_000) })).toEqual(giveUp);
  });

  it('without a deadline, a minute is as long as it waits', () => {
    const remainingMs = Number.POSITIVE_INFINITY;
    expect(decide({ remainingMs })).toEqual(retry);
    expect(decide({ remainingMs, outcome: answer(503, 60_000) })).toMatchObject({
      kind: 'retry',
      waitMs: 63_000,
    });
    expect(decide({ remainingMs, outcome: answer(503, 60_001) })).toEqual(giveUp);
    expect(decide({ remainingMs: 90_000, outcome: answer(503, 61_000) })).toMatchObject({ kind: 'retry' });
  });
});

describe('random waits', () => {
  it('are between nothing and the bound of their retry, whatever the retry', () => {
    const options = { firstWaitMs: milliseconds, longestWaitMs: milliseconds };
    fc.assert(
      fc.property(fc.record(options), fc.integer({ min: 1, max: 900 }), random, (given, retry, at) => {
        const wait = waitMs({ kind: 'jitter', ...given }, retry, at);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(given.longestWaitMs, given.firstWaitMs * 2 ** (retry - 1)));
      }),
    );
  });

  it('stay numbers, however many retries there are', () => {
    const waits = { kind: 'jitter', firstWaitMs: 300, longestWaitMs: 20_000 } as const;
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 1e9 }), random, (retry, at) => {
        expect(waitMs(waits, retry, at)).toBeCloseTo(20_000 * at);
      }),
    );
  });
});

describe('a series of waits', () => {
  it('is never early, and never more than a tenth late', () => {
    fc.assert(
      fc.property(fc.array(milliseconds, { minLength: 1, maxLength: 9 }), random, (waitsMs, at) => {
        waitsMs.forEach((expected, index) => {
          const wait = waitMs({ kind: 'series', waitsMs }, index + 1, at);
          expect(wait).toBeGreaterThanOrEqual(expected);
          expect(wait).toBeLessThanOrEqual(expected * 1.1 + 1e-6);
        });
      }),
    );
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(1994, 10, 6, 8, 49, 37);
  const read = (value: string) => readRetryAfter(new Headers({ 'retry-after': value }), now);

  it.each([
    ['0', 0],
    ['120', 120_000],
    ['Sun, 06 Nov 1994 08:49:38 GMT', 1_000],
    ['Sunday, 06-Nov-94 08:49:38 GMT', 1_000],
    ['Sun Nov  6 08:49:38 1994', 1_000],
    ['Sun, 06 Nov 1994 08:49:36 GMT', 0],
    ['Sun, 06 Nov 1994 08:49:60 GMT', 23_000],
    ['Tue, 28 Feb 1995 08:49:37 GMT', 114 * 86_400_000],
  ])('of %s is %d ms', (value, expected) => {
    expect(read(value)).toBe(expected);
  });

  it.each([
    '',
    '-1',
    '1.5',
    '1e3',
    'soon',
    '2, 3',
    'in 3 days',
    'Sun, 06 Nov 1994 08:49:38',
    'Sun, 06 Nov 1994 08:49:38 CET',
    'Sun, 31 Feb 1994 08:49:38 GMT',
    'Sun, 06 Nov 1994 24:49:38 GMT',
    'Sun, 06 Nov 1994 08:60:38 GMT',
    'Sun, 06 Nov 1994 08:49:61 GMT',
    'Thu, 29 Feb 1995 08:49:38 GMT',
    '1994-11-06T08:49:38Z',
  ])('of %j is none', (value) => {
    expect(read(value)).toBeUndefined();
  });

  it('is none where the header is not there', () => {
    expect(readRetryAfter(new Headers(), now)).toBeUndefined();
  });

  it("counts from the answer's own date, if that is one", () => {
    const from = (date: string) =>
      readRetryAfter(new Headers({ date, 'retry-after': 'Sun, 06 Nov 1994 08:49:40 GMT' }), now);
    expect(from('Sun, 06 Nov 1994 08:49:30 GMT')).toBe(10_000);
    expect(from('yesterday')).toBe(3_000);
  });

  it.each([
    // A year of two digits is read so that it is not half a century away.
    ['Monday, 01-Jan-69 00:00:00 GMT', Date.UTC(2069, 0, 1)],
    ['Thursday, 01-Jan-70 00:00:00 GMT', 0],
    ['Friday, 31-Dec-99 00:00:00 GMT', Date.UTC(1999, 11, 31)],
  ])('of %s is that of a year near to us', (value, expected) => {
    expect(readRetryAfter(new Headers({ 'retry-after': value }), 0)).toBe(expected);
  });

  it.each(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'])(
    'knows %s in all three forms',
    (month) => {
      const atMs = Date.parse(`17 ${month} 1997 10:20:30 GMT`);
      for (const value of [
        `Mon, 17 ${month} 1997 10:20:30 GMT`,
        `Monday, 17-${month}-97 10:20:30 GMT`,
        `Mon ${month} 17 10:20:30 1997`,
      ]) {
        expect(readRetryAfter(new Headers({ 'retry-after': value }), 0)).toBe(atMs);
      }
    },
  );

  it('is read from every date in its usual form', () => {
    const dates = fc.date({ min: new Date(0), max: new Date('2199-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        const atMs = Math.floor(date.getTime() / 1000) * 1000;
        const headers = new Headers({ 'retry-after': new Date(atMs).toUTCString() });
        expect(readRetryAfter(headers, 0)).toBe(atMs);
      }),
    );
  });

  it('is never negative, nor no number, whatever the header holds', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789 ,:-GMTSunNov') });
    fc.assert(
      fc.property(text, (value) => {
        const read = readRetryAfter(new Headers({ 'retry-after': value }), 1e12);
        expect(read === undefined || read >= 0).toBe(true);
      }),
    );
  });
});

describe('a budget', () => {
  it('gives its share of the calls, and counts what it gave', () => {
    const budget = new Budget();
    const limits = { share: 0.2, floor: 0 };
    for (let call = 0; call < 10; call += 1) budget.deposit(5_000);
    expect([1, 2, 3].map(() => budget.withdraw(5_500, limits))).toEqual([true, true, false]);
    for (let call = 0; call < 5; call += 1) budget.deposit(7_000);
    expect([1, 2].map(() => budget.withdraw(7_000, limits))).toEqual([true, false]);
  });

  it('counts on where the clock says an earlier time than before', () => {
    const budget = new Budget();
    const limits = { share: 0, floor: 1 };
    expect(budget.withdraw(20_000, limits)).toBe(true);
    expect(budget.withdraw(4_000, limits)).toBe(false);
    expect(budget.withdraw(20_000, limits)).toBe(false);
  });

  it('never gives more than its floor or its share of the calls of ten seconds', () => {
    const step = fc.record({ afterMs: fc.integer({ min: 0, max: 3_000 }), isRetry: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const budget = new Budget();
        const calls: number[] = [];
        const retries: number[] = [];
        let now = 0;
        for (const { afterMs, isRetry } of steps) {
          now += afterMs;
          if (!isRetry) {
            budget.deposit(now);
            calls.push(now);
          } else if (budget.withdraw(now, { share: 0.2, floor: 3 })) retries.push(now);
          // Whole seconds are counted, so that the window is between nine and ten of them.
          const recent = (times: number[], windowMs: number) =>
            times.filter((at) => at > now - windowMs).length;
          const allowed = Math.max(3, 0.2 * recent(calls, 10_000));
          if (isRetry && retries.at(-1) === now) expect(recent(retries, 9_000)).toBeLessThanOrEqual(allowed);
        }
      }),
    );
  });

  it('forgets by time that passed, not by calls that were made', () => {
    const budget = new Budget();
    const limits = { share: 0, floor: 1 };
    expect(budget.withdraw(1_000, limits)).toBe(true);
    expect(budget.withdraw(10_999, limits)).toBe(false);
    expect(budget.withdraw(11_000, limits)).toBe(true);
    expect(budget.withdraw(11_000, limits)).toBe(false);
    expect(budget.withdraw(3_600_000, limits)).toBe(true);
  });
});
