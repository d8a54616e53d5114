import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('ends the whole call at its deadline, redirects included', async () => {
  const service = remote('https://orders.example.test')
    .slow(400)
    .on('GET', '/a', { status: 302, headers: { location: '/b' } })
    .on('GET', '/b', { status: 302, headers: { location: '/c' } })
    .on('GET', '/c', 200);
  const client = createClient({ baseUrl: service.url, attemptTimeoutMs: 500, deadlineMs: 1000 });

  expect(await resultAfter(1100, client('a'))).toMatchObject({ code: 'deadline' });
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
