import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Budget } from './budget.ts';
import { readRetryAfter } from './retry-after.ts';
import { waitMs } from './wait-ms.ts';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const milliseconds = fc.integer({ min: 0, max: 1_000_000 });

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
    'Sun, 06 Nov 1994 25:49:38 GMT',
    '1994-11-06T08:49:38Z',
  ])('of %j is none', (value) => {
    expect(read(value)).toBeUndefined();
  });

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
