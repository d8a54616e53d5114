import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { type Call, type CallEvent, type ClientOptions, createClient, type Layer } from '../index.ts';
import { hasTest } from '../test-support/has-test.ts';
import { fetchFailed, type Step, scripted } from '../test-support/scripted.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';

// What two layers do together that neither does alone. Pairs that are stated beside one of the two are not repeated
// here; the table in docs/library/layers.md names a test for each pair, and the last test below holds it to that.

const URL_OF_IT = 'https://orders.example.com/17';
const ORDER = { method: 'POST', body: 'order', headers: { 'idempotency-key': 'k-17' } };
const AT_ONCE = { firstWaitMs: 0 };

useFakeTime();

function clientOf(options: ClientOptions, ...steps: readonly Step[]) {
  const { fetch, sent } = scripted(...steps);
  return { client: createClient({ fetch, retry: AT_ONCE, ...options }), sent };
}

/** The status or the code that a call comes to, when all time has passed that it needs. */
async function outcomeOf(call: Promise<Response>): Promise<number | string> {
  const outcome = call.then(
    ({ status }) => status,
    (error: { code?: string }) => error.code ?? 'error',
  );
  const settled = outcome.then(() => true);
  await Promise.race([settled, vi.advanceTimersByTimeAsync(60_000)]);
  return outcome;
}

function answering(status: number, headers: Record<string, string>): () => Response {
  return () => new Response(null, { status, headers });
}

/** A layer that writes down all calls that pass it. */
function noting(calls: Call[]): Layer {
  return {
    name: 'noting',
    wrap: (next) => (call) => {
      calls.push(call);
      return next(call);
    },
  };
}

const keysOf = (sent: readonly { headers: Headers }[]) =>
  sent.map(({ headers }) => headers.get('idempotency-key'));

describe('events', () => {
  it('with a key, are those of one call, and never show the key', async () => {
    const { client } = clientOf({}, fetchFailed('ECONNRESET'), 201);
    const events: CallEvent[] = [];
    client.on('*', (event) => events.push(event));

    expect(await outcomeOf(client(URL_OF_IT, ORDER))).toBe(201);
    expect(events.filter(({ kind }) => kind === 'attempt-started')).toHaveLength(2);
    expect(new Set(events.map(({ callId }) => callId)).size).toBe(1);
    expect(JSON.stringify(events)).not.toContain('k-17');
  });

  it('with an open circuit, tell a call without an attempt', async () => {
    const { client } = clientOf({ breaker: { failuresInARow: 1 } }, 503);
    await outcomeOf(client(URL_OF_IT));
    const events: CallEvent[] = [];
    client.on('*', (event) => events.push(event));

    expect(await outcomeOf(client(URL_OF_IT))).toBe('circuit-open');
    expect(events).toMatchObject([
      { kind: 'call-started' },
      { kind: 'cache-decided', result: 'miss' },
      { kind: 'call-ended', outcome: 'circuit-open', attempts: 0 },
    ]);
  });
});

describe('an idempotency key', () => {
  it('with the budget, makes a call repeatable and its retries no cheaper', async () => {
    const { client, sent } = clientOf(
      { retry: { ...AT_ONCE, budget: { share: 0, floor: 3 } }, breaker: false },
      503,
    );
    for (let call = 0; call < 4; call += 1) await outcomeOf(client(URL_OF_IT, ORDER));
    expect(sent).toHaveLength(4 + 3);
  });

  it('with the breaker: work that is still going on says nothing against the service', async () => {
    const running = answering(409, { 'retry-after': '0' });
    const { client } = clientOf({ breaker: { failuresInARow: 1, minimumCalls: 1 } }, running, running, 201);
    expect(await outcomeOf(client(URL_OF_IT, ORDER))).toBe(201);
    expect(client.health(URL_OF_IT)).toMatchObject({ state: 'closed', failureShare: 0 });
  });

  it('with the attempt timeout: an attempt whose end nobody knows is repeated under the same key', async () => {
    const { client, sent } = clientOf({ attemptTimeoutMs: 100 }, 'silence', 201);
    expect(await outcomeOf(client(URL_OF_IT, ORDER))).toBe(201);
    expect(keysOf(sent)).toEqual(['k-17', 'k-17']);

    const without = clientOf({ attemptTimeoutMs: 100 }, 'silence', 201);
    expect(await outcomeOf(without.client(URL_OF_IT, { method: 'POST', body: 'order' }))).toBe('timeout');
    expect(without.sent).toHaveLength(1);
  });

  it('with layers of your own: each attempt shows them the same', async () => {
    const calls: Call[] = [];
    const { client } = clientOf({ idempotencyKeys: true, layers: [noting(calls)] }, 503, 201);
    await outcomeOf(client(URL_OF_IT, { method: 'POST', body: 'order' }));
    expect(calls).toHaveLength(2);
    expect(calls[0]?.idempotencyKey).toEqual(expect.any(String));
    expect(calls[1]?.idempotencyKey).toBe(calls[0]?.idempotencyKey);
  });

  it('with the deadline: work that will go on beyond it is answered with the 409', async () => {
    const { client, sent } = clientOf({ deadlineMs: 10_000 }, answering(409, { 'retry-after': '20' }), 201);
    expect(await outcomeOf(client(URL_OF_IT, ORDER))).toBe(409);
    expect(sent).toHaveLength(1);
  });
});

describe('a redirect to another origin', () => {
  const there = 'https://stock.example.com/17';
  const moved = answering(302, { location: there });

  it('with the budget: its retries are on the account of that origin', async () => {
    const retry = { ...AT_ONCE, budget: { share: 0, floor: 1 } };
    const { client, sent } = clientOf({ retry, breaker: false }, moved, 503, 503, moved, 503, 503, 200);
    expect(await outcomeOf(client(URL_OF_IT))).toBe(503);
    expect(await outcomeOf(client(URL_OF_IT))).toBe(503);
    expect(sent.map(({ url }) => url)).toEqual([URL_OF_IT, there, there, URL_OF_IT, there]);
    // The origin that only redirected has its own account, untouched.
    expect(await outcomeOf(client(URL_OF_IT))).toBe(200);
    expect(sent.slice(5).map(({ url }) => url)).toEqual([URL_OF_IT, URL_OF_IT]);
  });

  it('with the breaker: it opens the circuit of that origin, and the one that redirected is well', async () => {
    const { client, sent } = clientOf({ breaker: { failuresInARow: 1 } }, moved, 503, moved);
    expect(await outcomeOf(client(URL_OF_IT))).toBe(503);
    expect(client.health(URL_OF_IT).state).toBe('closed');
    expect(client.health(there).state).toBe('open');

    expect(await outcomeOf(client(URL_OF_IT))).toBe('circuit-open');
    expect(sent.map(({ url }) => url)).toEqual([URL_OF_IT, there, URL_OF_IT]);
  });

  it('with layers of your own: they see each hop, as its first attempt', async () => {
    const calls: Call[] = [];
    const { client } = clientOf({ layers: [noting(calls)] }, moved, 200);
    await outcomeOf(client(URL_OF_IT));
    expect(calls.map(({ url, attempt }) => [url, attempt])).toEqual([
      [URL_OF_IT, 1],
      [there, 1],
    ]);
  });
});

describe('the budget', () => {
  const budget = { share: 0, floor: 1 };

  it('with the breaker: a retry that an open circuit forbids costs nothing', async () => {
    const options = { retry: { waitsMs: [10], budget }, breaker: { failuresInARow: 1, coolDownMs: 1_000 } };
    const { client, sent } = clientOf(options, 503, 200, fetchFailed('ENOTFOUND'), 200);
    expect(await outcomeOf(client(URL_OF_IT))).toBe(503);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await outcomeOf(client(URL_OF_IT))).toBe(200);

    expect(await outcomeOf(client.with({ breaker: false })(URL_OF_IT))).toBe(200);
    expect(sent).toHaveLength(4);
  });

  it('with the attempt timeout: repeats of attempts that hang are counted as all others', async () => {
    const { client, sent } = clientOf({ attemptTimeoutMs: 100, retry: { ...AT_ONCE, budget } }, 'silence');
    expect(await outcomeOf(client(URL_OF_IT))).toBe('timeout');
    expect(sent).toHaveLength(2);
  });

  it('with a layer of your own that repeats: those are not its business, and are counted as requests', async () => {
    const twice: Layer = {
      name: 'twice',
      wrap: (next) => async (call) => {
        await next(call);
        return next(call);
      },
    };
    const { client, sent } = clientOf({ layers: [twice], retry: { ...AT_ONCE, budget } }, 503);
    const ended: number[] = [];
    client.on('call-ended', ({ attempts }) => ended.push(attempts));
    expect(await outcomeOf(client(URL_OF_IT))).toBe(503);
    expect(sent).toHaveLength(4);
    expect(ended).toEqual([4]);
  });

  it('with the deadline: a retry that could not begin before it costs nothing', async () => {
    const later = answering(503, { 'retry-after': '20' });
    const { client, sent } = clientOf({ retry: { ...AT_ONCE, budget }, deadlineMs: 10_000 }, later, 503, 200);
    expect(await outcomeOf(client(URL_OF_IT))).toBe(503);
    expect(await outcomeOf(client(URL_OF_IT))).toBe(200);
    expect(sent).toHaveLength(3);
  });
});

describe('the deadline', () => {
  it('with the attempt timeout: the last attempt has only the time that is left', async () => {
    const { client, sent } = clientOf({ attemptTimeoutMs: 800, deadlineMs: 1_000 }, 'silence');
    const error = client(URL_OF_IT).catch((reason: unknown) => reason);
    await vi.advanceTimersByTimeAsync(1_000);

    expect(await error).toMatchObject({ code: 'deadline', attempts: 2, cause: { code: 'timeout' } });
    expect(sent).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('with layers of your own: they can look it up, and cannot outlast it', async () => {
    const remaining: unknown[] = [];
    const slow: Layer = {
      name: 'slow',
      wrap: (next) => async (call) => {
        remaining.push(call.deadline?.remainingMs());
        await new Promise((resolve) => setTimeout(resolve, 60_000));
        return next(call);
      },
    };
    const { client, sent } = clientOf({ deadlineMs: 1_000, attemptTimeoutMs: false, layers: [slow] }, 200);
    expect(await outcomeOf(client(URL_OF_IT))).toBe('deadline');
    expect(remaining).toEqual([1_000]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(0);
  });
});

it('the page on layers names a test for every pair', () => {
  const page = readFileSync(new URL('../../docs/library/layers.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| (.+) \+ (.+?) \| .+ \| `(.+\.test\.ts)`: (.+) \|$/gm)];
  const layers = [...new Set(rows.flatMap(([, outer, inner]) => [outer, inner]))];
  const pairs = layers.flatMap((outer, index) =>
    layers.slice(index + 1).map((inner) => `${outer} + ${inner}`),
  );

  expect(layers).toHaveLength(13);
  expect(rows.map(([, outer, inner]) => `${outer} + ${inner}`).toSorted()).toEqual(pairs.toSorted());
  for (const [, , , file = '', test = ''] of rows) {
    expect(hasTest(`src/${file}`, test), `${file}: ${test}`).toBe(true);
  }
});
