import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('asks again for an order that has a key', async () => {
  const service = remote('https://orders.example.test').answers(503, 201);
  const client = createClient({ retry: { retries: 2, firstWaitMs: 100, longestWaitMs: 1000 } });

  const order = { method: 'POST', body: 'tea', headers: { 'Idempotency-Key': 'order-7' } };
  const status = client(service.url, order).then((response) => response.status);

  expect(await resultAfter(5000, status)).toBe(201);
  expect(service.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['order-7', 'order-7']);
});

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
