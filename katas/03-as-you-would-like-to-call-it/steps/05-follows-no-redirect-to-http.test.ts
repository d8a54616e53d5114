import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('follows a redirect, but not to http', async () => {
  const open = remote('http://orders.example.test');
  const service = remote('https://orders.example.test')
    .on('GET', '/old', { status: 301, headers: { location: '/new' } })
    .on('GET', '/new', { body: 'here' })
    .on('GET', '/open', { status: 302, headers: { location: open.url } });
  const client = createClient({ baseUrl: service.url });

  const response = await client('old');
  expect(await response.text()).toBe('here');

  await expect(client('open')).rejects.toMatchObject({ code: 'https-required' });
  expect(open.requests).toEqual([]);
});
