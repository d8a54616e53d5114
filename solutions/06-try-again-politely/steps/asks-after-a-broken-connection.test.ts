import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('asks again after a broken connection, but places no order twice', async () => {
  const service = remote('https://orders.example.test').down('reset');
  const client = createClient({ retry: { retries: 1, firstWaitMs: 100, longestWaitMs: 1000 } });

  await resultAfter(1000, client(service.url, { method: 'POST', body: 'one order' }));
  expect(service.requests).toHaveLength(1);

  const failure = await resultAfter(1000, client(service.url));
  expect(service.requests).toHaveLength(3);
  expect(failure).toMatchObject({ code: 'network' });
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
