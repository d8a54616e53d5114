import { createClient, explain } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('explains a failure in a sentence without our addresses, with a status and a time', async () => {
  const service = remote('https://mail.example.test').down();
  const client = createClient({ breaker: { failuresInARow: 1, coolDownMs: 10_000 } });
  const feature = 'your letters';

  const down = explain(await thrown(client(`${service.url}/internal`)), { feature });
  expect(down.status).toBe(503);
  expect(down.sentence).toContain('your letters');
  expect(down.sentence).not.toMatch(/example|internal/);

  const open = explain(await thrown(client(service.url)), { feature });
  expect(open.status).toBe(503);
  expect(open.retryAfterMs).toBeGreaterThan(9000);

  const ours = explain(new TypeError('db-7.internal is not a function'), { feature });
  expect(ours.status).toBe(500);
  expect(ours.sentence).not.toContain('internal');
});

function thrown(call: Promise<Response>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error) => error,
  );
}
