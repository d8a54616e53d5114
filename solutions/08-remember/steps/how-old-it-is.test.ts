import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('takes the age of an answer off its time', async () => {
  const headers = { 'cache-control': 'max-age=60', age: '50' };
  const service = remote('https://menu.example.test').answers({ headers, body: 'tea' });
  const client = createClient({ cache: { maxEntries: 100 } });

  for (const waitMs of [0, 5000, 6000]) {
    await pass(waitMs);
    await client(service.url).then((response) => response.text());
  }

  expect(service.requests).toHaveLength(2);
});
