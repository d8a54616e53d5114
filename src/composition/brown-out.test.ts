import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient, type Fetch } from '../index.ts';
import { naiveRetries, seededRandom, simulateBrownOut } from '../test-support/brown-out.ts';

let random: () => number;

beforeEach(() => {
  // Anew for each test: none may hang on how many numbers another drew.
  random = seededRandom(2);
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockImplementation(random);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function inABrownOut(makeClient: (send: Fetch) => Fetch, failureShare: number, callsPerSecond = 5) {
  const brownOut = { clients: 5, callsPerSecond, secondsBefore: 5, secondsDuring: 20, secondsAfter: 5 };
  const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  return simulateBrownOut(makeClient, { failureShare, ...brownOut }, { advance, random });
}

it('naive retries ask three times and more for each call, of a service that fails nine requests in ten', async () => {
  expect((await inABrownOut(naiveRetries, 0.9)).amplification).toBeGreaterThanOrEqual(3);
});

describe.each([0.5, 0.9])('while a service fails a share of %d', (failureShare) => {
  it('clients as they come ask less than 1.3 times for each call', async () => {
    const { amplification } = await inABrownOut((fetch) => createClient({ fetch }), failureShare);
    expect(amplification).toBeLessThan(1.3);
  });

  it('the budget holds without a breaker', async () => {
    const makeClient = (fetch: Fetch) => createClient({ fetch, breaker: false });
    const { amplification, answered } = await inABrownOut(makeClient, failureShare);
    expect(amplification).toBeLessThan(1.3);
    expect(answered).toBeGreaterThan(0.9 * (1 - failureShare));
  });
});

describe('as they come, compared with clients without a breaker, clients', () => {
  async function both(failureShare: number, callsPerSecond: number) {
    const usual = await inABrownOut((fetch) => createClient({ fetch }), failureShare, callsPerSecond);
    const without = await inABrownOut(
      (fetch) => createClient({ fetch, breaker: false }),
      failureShare,
      callsPerSecond,
    );
    return { usual, without };
  }

  it('lose hardly an answer of a service that fails one request in five', async () => {
    const { usual, without } = await both(0.2, 50);
    expect(usual.answered).toBeGreaterThan(without.answered - 0.03);
  });

  it('get four answers of five from a service that fails every second request', async () => {
    const { usual, without } = await both(0.5, 5);
    expect(usual.answered).toBeGreaterThan(0.8 * without.answered);
  });

  it('leave a service alone that fails every request', async () => {
    const { usual, without } = await both(1, 5);
    expect(usual.amplification).toBeLessThan(0.25);
    expect(without.amplification).toBeGreaterThan(1);
  });
});
