import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('counts anew after a success', async () => {
  const service = remote('https://orders.example.test').answers(503, 200, 503, 200, 503);
  const client = createClient({ breaker: { failuresInARow: 2, coolDownMs: 10_000 } });

  const outcomes = [];
  for (let call = 1; call <= 5; call += 1) outcomes.push(await outcome(client(service.url)));

  expect(outcomes).toEqual([503, 200, 503, 200, 503]);
});

/** What comes of a call: a status, or the code of an error, or the caller's reason. */
function outcome(call: Promise<Response>): Promise<unknown> {
  return call.then(
    ({ status }) => status,
    (error) => error.code ?? error,
  );
}
