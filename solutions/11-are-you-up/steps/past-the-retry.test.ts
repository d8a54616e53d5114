import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('asks once, with no retry, and counts for nothing in the circuit', async () => {
  const service = remote('https://mail.example.test').answers(503);
  const client = createClient({
    retry: { retries: 2, firstWaitMs: 1000, longestWaitMs: 1000 },
    breaker: { failuresInARow: 2, coolDownMs: 10_000 },
    upcheck: { path: service.url, timeoutMs: 300 },
  });

  for (let asked = 1; asked <= 3; asked += 1) {
    const upcheck = client.upcheck();
    await pass(3000);
    expect(await upcheck).toMatchObject({ isUp: false });
    expect(service.requests).toHaveLength(asked);
  }

  service.answers(200);
  expect((await client(service.url)).status).toBe(200);
});
