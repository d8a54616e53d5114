import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('hands over any answer, also a 404', async () => {
  const service = remote('https://orders.example.test').answers({ status: 404, body: 'no such order' });
  const client = createClient();

  const response = await client(service.url);

  expect(response.status).toBe(404);
  expect(await response.text()).toBe('no such order');
});
