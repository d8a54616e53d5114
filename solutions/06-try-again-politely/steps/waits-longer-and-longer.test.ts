import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('waits longer on the whole, and no two alike', async () => {
  const askedAt = new Map<string, number[]>();
  const service = remote('https://orders.example.test').answers(({ url }) => {
    askedAt.set(url, [...(askedAt.get(url) ?? []), Date.now()]);
    return 503;
  });
  const retry = { retries: 3, firstWaitMs: 100, longestWaitMs: 10_000 };

  const calls = Array.from({ length: 20 }, (_, number) =>
    createClient({ retry })(`${service.url}/${number}`),
  );
  await resultAfter(5000, Promise.all(calls));

  const waits = (retry: number) =>
    [...askedAt.values()].map((times) => (times[retry] ?? 0) - (times[retry - 1] ?? 0));
  expect(new Set(waits(1)).size).toBeGreaterThan(1);
  expect(sum(waits(3))).toBeGreaterThan(sum(waits(1)));
});

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

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
