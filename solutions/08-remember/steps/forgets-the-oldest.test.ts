import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('keeps no more than maxEntries', async () => {
  const kept = { headers: { 'cache-control': 'max-age=60' }, body: 'tea' };
  const service = remote('https://menu.example.test').answers(kept);
  const client = createClient({ cache: { maxEntries: 2 } });

  for (const path of ['/1', '/2', '/3', '/3', '/1'])
    await client(service.url + path).then((response) => response.text());

  expect(service.requests.map(({ url }) => url.at(-1))).toEqual(['1', '2', '3', '1']);
});
