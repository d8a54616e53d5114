import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('forgets an answer when its address is written to', async () => {
  const kept = { headers: { 'cache-control': 'max-age=60' } };
  const service = remote('https://orders.example.test').answers({ ...kept, body: 'tea' });
  const client = createClient({ cache: { maxEntries: 100 } });
  const read = () => client(`${service.url}/7`).then((response) => response.text());

  expect(await read()).toBe('tea');
  await client(`${service.url}/7`, { method: 'PUT', body: 'milk' });
  service.answers({ ...kept, body: 'milk' });
  expect(await read()).toBe('milk');

  await client(`${service.url}/7`, { method: 'PATCH', body: 'cold' });
  service.slow(500);
  const early = read();
  await pass(100);
  service.steady();
  await client(`${service.url}/7`, { method: 'PATCH', body: 'hot' });
  service.answers({ ...kept, body: 'hot milk' });
  await pass(500);
  await early;
  expect(await read()).toBe('hot milk');
});
