import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('gives up an attempt after its time', async () => {
  const service = remote('https://orders.example.test').slow(60_000);
  const client = createClient({ attemptTimeoutMs: 1000 });

  const result = await resultAfter(1100, client(service.url));

  expect(result).toMatchObject({ code: 'timeout' });
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
