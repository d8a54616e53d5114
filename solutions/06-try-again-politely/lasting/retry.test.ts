import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { describe, expect, test } from 'vitest';

const url = 'https://orders.example.test';
const retry = { retries: 2, firstWaitMs: 100, longestWaitMs: 1000 };
/** Longer than all waits together. */
const enoughMs = 5000;

describe('trying again', () => {
  test('ends with the first good answer, in every call anew', async () => {
    remote(url).answers(503, 503, 200, 503, 503, 200);
    const client = createClient({ retry });

    expect(await resultAfter(enoughMs, client(url))).toMatchObject({ status: 200 });
    expect(await resultAfter(enoughMs, client(url))).toMatchObject({ status: 200 });
  });

  test('ends after so many retries, with the last answer as it came', async () => {
    const service = remote(url).answers(503, 503, { status: 503, body: 'the last' });

    const text = createClient({ retry })(url).then((response) => response.text());

    expect(await resultAfter(enoughMs, text)).toBe('the last');
    expect(service.requests).toHaveLength(3);
  });

  test('ends with the deadline, which is one for all attempts', async () => {
    remote(url).slow(700).answers(503);

    const call = createClient({ retry, deadlineMs: 1000 })(url);

    expect(await resultAfter(1150, call)).toMatchObject({ code: 'deadline' });
  });
});

describe('what is tried again', () => {
  test('is what may be answered otherwise the next time', async () => {
    const service = remote(url);
    const statuses = [];

    for (const status of [429, 500, 502, 503, 504, 400, 404, 501]) {
      service.answers(status, 200);
      statuses.push(
        await resultAfter(
          enoughMs,
          createClient({ retry })(url).then((response) => response.status),
        ),
      );
    }

    expect(statuses).toEqual([200, 200, 200, 200, 200, 400, 404, 501]);
  });

  test('is a connection that broke, was refused or came too late', async () => {
    const service = remote(url);

    for (const how of ['reset', 'refused', 'timeout'] as const) {
      const before = service.down(how).requests.length;
      await resultAfter(enoughMs, createClient({ retry })(url));
      expect(service.requests.length - before, how).toBeGreaterThan(2);
    }
  });

  test('is an attempt that took too long: the next one has its own time', async () => {
    const service = remote(url).slow(60_000);
    const call = createClient({ retry, attemptTimeoutMs: 1000 })(url);
    await pass(500);
    service.steady();

    expect(await resultAfter(enoughMs, call)).toMatchObject({ status: 200 });
  });

  test('is what may be asked twice, as it was, and never a POST or a PATCH', async () => {
    const service = remote(url).down('reset');
    const methods = { PUT: true, DELETE: true, POST: false, PATCH: false };

    for (const [method, isAskedAgain] of Object.entries(methods)) {
      await resultAfter(enoughMs, createClient({ retry })(url, { method, body: 'an order' }));
      const sent = service.requests.filter((request) => request.method === method);
      expect(sent.length > 1, method).toBe(isAskedAgain);
      expect(new Set(sent.map(({ body }) => body))).toEqual(new Set(['an order']));
    }
  });
});

describe('the wait', () => {
  test('is random, grows on the whole, and has a longest', async () => {
    const askedAt = new Map<string, number[]>();
    const service = remote(url).answers((request) => {
      askedAt.set(request.url, [...(askedAt.get(request.url) ?? []), Date.now()]);
      return 503;
    });
    const patient = { retries: 5, firstWaitMs: 100, longestWaitMs: 800 };

    // Twenty clients that fail at the same moment.
    const calls = Array.from({ length: 20 }, (_, number) =>
      createClient({ retry: patient })(`${service.url}/${number}`),
    );
    await resultAfter(enoughMs, Promise.all(calls));

    const waits = (number: number) =>
      [...askedAt.values()].map((times) => (times[number] ?? 0) - (times[number - 1] ?? 0));
    expect(new Set(waits(1)).size).toBeGreaterThan(1);
    expect(Math.max(...waits(1))).toBeLessThanOrEqual(110);
    expect(sum(waits(4))).toBeGreaterThan(sum(waits(1)));
    expect(Math.max(...waits(5))).toBeLessThanOrEqual(880);
  });
});

describe("the service's wish", () => {
  test.each([
    ['seconds', () => '7'],
    ['a date', () => new Date(Date.now() + 7000).toUTCString()],
  ])('is obeyed: %s', async (_form, retryAfter) => {
    const service = remote(url).answers({ status: 503, headers: { 'retry-after': retryAfter() } }, 200);

    const call = createClient({ retry })(url);

    await resultAfter(6900, call);
    expect(service.requests).toHaveLength(1);
    expect(await resultAfter(2000, call)).toMatchObject({ status: 200 });
  });

  test.each([
    ['days', { retry }, '414720'],
    ['more than the deadline leaves', { retry, deadlineMs: 5000 }, '8'],
  ])('is not waited for: %s', async (_form, options, retryAfter) => {
    remote(url).answers({ status: 503, headers: { 'retry-after': retryAfter }, body: 'come back later' });

    const text = createClient(options)(url).then((response) => response.text());

    expect(await resultAfter(10, text)).toBe('come back later');
  });
});

describe('the caller', () => {
  test.each([
    ['the wait', { status: 503, headers: { 'retry-after': '7' } }, 0],
    ['an attempt', 503, 7000],
  ])('ends %s, and nothing is sent any more', async (_what, answer, slowMs) => {
    const service = remote(url).slow(slowMs).answers(answer);
    const caller = new AbortController();
    const reason = { why: 'the user closed the page' };

    const call = createClient({ retry })(url, { signal: caller.signal });
    await pass(500);
    caller.abort(reason);

    expect(await resultAfter(10, call)).toBe(reason);
    await pass(10_000);
    expect(service.requests).toHaveLength(1);
  });
});

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** What has come of it after this time, be it a value or an error. */
async function resultAfter(ms: number, work: Promise<unknown>): Promise<unknown> {
  let result: unknown = 'still waiting';
  const settle = (settled: unknown) => {
    result = settled;
  };
  work.then(settle, settle);
  await pass(ms);
  return result;
}
