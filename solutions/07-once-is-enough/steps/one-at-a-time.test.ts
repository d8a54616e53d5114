import { createClient, idempotencyGuard } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('refuses the second request while the first is at work, and begins anew if that failed', async () => {
  const guard = idempotencyGuard({ scope: () => 'alice' });
  const first = guard(order('1'), () => placedAfter(3000));
  await pass(1000);
  const second = await guard(order('1'), () => new Response('placed twice', { status: 201 }));
  expect(second.status).toBe(409);
  expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
  await pass(3000);
  expect(await (await first).text()).toBe('placed');

  const failing = guard(order('2'), () => Promise.reject(new Error('no connection to the database')));
  await expect(failing).rejects.toThrow('no connection');
  expect((await guard(order('2'), () => new Response('', { status: 503 }))).status).toBe(503);
  expect((await guard(order('2'), () => new Response('', { status: 201 }))).status).toBe(201);
});

test('and the client waits until it is done', async () => {
  const guard = idempotencyGuard({ scope: () => 'alice' });
  let begun = 0;
  const service = remote('https://orders.example.test').answers((seen) =>
    guard(new Request(seen.url, seen), () => {
      begun += 1;
      return placedAfter(3000);
    }),
  );
  const retry = { retries: 5, firstWaitMs: 100, longestWaitMs: 1000 };
  const client = createClient({ retry, attemptTimeoutMs: 1000, idempotencyKeys: true });

  const text = client(service.url, { method: 'POST', body: 'tea' }).then((response) => response.text());
  await pass(60_000);

  expect(await text).toBe('placed');
  expect(begun).toBe(1);
});

function order(key: string): Request {
  const headers = { 'Idempotency-Key': key };
  return new Request('https://orders.example.test/orders', { method: 'POST', body: 'tea', headers });
}

async function placedAfter(ms: number): Promise<Response> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return new Response('placed', { status: 201 });
}
