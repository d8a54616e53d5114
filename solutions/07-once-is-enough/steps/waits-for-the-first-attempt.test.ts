import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('waits where the first attempt is still at work', async () => {
  const atWork = { status: 409, headers: { 'retry-after': '2' } };
  const service = remote('https://orders.example.test').answers(atWork, 201, 409);
  const client = createClient({ retry: { retries: 2, firstWaitMs: 100, longestWaitMs: 1000 } });
  const order = { method: 'POST', body: 'tea', headers: { 'Idempotency-Key': 'order-7' } };

  const patient = client(service.url, order).then((response) => response.status);
  expect(await resultAfter(1900, patient)).toBe('still waiting');
  expect(await resultAfter(1000, patient)).toBe(201);
  expect(service.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['order-7', 'order-7']);

  const conflict = client(service.url, order).then((response) => response.status);
  expect(await resultAfter(10, conflict)).toBe(409);
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
