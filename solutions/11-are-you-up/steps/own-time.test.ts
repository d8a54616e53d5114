import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('waits no longer than its own short time', async () => {
  const service = remote('https://mail.example.test').slow(5000);
  const client = createClient({ attemptTimeoutMs: 10_000, upcheck: { path: service.url, timeoutMs: 300 } });

  let isUp: unknown = 'still waiting';
  client.upcheck().then((upcheck) => {
    isUp = upcheck.isUp;
  });
  await pass(400);

  expect(isUp).toBe(false);
});
