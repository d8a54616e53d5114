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

  const failure: unknown = await client('open').catch((error: unknown) => error);
  expect(open.requests).toHaveLength(0);
  expect(failure).toMatchObject({ code: 'https-required' });
});
