import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('lets the caller give up first, also one who is gone already', async () => {
  const service = remote('https://orders.example.test').slow(60_000);
  const client = createClient({ attemptTimeoutMs: 1000 });
  const caller = new AbortController();
  const reason = 'the user closed the page';

  const call = client(service.url, { signal: caller.signal });
  expect(await resultAfter(500, call)).toBe('still waiting');
  caller.abort(reason);
  expect(await resultAfter(10, call)).toBe(reason);
  expect(service.requests).toHaveLength(1);

  expect(await resultAfter(10, client(service.url, { signal: caller.signal }))).toBe(reason);
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
