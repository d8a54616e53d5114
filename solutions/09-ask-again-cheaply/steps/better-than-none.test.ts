import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('gives an old answer while the service is down, for as long as it may', async () => {
  const headers = { 'cache-control': 'max-age=60, stale-if-error=600', etag: '"1"' };
  const service = remote('https://menu.example.test').answers({ headers, body: 'tea' });
  const client = createClient({ cache: { maxEntries: 100 } });
  const statusOf = (call: Promise<Response>) =>
    call.then(
      ({ status }) => status,
      (error) => error.code,
    );

  await client(service.url).then((response) => response.text());
  await pass(61_000);
  service.answers(503);
  expect(await client(service.url).then((response) => response.text())).toBe('tea');
  service.down();
  expect(await statusOf(client(service.url))).toBe(200);

  await pass(600_000);
  expect(await statusOf(client(service.url))).toBe('refused');
  service.answers(503);
  expect(await statusOf(client(service.url))).toBe(503);

  service.answers({ headers, body: 'tea' });
  await client(service.url).then((response) => response.text());
  await pass(61_000);
  service.answers(404);
  expect(await statusOf(client(service.url))).toBe(404);
});
