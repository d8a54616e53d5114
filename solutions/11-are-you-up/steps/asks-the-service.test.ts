import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('says up for a 2xx of the service itself, and down for all else, never an error', async () => {
  const service = remote('https://mail.example.test').answers(204);
  const login = remote('https://login.example.test');
  const client = createClient({ baseUrl: service.url, upcheck: { path: '/up', timeoutMs: 300 } });

  expect(await client.upcheck()).toEqual({ isUp: true, trouble: undefined });
  expect(service.requests[0]?.url).toBe('https://mail.example.test/up');

  service.answers(503);
  expect(await client.upcheck()).toMatchObject({ isUp: false, trouble: { code: 'down' } });
  service.redirects(login.url);
  expect(await client.upcheck()).toMatchObject({ isUp: false, trouble: { code: 'down' } });
  service.down();
  expect(await client.upcheck()).toMatchObject({ isUp: false, trouble: { code: 'down' } });
});
