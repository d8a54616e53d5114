import { getEventListeners } from 'node:events';
import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test, vi } from 'vitest';

test('leaves no listener and no timer behind', async () => {
  const service = remote('https://orders.example.test').answers({ body: 'read' });
  const client = createClient({ attemptTimeoutMs: 1000, deadlineMs: 60_000 });
  const { signal } = new AbortController();

  await client(service.url, { signal }).then((response) => response.text());
  service.down();
  await resultAfter(10, client(service.url, { signal }));

  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
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
