import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('stops after so many retries, and hands over the last answer', async () => {
  const service = remote('https://orders.example.test').answers(
    { status: 503, body: 'first' },
    { status: 503, body: 'second' },
    { status: 503, body: 'third' },
    { status: 503, body: 'fourth' },
  );
  const client = createClient({ retry: { retries: 2, firstWaitMs: 100, longestWaitMs: 1000 } });

  const text = client(service.url).then((response) => response.text());

  expect(await resultAfter(5000, text)).toBe('third');
  expect(service.requests).toHaveLength(3);
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
