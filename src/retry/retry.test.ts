import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { passing } from '../test-support/passing.ts';
import { fetchFailed, scripted } from '../test-support/scripted.ts';

const URL_OF_IT = 'https://api.example.com/';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function withStatus(status: number, headers: Record<string, string> = {}): () => Response {
  return () => new Response('busy', { status, headers });
}

/** The waits between attempts. */
function waits(sent: readonly { atMs: number }[]): number[] {
  return sent.slice(1).map(({ atMs }, index) => atMs - (sent[index]?.atMs ?? 0));
}

describe('a call is tried again', () => {
  it.each([408, 425, 429, 500, 502, 503, 504])(
    'twice after %d, and its last answer is intact',
    async (status) => {
      const { fetch, sent } = scripted(status);
      const response = await passing(createClient({ fetch })(URL_OF_IT));

      expect(sent).toHaveLength(3);
      expect(response.status).toBe(status);
      expect(await response.text()).toBe(`status ${status}`);
    },
  );

  it.each([200, 204, 304, 400, 401, 404, 409, 501, 505])('not after %d', async (status) => {
    const { fetch, sent } = scripted(status);
    await passing(createClient({ fetch })(URL_OF_IT));
    expect(sent).toHaveLength(1);
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'])(
    'after %s',
    async (code) => {
      const { fetch, sent } = scripted(fetchFailed(code), 200);
      expect((await passing(createClient({ fetch })(URL_OF_IT))).status).toBe(200);
      expect(sent).toHaveLength(2);
    },
  );

  it('and its last error says how often', async () => {
    const { fetch } = scripted(fetchFailed('ECONNRESET'));
    const error = await passing(errorOf(createClient({ fetch })(URL_OF_IT)));
    expect(error).toMatchObject({ code: 'network', attempts: 3 });
  });

  it('not after a certificate that does not hold', async () => {
    const { fetch, sent } = scripted(fetchFailed('CERT_HAS_EXPIRED'));
    await passing(errorOf(createClient({ fetch })(URL_OF_IT)));
    expect(sent).toHaveLength(1);
  });

  it.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'QUERY'])('if it is a %s', async (method) => {
    const { fetch, sent } = scripted(503);
    await passing(createClient({ fetch })(URL_OF_IT, { method }));
    expect(sent).toHaveLength(3);
  });

  it.each(['POST', 'PATCH'])('not if it is a %s', async (method) => {
    const { fetch, sent } = scripted(503, fetchFailed('ECONNRESET'));
    const client = createClient({ fetch });
    expect((await passing(client(URL_OF_IT, { method, body: 'x' }))).status).toBe(503);
    await passing(errorOf(client(URL_OF_IT, { method, body: 'x' })));
    expect(sent).toHaveLength(2);
  });

  it('if it is a POST with an Idempotency-Key', async () => {
    const { fetch, sent } = scripted(503, 503, 201);
    const init = { method: 'POST', body: 'order', headers: { 'Idempotency-Key': 'k-1' } };
    expect((await passing(createClient({ fetch })(URL_OF_IT, init))).status).toBe(201);
    expect(sent.map(({ headers, body }) => `${headers.get('idempotency-key')} ${body}`)).toEqual(
      Array(3).fill('k-1 order'),
    );
  });

  it('as often as asked for, after the statuses asked for', async () => {
    const { fetch, sent } = scripted(418);
    await passing(createClient({ fetch, retry: { retries: 4, statuses: [418], firstWaitMs: 1 } })(URL_OF_IT));
    expect(sent).toHaveLength(5);
  });

  it('never with retry: false', async () => {
    const { fetch, sent } = scripted(503);
    await passing(createClient({ fetch, retry: false })(URL_OF_IT));
    expect(sent).toHaveLength(1);
  });
});

describe('the wait', () => {
  it.each([
    [0, [0, 1]], // a timer of 0 ms is one of 1 ms
    [0.5, [150, 300]],
    [0.999_999, [299, 599]],
  ])('is random from nothing to a bound that doubles (random %d)', async (random, expected) => {
    vi.spyOn(Math, 'random').mockReturnValue(random);
    const { fetch, sent } = scripted(503);
    await passing(createClient({ fetch })(URL_OF_IT));
    expect(waits(sent)).toEqual(expected);
  });

  it.each([
    [0, [3_000, 9_000, 27_000]],
    [0.999_999, [3_299, 9_899, 29_699]],
  ])("is 3, 9 and 27 s or up to 10 %% more with 'patient' (random %d)", async (random, expected) => {
    vi.spyOn(Math, 'random').mockReturnValue(random);
    const { fetch, sent } = scripted(503);
    const response = await passing(createClient({ fetch, retry: 'patient' })(URL_OF_IT));

    expect(response.status).toBe(503);
    const measured = waits(sent);
    expect(measured).toHaveLength(3);
    measured.forEach((wait, index) => {
      expect(wait).toBeGreaterThanOrEqual(expected[index] ?? 0);
      expect(wait).toBeLessThanOrEqual((expected[index] ?? 0) + 1);
    });
  });

  it("leaves all four attempts of 'patient' their second, and fits its deadline", async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999_999);
    const { fetch, sent } = scripted('silence');
    const error = await passing(errorOf(createClient({ fetch, retry: 'patient' })(URL_OF_IT)));

    expect(error).toMatchObject({ code: 'timeout', attempts: 4 });
    expect(sent).toHaveLength(4);
  });
});

describe('Retry-After', () => {
  it('in seconds lengthens the wait, and a little more, since everybody was told the same', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { fetch, sent } = scripted(withStatus(503, { 'retry-after': '2' }), 200);
    await passing(createClient({ fetch })(URL_OF_IT));
    expect(waits(sent)).toEqual([2_100]);
  });

  it('as a date is measured by the clock of the service', async () => {
    vi.setSystemTime(new Date('2031-05-05T05:05:05Z'));
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const headers = { date: 'Sun, 06 Nov 1994 08:49:37 GMT', 'retry-after': 'Sun, 06 Nov 1994 08:49:40 GMT' };
    const { fetch, sent } = scripted(withStatus(429, headers), 200);
    await passing(createClient({ fetch })(URL_OF_IT));
    expect(waits(sent)).toEqual([3_000]);
  });

  it('as a date is measured by our clock where the service shows none', async () => {
    vi.setSystemTime(new Date('1994-11-06T08:49:37Z'));
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const headers = { 'retry-after': 'Sun, 06 Nov 1994 08:49:40 GMT' };
    const { fetch, sent } = scripted(withStatus(429, headers), 200);
    await passing(createClient({ fetch })(URL_OF_IT));
    expect(waits(sent)).toEqual([3_000]);
  });

  it('beyond the deadline ends the call at once, with the answer intact', async () => {
    const { fetch, sent } = scripted(withStatus(503, { 'retry-after': '410400' }));
    const response = await createClient({ fetch })(URL_OF_IT);

    expect(await response.text()).toBe('busy');
    expect(sent).toHaveLength(1);
  });

  it('of more than a minute ends the call at once where there is no deadline', async () => {
    const { fetch, sent } = scripted(withStatus(503, { 'retry-after': '61' }));
    expect((await createClient({ fetch, deadlineMs: false })(URL_OF_IT)).status).toBe(503);
    expect(sent).toHaveLength(1);
  });

  it('does not shorten the wait', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { fetch, sent } = scripted(withStatus(503, { 'retry-after': '0' }), 200);
    await passing(createClient({ fetch, retry: { waitsMs: [1_000] } })(URL_OF_IT));
    expect(waits(sent)).toEqual([1_000]);
  });

  it('goes with an error that comes later', async () => {
    const { fetch } = scripted(withStatus(503, { 'retry-after': '2' }), fetchFailed('CERT_HAS_EXPIRED'));
    const error = await passing(errorOf(createClient({ fetch })(URL_OF_IT)));
    expect(error.retryAfterMs).toBe(2_000);
  });
});

describe('the budget', () => {
  const ONE_RETRY_IN_ALL = { retries: 1, firstWaitMs: 0, budget: { floor: 1, share: 0 } };

  it('lets a quiet client try again', async () => {
    const { fetch, sent } = scripted(503);
    const client = createClient({ fetch, breaker: false, retry: { firstWaitMs: 0 } });
    for (let call = 0; call < 5; call += 1) await passing(client(URL_OF_IT));
    expect(sent).toHaveLength(15);
  });

  it('keeps the retries of a busy client to a fifth of its calls', async () => {
    const { fetch, sent } = scripted(503);
    const client = createClient({ fetch, breaker: false, retry: { firstWaitMs: 0 } });
    await Promise.all([...Array(1000)].map(() => passing(client(URL_OF_IT))));
    expect(sent).toHaveLength(1_200);
  });

  it('answers with the last response intact when it is spent', async () => {
    const { fetch } = scripted(503);
    const client = createClient({ fetch, retry: { budget: { floor: 0 } } });
    expect(await (await client(URL_OF_IT)).text()).toBe('status 503');
  });

  it('is shared by all that .with makes, and not by two origins', async () => {
    const { fetch, sent } = scripted(503);
    const client = createClient({ fetch, retry: ONE_RETRY_IN_ALL });
    await passing(client.with({ headers: { 'x-a': '1' } })('https://a.example.com/'));
    expect(sent).toHaveLength(2);
    await passing(client.with({ headers: { 'x-a': '2' } })('https://a.example.com/'));
    expect(sent).toHaveLength(3);
    await passing(client('https://b.example.com/'));
    expect(sent).toHaveLength(5);
  });

  it('counts all routes together, and each route has its own limits', async () => {
    const { fetch, sent } = scripted(503);
    const client = createClient({ fetch, retry: ONE_RETRY_IN_ALL });
    await passing(client(URL_OF_IT));
    await passing(client(URL_OF_IT));
    expect(sent).toHaveLength(3);
    const route = client.with({ retry: { ...ONE_RETRY_IN_ALL, budget: { floor: 2, share: 0 } } });
    await passing(route(URL_OF_IT));
    expect(sent).toHaveLength(5);
  });

  it('is back after ten seconds, however long the client was idle', async () => {
    const { fetch, sent } = scripted(503);
    const client = createClient({ fetch, retry: ONE_RETRY_IN_ALL });
    await passing(client(URL_OF_IT));
    await passing(client(URL_OF_IT));
    expect(sent).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(9_000);
    await vi.advanceTimersByTimeAsync(3_600_000);
    await passing(client(URL_OF_IT));
    expect(sent).toHaveLength(5);
  });

  it('can be left out', async () => {
    const { fetch, sent } = scripted(503);
    const client = createClient({ fetch, breaker: false, retry: { firstWaitMs: 0, budget: false } });
    await Promise.all([...Array(100)].map(() => passing(client(URL_OF_IT))));
    expect(sent).toHaveLength(300);
  });
});

describe('closing a client', () => {
  it('ends a wait at once, and the answer that was there is the last', async () => {
    const { fetch, sent } = scripted(503);
    const client = createClient({ fetch, retry: { waitsMs: [9_000] } });
    const call = client(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(100);
    client.close();
    const response = await call;

    expect(response.status).toBe(503);
    expect(response.url).toBe(URL_OF_IT);
    expect(await response.text()).toBe('status 503');
    expect(sent).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends a wait at once, and the error that was there is the last', async () => {
    const { fetch } = scripted(fetchFailed('ECONNRESET'));
    const client = createClient({ fetch, retry: { waitsMs: [9_000] } });
    const call = errorOf(client(URL_OF_IT));
    await vi.advanceTimersByTimeAsync(100);
    client.close();

    expect(await call).toMatchObject({ code: 'network', attempts: 1 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets an attempt under way end, and none follow it', async () => {
    const answers: ((response: Response) => void)[] = [];
    const { fetch, sent } = scripted(() => new Promise<Response>((resolve) => answers.push(resolve)));
    const client = createClient({ fetch });
    const call = client(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(100);
    client.close();
    answers[0]?.(new Response('busy', { status: 503 }));

    expect(await (await call).text()).toBe('busy');
    expect(sent).toHaveLength(1);
  });
});

describe('an answer that is not the last', () => {
  it('is let go of before the next attempt, however long it is', async () => {
    const cancelled = vi.fn();
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(16_384)),
          cancel: cancelled,
        }),
        { status: 503 },
      );
    const { fetch } = scripted(endless, 200);
    const response = await passing(createClient({ fetch })(URL_OF_IT));

    expect(response.status).toBe(200);
    expect(cancelled).toHaveBeenCalledTimes(1);
  });

  it('is whole if it turns out to be the last, however long it is', async () => {
    const { fetch } = scripted(() => new Response('x'.repeat(200_000), { status: 503 }));
    const client = createClient({ fetch, retry: { waitsMs: [9_000] } });
    const call = client(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(100);
    client.close();

    expect(await (await call).text()).toHaveLength(200_000);
  });
});
