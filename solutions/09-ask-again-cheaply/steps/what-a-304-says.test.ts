import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('believes what the 304 says: for how long, and what has changed', async () => {
  const old = { 'cache-control': 'max-age=60', etag: '"1"', 'x-kitchen': 'open' };
  const current = { 'cache-control': 'max-age=600', etag: '"1"', 'x-kitchen': 'closed' };
  const service = remote('https://menu.example.test').answers(
    { headers: old, body: 'tea' },
    { status: 304, headers: current },
  );
  const client = createClient({ cache: { maxEntries: 100 } });

  await client(service.url).then((response) => response.text());
  await pass(61_000);
  for (const waitMs of [0, 590_000]) {
    await pass(waitMs);
    const response = await client(service.url);
    expect(response.headers.get('x-kitchen')).toBe('closed');
    expect(await response.text()).toBe('tea');
  }
  expect(service.requests).toHaveLength(2);
});
