import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('lets one probe through, and refuses all others until it is back', async () => {
  const service = remote('https://orders.example.test').answers(503);
  const client = createClient({ breaker: { failuresInARow: 2, coolDownMs: 10_000 } });
  for (let call = 1; call <= 2; call += 1) await outcome(client(service.url));
  await pass(11_000);
  service.answers(200).slow(500);

  const probe = outcome(client(service.url));
  const others = [outcome(client(service.url)), outcome(client(service.url))];
  await pass(600);

  expect(await Promise.all(others)).toEqual(['circuit-open', 'circuit-open']);
  expect(await probe).toBe(200);
  expect(service.requests).toHaveLength(3);
});

/** What comes of a call: a status, or the code of an error, or the caller's reason. */
function outcome(call: Promise<Response>): Promise<unknown> {
  return call.then(
    ({ status }) => status,
    (error) => error.code ?? error,
  );
}
