import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('asks again after the cool-down: a success closes the circuit, a failure opens it again', async () => {
  const service = remote('https://orders.example.test').answers(503);
  const client = createClient({ breaker: { failuresInARow: 2, coolDownMs: 10_000 } });
  for (let call = 1; call <= 2; call += 1) await outcome(client(service.url));

  await pass(11_000);
  expect(await outcome(client(service.url))).toBe(503);
  expect(await outcome(client(service.url))).toBe('circuit-open');

  await pass(11_000);
  service.answers(200);
  expect(await outcome(client(service.url))).toBe(200);
  expect(await outcome(client(service.url))).toBe(200);
});

/** What comes of a call: a status, or the code of an error, or the caller's reason. */
function outcome(call: Promise<Response>): Promise<unknown> {
  return call.then(
    ({ status }) => status,
    (error) => error.code ?? error,
  );
}
