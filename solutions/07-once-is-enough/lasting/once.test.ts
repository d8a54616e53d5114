import { createClient, idempotencyGuard } from 'my-client';
import { pass, remote } from 'remote-world';
import { describe, expect, test } from 'vitest';

const url = 'https://orders.example.test';
const retry = { retries: 2, firstWaitMs: 100, longestWaitMs: 1000 };
/** Longer than all waits together. */
const enoughMs = 5000;

const tea = { method: 'POST', body: 'tea' };
const teaWithKey = { ...tea, headers: { 'Idempotency-Key': 'order-7' } };

describe('the key', () => {
  test('of a call is sent as it is, and only with one is a POST tried again', async () => {
    const service = remote(url).answers(503, 201, 503, 201);
    const client = createClient({ retry });

    expect(await resultAfter(enoughMs, client(url, teaWithKey))).toMatchObject({ status: 201 });
    expect(await resultAfter(enoughMs, client(url, tea))).toMatchObject({ status: 503 });
    expect(keysOf(service)).toEqual(['order-7', 'order-7', undefined]);
  });

  test('of ours is the same for all attempts of a call, and another for the next one', async () => {
    const service = remote(url).answers(503, 201, 503, 201);
    const client = createClient({ retry, idempotencyKeys: true });

    await resultAfter(enoughMs, client(url, tea));
    await resultAfter(enoughMs, client(url, tea));

    const [first, again, second, secondAgain] = keysOf(service);
    expect(first).toBeTypeOf('string');
    expect([again, secondAgain]).toEqual([first, second]);
    expect(second).not.toBe(first);
  });

  test('is no business of a call that only reads, and never takes the place of one that is there', async () => {
    const service = remote(url);
    const client = createClient({ retry, idempotencyKeys: true });

    await client(url);
    await client(url, teaWithKey);

    expect(keysOf(service)).toEqual([undefined, 'order-7']);
  });
});

describe('the body', () => {
  test('goes out whole with each attempt', async () => {
    const service = remote(url).answers(503, 201, 503, 201);
    const client = createClient({ retry });

    await resultAfter(enoughMs, client(url, teaWithKey));
    await resultAfter(enoughMs, client(url, { ...teaWithKey, body: new TextEncoder().encode('milk') }));

    expect(service.requests.map(({ body }) => body)).toEqual(['tea', 'tea', 'milk', 'milk']);
  });

  test('that can be read only once is sent once, and what came of it is handed over', async () => {
    const service = remote(url).answers(503);
    const stream: RequestInit = { ...teaWithKey, body: new Blob(['tea']).stream(), duplex: 'half' };

    const call = createClient({ retry })(url, stream);

    expect(await resultAfter(enoughMs, call)).toMatchObject({ status: 503 });
    expect(service.requests.map(({ body }) => body)).toEqual(['tea']);
  });
});

describe('a 409 to a call with a key', () => {
  test('is waited for where it says how long, with the same key, and else is the answer', async () => {
    const service = remote(url).answers({ status: 409, headers: { 'retry-after': '7' } }, 201, 409);
    const client = createClient({ retry });

    const patient = client(url, teaWithKey);
    await resultAfter(6900, patient);
    expect(service.requests).toHaveLength(1);
    expect(await resultAfter(2000, patient)).toMatchObject({ status: 201 });
    expect(keysOf(service)).toEqual(['order-7', 'order-7']);

    expect(await resultAfter(enoughMs, client(url, teaWithKey))).toMatchObject({ status: 409 });
    expect(service.requests).toHaveLength(3);
  });
});

describe('the guard', () => {
  const scope = (request: Request) => request.headers.get('x-user') ?? '';
  const order = (user: string, body = 'tea') =>
    new Request(`${url}/orders`, { ...tea, body, headers: { 'x-user': user, 'Idempotency-Key': '1' } });

  test('does the work of a key once, while it goes on and after, and anew where it failed', async () => {
    const guard = idempotencyGuard({ scope });
    let placed = 0;
    const place = async () => {
      await new Promise((resolve) => setTimeout(resolve, 3000));
      placed += 1;
      return new Response(`order ${placed}`, { status: 201, headers: { location: `/orders/${placed}` } });
    };

    await guard(order('alice'), () => Promise.reject(new Error('no database'))).catch(() => {});
    await guard(order('alice'), () => new Response('', { status: 503 }));
    const first = guard(order('alice'), place);
    await pass(1000);
    const meanwhile = guard(order('alice'), place);
    await pass(3000);

    expect((await meanwhile).status).toBe(409);
    expect(Number((await meanwhile).headers.get('retry-after'))).toBeGreaterThan(0);
    for (const response of [await first, await guard(order('alice'), place)]) {
      expect([response.status, response.headers.get('location')]).toEqual([201, '/orders/1']);
      expect(await response.text()).toBe('order 1');
    }
  });

  test('gives an answer only to the same caller, for the same order, with a key', async () => {
    const guard = idempotencyGuard({ scope });
    const answerTo = async (request: Request) => {
      const response = await guard(
        request,
        async (asked) => new Response(`${scope(asked)}: ${await asked.text()}`),
      );
      return response.ok ? response.text() : response.status;
    };

    expect(await answerTo(order('alice'))).toBe('alice: tea');
    expect(await answerTo(order('bob'))).toBe('bob: tea');
    expect(await answerTo(order('alice', 'milk'))).toBe(422);
    expect(await answerTo(new Request(url, tea))).toBe(400);
  });
});

function keysOf(service: { requests: readonly { headers: Record<string, string> }[] }) {
  return service.requests.map(({ headers }) => headers['idempotency-key']);
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
