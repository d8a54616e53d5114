import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('does not wait for days, nor beyond the deadline', async () => {
  const service = remote('https://orders.example.test');
  const retry = { retries: 2, firstWaitMs: 100, longestWaitMs: 1000 };

  service.answers({ status: 503, headers: { 'retry-after': '414720' } });
  expect(await resultAfter(10, createClient({ retry })(service.url))).toMatchObject({ status: 503 });

  service.answers({ status: 503, headers: { 'retry-after': '8' } });
  const hurried = createClient({ retry, deadlineMs: 5000 });
  expect(await resultAfter(10, hurried(service.url))).toMatchObject({ status: 503 });
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
