import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('sends a stream once, and hands over what came of it', async () => {
  const service = remote('https://orders.example.test').answers(503, 201);
  const retry = { retries: 2, firstWaitMs: 100, longestWaitMs: 1000 };
  const client = createClient({ retry, idempotencyKeys: true });
  const order: RequestInit = { method: 'POST', body: new Blob(['tea']).stream(), duplex: 'half' };

  const status = client(service.url, order).then((response) => response.status);

  expect(await resultAfter(5000, status)).toBe(503);
  expect(service.requests.map(({ body }) => body)).toEqual(['tea']);
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
