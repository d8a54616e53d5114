import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('refuses at once after so many failures in a row, and says when to come back', async () => {
  const service = remote('https://orders.example.test').answers(503);
  const client = createClient({ breaker: { failuresInARow: 3, coolDownMs: 10_000 } });

  const outcomes = [];
  for (let call = 1; call <= 4; call += 1) outcomes.push(await outcome(client(service.url)));
  expect(outcomes).toEqual([503, 503, 503, 'circuit-open']);
  expect(service.requests).toHaveLength(3);

  const { retryAfterMs } = await client(service.url).catch((error) => error);
  expect(retryAfterMs).toBeGreaterThan(9000);
  expect(retryAfterMs).toBeLessThanOrEqual(11_000);
});

/** What comes of a call: a status, or the code of an error, or the caller's reason. */
function outcome(call: Promise<Response>): Promise<unknown> {
  return call.then(
    ({ status }) => status,
    (error) => error.code ?? error,
  );
}
