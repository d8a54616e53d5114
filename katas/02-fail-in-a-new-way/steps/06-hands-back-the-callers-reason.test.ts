import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test("hands back the caller's own reason when the caller gives up", async () => {
  const service = remote('https://orders.example.test').slow(5000);
  const client = createClient();
  const caller = new AbortController();
  const reason = 'the user closed the page';

  const failure = client(service.url, { signal: caller.signal }).catch((error: unknown) => error);
  await pass(1000); // one second of pretended time; nobody really waits
  caller.abort(reason);

  expect(await failure).toBe(reason);
});
