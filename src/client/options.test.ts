import { describe, expect, it } from 'vitest';
import { type ClientOptions, createBreaker, createClient, isHoldfastError } from '../index.ts';

function messageOf(options: ClientOptions): string {
  try {
    createClient(options);
  } catch (error) {
    if (isHoldfastError(error) && error.code === 'options') return error.message;
    throw error;
  }
  return 'no error';
}

function timesOf(options: ClientOptions): { attemptMs: unknown; deadlineMs: unknown } {
  const { deadlineMs, layers } = createClient(options).describe();
  const attemptMs = layers.find(({ name }) => name === 'timeout')?.attemptTimeoutMs ?? false;
  return { attemptMs, deadlineMs };
}

describe('options that are not given', () => {
  it.each<[ClientOptions, unknown, unknown]>([
    [{}, 10_000, 30_000],
    [{ deadlineMs: 5_000 }, 5_000, 5_000],
    [{ deadlineMs: 60_000 }, 10_000, 60_000],
    [{ deadlineMs: false }, 10_000, false],
    [{ attemptTimeoutMs: 1_000 }, 1_000, 30_000],
    [{ attemptTimeoutMs: 20_000 }, 20_000, 60_000],
    [{ attemptTimeoutMs: false }, false, 30_000],
    [{ retry: 'patient' }, 1_000, 47_900],
    [{ retry: 'patient', attemptTimeoutMs: 2_000 }, 2_000, 52_900],
    [{ retry: 'patient', deadlineMs: 60_000 }, 1_000, 60_000],
    [{ retry: 'patient', deadlineMs: false }, 1_000, false],
    [{ retry: { waitsMs: [1_000, 2_000] }, deadlineMs: 6_300 }, 1_000, 6_300],
    [{ retry: { waitsMs: [1_000] }, attemptTimeoutMs: 500 }, 500, 2_600],
    [{ breaker: { windowMs: 4_000 } }, 2_000, 30_000],
    [{ breaker: createBreaker({ windowMs: 4_000 }) }, 2_000, 30_000],
    [{ breaker: { windowMs: 4_000 }, deadlineMs: 1_000 }, 1_000, 1_000],
  ])('are derived: %j', (options, attemptMs, deadlineMs) => {
    expect(timesOf(options)).toEqual({ attemptMs, deadlineMs });
  });

  it('never conflict, in the series too', () => {
    const retryOf = (options: ClientOptions) =>
      createClient(options)
        .describe()
        .layers.find(({ name }) => name === 'retry');
    expect(retryOf({ retry: { waitsMs: [5, 10, 20, 40] } })).toMatchObject({
      retries: 4,
    });
    expect(retryOf({ retry: { longestWaitMs: 100 } })).toMatchObject({
      firstWaitMs: 100,
    });
    expect(retryOf({ retry: { firstWaitMs: 60_000 } })).toMatchObject({
      longestWaitMs: 60_000,
    });
  });
});

describe("a breaker's options that are not given", () => {
  it.each<[ClientOptions, Record<string, unknown>]>([
    [{}, { windowMs: 20_000, coolDownMs: 5_000, longestCoolDownMs: 300_000 }],
    [{ attemptTimeoutMs: 10_001 }, { windowMs: 20_002 }],
    [{ attemptTimeoutMs: false }, { windowMs: 20_000 }],
    [{ retry: 'patient' }, { coolDownMs: 120_000, longestCoolDownMs: 300_000 }],
    [
      { retry: 'patient', breaker: { probes: 1 } },
      { coolDownMs: 120_000, probes: 1 },
    ],
    [{ retry: 'patient', breaker: { coolDownMs: 7_000 } }, { coolDownMs: 7_000 }],
    [{ retry: 'patient', breaker: { longestCoolDownMs: 60_000 } }, { coolDownMs: 60_000 }],
    [{ breaker: { longestCoolDownMs: 3_000 } }, { coolDownMs: 3_000 }],
    [{ breaker: { coolDownMs: 600_000 } }, { longestCoolDownMs: 600_000 }],
    [{ breaker: { slow: { afterMs: 50 } } }, { slow: { afterMs: 50, share: 0.5 } }],
    [{ breaker: { failuresInARow: false } }, { failuresInARow: false }],
    [{}, { failuresInARow: 5, shortestRowMs: 1_000 }],
    [{ breaker: { failuresInARow: 5 } }, { failuresInARow: 5, shortestRowMs: 0 }],
    [{ breaker: { shortestRowMs: 0 } }, { failuresInARow: 5, shortestRowMs: 0 }],
    [{ breaker: { groupOf: () => 'all' } }, { groupedBy: 'groupOf' }],
  ])('are derived: %j', (options, expected) => {
    const { layers } = createClient(options).describe();
    expect(layers.find(({ name }) => name === 'breaker')).toMatchObject(expected);
  });
});

describe('two given options that conflict', () => {
  it.each<[ClientOptions, RegExp]>([
    [{ attemptTimeoutMs: 6_000, deadlineMs: 5_000 }, /attemptTimeoutMs \(6000\).*deadlineMs \(5000\).*leave/],
    [
      { retry: 'patient', deadlineMs: 30_000 },
      /'patient' can take 46900 ms.*deadlineMs is 30000.*at least 46900/,
    ],
    [{ retry: { waitsMs: [5_000] }, deadlineMs: 5_000 }, /retry\.waitsMs.*deadlineMs is 5000/],
    [{ retry: { waitsMs: [5_000], retries: 2 } }, /retry\.retries is 2.*1 waits.*Leave retries out/],
    [{ retry: { waitsMs: [5_000], firstWaitMs: 1 } }, /retry\.waitsMs.*firstWaitMs/],
    [
      { attemptTimeoutMs: 6_000, breaker: { windowMs: 11_999 } },
      /breaker\.windowMs \(11999\).*attemptTimeoutMs \(6000\).*at least 12000/,
    ],
    [
      { attemptTimeoutMs: 10_001, breaker: createBreaker() },
      /windowMs \(20000\).*attemptTimeoutMs \(10001\)/,
    ],
    [
      { attemptTimeoutMs: 500, breaker: { slow: { afterMs: 500 } } },
      /slow\.afterMs \(500\).*attemptTimeoutMs/,
    ],
    [
      { breaker: { failuresInARow: false, shortestRowMs: 1_000 } },
      /shortestRowMs is 1000.*failuresInARow is false.*Leave one of them out/,
    ],
    [{ breaker: { coolDownMs: 9, longestCoolDownMs: 8 } }, /coolDownMs \(9\).*longestCoolDownMs \(8\)/],
    [{ retry: { firstWaitMs: 500, longestWaitMs: 100 } }, /firstWaitMs \(500\).*longestWaitMs \(100\)/],
  ])('are named, with the cure: %j', (options, message) => {
    expect(messageOf(options)).toMatch(message);
  });
});

describe('a value that cannot be', () => {
  it.each<[ClientOptions, RegExp]>([
    [{ deadlineMs: 0 }, /deadlineMs is 0.*above 0/],
    [{ deadlineMs: Number.NaN }, /deadlineMs is NaN/],
    [{ attemptTimeoutMs: -1 }, /attemptTimeoutMs is -1/],
    [{ attemptTimeoutMs: Number.POSITIVE_INFINITY }, /attemptTimeoutMs is Infinity.*false/],
    [{ bodyDeadlineMs: -1 }, /bodyDeadlineMs is -1/],
    [{ retry: { retries: -1 } }, /retry\.retries is -1/],
    [{ retry: { retries: 1.5 } }, /retry\.retries is 1\.5/],
    [{ retry: { waitsMs: [Number.NaN] } }, /retry\.waitsMs is NaN/],
    [{ retry: { budget: { share: 20 } } }, /budget\.share is 20.*between 0 and 1/],
    [{ retry: { budget: { floor: -1 } } }, /budget\.floor is -1/],
    [{ breaker: { failureShare: 50 } }, /breaker\.failureShare is 50.*up to 1/],
    [{ breaker: { failureShare: 0 } }, /breaker\.failureShare is 0/],
    [{ breaker: { slow: { afterMs: 50, share: 0 } } }, /breaker\.slow\.share is 0/],
    [{ breaker: { minimumCalls: 0 } }, /breaker\.minimumCalls is 0.*1 or more/],
    [{ breaker: { failuresInARow: 0 } }, /breaker\.failuresInARow is 0/],
    [{ breaker: { probes: 1.5 } }, /breaker\.probes is 1\.5/],
    [{ breaker: { shortestRowMs: -1 } }, /breaker\.shortestRowMs is -1.*0 or more/],
    [{ breaker: { shortestRowMs: Number.NaN } }, /breaker\.shortestRowMs is NaN.*0 or more/],
    [{ breaker: { windowMs: 0 } }, /breaker\.windowMs is 0.*above 0/],
    [{ breaker: { coolDownMs: Number.POSITIVE_INFINITY } }, /breaker\.coolDownMs is Infinity/],
    [JSON.parse('{"breaker": {"threshold": 5}}'), /no option breaker\.threshold.*failuresInARow/],
    [JSON.parse('{"breaker": {"slow": {}}}'), /breaker\.slow has no afterMs/],
    [JSON.parse('{"breaker": {"shadow": 1}}'), /breaker\.shadow is 1/],
    [JSON.parse('{"breaker": {"groupOf": "path"}}'), /breaker\.groupOf is path/],
    [JSON.parse('{"breaker": true}'), /breaker can be false.*createBreaker/],
    [{ redirect: { limit: 1.5 } }, /redirect\.limit is 1\.5/],
    [{ baseUrl: 'api.example.com' }, /baseUrl is not an absolute URL/],
    [{ baseUrl: '/v1' }, /baseUrl is not an absolute URL/],
    [{ baseUrl: 'https://api.example.com/?a=b' }, /baseUrl holds a query string/],
    [JSON.parse('{"timeout": 3000}'), /no option timeout.*attemptTimeoutMs/],
    [JSON.parse('{"retry": {"limit": 3}}'), /no option retry\.limit.*retries/],
    [JSON.parse('{"retry": "eager"}'), /retry can be false, 'patient'/],
    [JSON.parse('{"layers": [{"name": "x"}]}'), /layers takes a list of layers.*wrap/],
    [JSON.parse('{"layers": {}}'), /layers takes a list of layers/],
    [JSON.parse('{"allowHttp": true}'), /allowHttp can only be 'loopback'/],
  ])('is named, with the cure: %j', (options, message) => {
    expect(messageOf(options)).toMatch(message);
  });
});
