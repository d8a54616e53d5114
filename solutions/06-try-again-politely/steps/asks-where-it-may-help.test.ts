import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('asks again only where the next answer may be another', async () => {
  const service = remote('https://orders.example.test');
  const client = createClient({ retry: { retries: 1, firstWaitMs: 100, longestWaitMs: 1000 } });
  const statuses = [];

  for (const status of [429, 500, 502, 504, 400, 404, 501]) {
    service.answers(status, 200);
    statuses.push(
      await resultAfter(
        1000,
        client(service.url).then((response) => response.status),
      ),
    );
  }

  expect(statuses).toEqual([200, 200, 200, 200, 400, 404, 501]);
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
