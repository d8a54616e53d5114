import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('sends nothing to http', async () => {
  const open = remote('http://orders.example.test');
  const client = createClient();

  await expect(client(open.url)).rejects.toMatchObject({ code: 'https-required' });
  expect(open.requests).toEqual([]);
});
