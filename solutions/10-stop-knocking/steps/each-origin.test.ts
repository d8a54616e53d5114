import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('asks other origins all the same', async () => {
  const orders = remote('https://orders.example.test').down();
  const stock = remote('https://stock.example.test');
  const client = createClient({ breaker: { failuresInARow: 1, coolDownMs: 10_000 } });

  expect(await outcome(client(orders.url))).toBe('refused');
  expect(await outcome(client(orders.url))).toBe('circuit-open');
  expect(await outcome(client(stock.url))).toBe(200);
});

/** What comes of a call: a status, or the code of an error, or the caller's reason. */
function outcome(call: Promise<Response>): Promise<unknown> {
  return call.then(
    ({ status }) => status,
    (error) => error.code ?? error,
  );
}
