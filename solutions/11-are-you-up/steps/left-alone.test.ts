import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('says down without asking while the circuit is open', async () => {
  const service = remote('https://mail.example.test').answers(503);
  const client = createClient({
    breaker: { failuresInARow: 2, coolDownMs: 10_000 },
    upcheck: { path: service.url, timeoutMs: 300 },
  });
  for (let call = 1; call <= 2; call += 1) expect((await client(service.url)).status).toBe(503);
  service.answers(200);

  expect(await client.upcheck()).toMatchObject({ isUp: false, trouble: { code: 'circuit-open' } });
  expect(service.requests).toHaveLength(2);

  await pass(11_000);
  expect(await client.upcheck()).toMatchObject({ isUp: true });
});
