import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('waits at least as long as the service asks', async () => {
  const service = remote('https://orders.example.test');
  const client = createClient({ retry: { retries: 1, firstWaitMs: 100, longestWaitMs: 1000 } });

  service.answers({ status: 503, headers: { 'retry-after': '7' } }, 200);
  const bySeconds = client(service.url);
  expect(await resultAfter(6900, bySeconds)).toBe('still waiting');
  expect(await resultAfter(2000, bySeconds)).toMatchObject({ status: 200 });

  const date = new Date(Date.now() + 7000).toUTCString();
  service.answers({ status: 429, headers: { 'retry-after': date } }, 200);
  const byDate = client(service.url);
  expect(await resultAfter(5900, byDate)).toBe('still waiting');
  expect(await resultAfter(3000, byDate)).toMatchObject({ status: 200 });
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
