import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('counts neither a 404 nor a caller who leaves', async () => {
  const service = remote('https://orders.example.test').answers(404);
  const client = createClient({ breaker: { failuresInARow: 2, coolDownMs: 10_000 } });
  const leave = async () => {
    const caller = new AbortController();
    const call = outcome(client(service.url, { signal: caller.signal }));
    await pass(100);
    caller.abort('no time');
    expect(await call).toBe('no time');
  };

  for (let call = 1; call <= 3; call += 1) expect(await outcome(client(service.url))).toBe(404);
  service.slow(500);
  for (let call = 1; call <= 3; call += 1) await leave();

  service.steady().answers(503);
  for (let call = 1; call <= 2; call += 1) expect(await outcome(client(service.url))).toBe(503);
  await pass(11_000);
  service.slow(500);
  await leave();
  service.steady();
  expect(await outcome(client(service.url))).toBe(503);
  expect(await outcome(client(service.url))).toBe('circuit-open');
});

/** What comes of a call: a status, or the code of an error, or the caller's reason. */
function outcome(call: Promise<Response>): Promise<unknown> {
  return call.then(
    ({ status }) => status,
    (error) => error.code ?? error,
  );
}
