import { describe, expect, it } from 'vitest';
import { type ClientOptions, createClient, isHoldfastError } from '../index.ts';

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
  ])('are derived: %j', (options, attemptMs, deadlineMs) => {
    expect(timesOf(options)).toEqual({ attemptMs, deadlineMs });
  });

  it('never conflict, in the series too', () => {
    expect(createClient({ retry: { waitsMs: [5, 10, 20, 40] } }).describe().layers[1]).toMatchObject({
      retries: 4,
    });
    expect(createClient({ retry: { longestWaitMs: 100 } }).describe().layers[1]).toMatchObject({
      firstWaitMs: 100,
    });
    expect(createClient({ retry: { firstWaitMs: 60_000 } }).describe().layers[1]).toMatchObject({
      longestWaitMs: 60_000,
    });
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
    [{ redirect: { limit: 1.5 } }, /redirect\.limit is 1\.5/],
    [{ baseUrl: 'api.example.com' }, /baseUrl is not an absolute URL/],
    [{ baseUrl: '/v1' }, /baseUrl is not an absolute URL/],
    [{ baseUrl: 'https://api.example.com/?a=b' }, /baseUrl holds a query string/],
    [JSON.parse('{"timeout": 3000}'), /no option timeout.*attemptTimeoutMs/],
    [JSON.parse('{"retry": {"limit": 3}}'), /no option retry\.limit.*retries/],
    [JSON.parse('{"retry": "eager"}'), /retry can be false, 'patient'/],
    [JSON.parse('{"allowHttp": true}'), /allowHttp can only be 'loopback'/],
  ])('is named, with the cure: %j', (options, message) => {
    expect(messageOf(options)).toMatch(message);
  });
});
