import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('makes a key for each order, and keeps it for all its attempts', async () => {
  const service = remote('https://orders.example.test').answers(503, 201, 503, 201, 200);
  const retry = { retries: 2, firstWaitMs: 100, longestWaitMs: 1000 };
  const client = createClient({ retry, idempotencyKeys: true });
  const order = { method: 'POST', body: 'tea' };

  await resultAfter(5000, client(service.url, order));
  await resultAfter(5000, client(service.url, order));
  await resultAfter(5000, client(service.url));

  const [first, again, second, secondAgain, reading] = service.requests.map(
    ({ headers }) => headers['idempotency-key'],
  );
  expect(first).toBeTypeOf('string');
  expect(again).toBe(first);
  expect(second).not.toBe(first);
  expect(secondAgain).toBe(second);
  expect(reading).toBeUndefined();
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
