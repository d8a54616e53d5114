import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('ends the wait when the caller does', async () => {
  const service = remote('https://orders.example.test').answers(
    { status: 503, headers: { 'retry-after': '7' } },
    200,
  );
  const client = createClient({ retry: { retries: 1, firstWaitMs: 100, longestWaitMs: 1000 } });
  const caller = new AbortController();
  const reason = 'the user closed the page';

  const call = client(service.url, { signal: caller.signal });
  expect(await resultAfter(1000, call)).toBe('still waiting');
  caller.abort(reason);

  expect(await resultAfter(10, call)).toBe(reason);
  await pass(10_000);
  expect(service.requests).toHaveLength(1);
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
