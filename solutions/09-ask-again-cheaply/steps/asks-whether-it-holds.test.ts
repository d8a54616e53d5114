import { createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { expect, test } from 'vitest';

test('asks whether an old answer still holds, and gives it again after a 304', async () => {
  const headers = { 'cache-control': 'max-age=60', etag: '"1"' };
  const service = remote('https://menu.example.test').answers({ headers, body: 'tea' }, 304);
  const client = createClient({ cache: { maxEntries: 100 } });

  for (let call = 1; call <= 2; call += 1) {
    const response = await client(service.url);
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toBe('"1"');
    expect(await response.text()).toBe('tea');
    await pass(61_000);
  }

  const [first, second] = service.requests.map(({ headers }) => headers['if-none-match']);
  expect([first, second]).toEqual([undefined, '"1"']);
});
