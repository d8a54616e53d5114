import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('ends the retrying while it is open', async () => {
  const service = remote('https://orders.example.test').answers(503);
  const retry = { retries: 5, firstWaitMs: 1000, longestWaitMs: 1000 };
  const client = createClient({ retry, breaker: { failuresInARow: 2, coolDownMs: 60_000 } });

  const first = outcome(client(service.url));
  await pass(10_000);
  await first;
  expect(service.requests).toHaveLength(2);

  let second: unknown = 'still waiting';
  outcome(client(service.url)).then((result) => {
    second = result;
  });
  await pass(10);
  expect(second).toBe('circuit-open');
});

/** What comes of a call: a status, or the code of an error, or the caller's reason. */
function outcome(call: Promise<Response>): Promise<unknown> {
  return call.then(
    ({ status }) => status,
    (error) => error.code ?? error,
  );
}
