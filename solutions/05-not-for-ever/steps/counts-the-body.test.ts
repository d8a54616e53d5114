import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('ends the reading of the body at the deadline', async () => {
  const service = remote('https://orders.example.test').answers({ body: 'late', bodyAfterMs: 5000 });
  const client = createClient({ deadlineMs: 1000 });

  const text = client(service.url).then((response) => response.text());

  expect(await resultAfter(1100, text)).toMatchObject({ code: 'deadline' });
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
