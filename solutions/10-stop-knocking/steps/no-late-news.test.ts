import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('believes nothing that was sent before it opened', async () => {
  const service = remote('https://orders.example.test').slow(1000);
  const client = createClient({ breaker: { failuresInARow: 2, coolDownMs: 10_000 } });
  const good = outcome(client(service.url));
  await pass(10);
  service.slow(9000).answers(503);
  const bad = outcome(client(service.url));
  await pass(10);
  service.down();
  for (let call = 1; call <= 2; call += 1) await outcome(client(service.url));

  await pass(2000);
  expect(await good).toBe(200);
  expect(await outcome(client(service.url))).toBe('circuit-open');

  await pass(9500);
  expect(await bad).toBe(503);
  service.answers(200);
  expect(await outcome(client(service.url))).toBe(200);
});

/** What comes of a call: a status, or the code of an error, or the caller's reason. */
function outcome(call: Promise<Response>): Promise<unknown> {
  return call.then(
    ({ status }) => status,
    (error) => error.code ?? error,
  );
}
