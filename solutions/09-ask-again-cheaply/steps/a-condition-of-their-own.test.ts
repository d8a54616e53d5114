import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('leaves a condition of the caller alone', async () => {
  const headers = { 'cache-control': 'max-age=60', etag: '"1"' };
  const service = remote('https://menu.example.test').answers({ headers, body: 'tea' }, 304);
  const client = createClient({ cache: { maxEntries: 100 } });

  await client(service.url).then((response) => response.text());
  const theirs = await client(service.url, { headers: { 'If-None-Match': '"mine"' } });

  expect(theirs.status).toBe(304);
  expect(service.requests[1]?.headers['if-none-match']).toBe('"mine"');
  expect((await client(service.url)).status).toBe(200);
});
