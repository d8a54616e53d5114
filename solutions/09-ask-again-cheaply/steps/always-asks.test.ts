import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('keeps what says no-cache, and asks each time', async () => {
  const headers = { 'cache-control': 'no-cache', etag: '"1"' };
  const service = remote('https://menu.example.test').answers({ headers, body: 'tea' }, 304);
  const client = createClient({ cache: { maxEntries: 100 } });

  for (let call = 1; call <= 3; call += 1)
    expect(await client(service.url).then((response) => response.text())).toBe('tea');

  const tags = service.requests.map(({ headers }) => headers['if-none-match']);
  expect(tags).toEqual([undefined, '"1"', '"1"']);
});
