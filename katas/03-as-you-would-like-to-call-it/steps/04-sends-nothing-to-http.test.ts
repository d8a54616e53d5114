import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('sends nothing to http', async () => {
  const open = remote('http://orders.example.test');
  const client = createClient();

  const failure: unknown = await client(open.url).catch((error: unknown) => error);

  expect(open.requests).toHaveLength(0);
  expect(failure).toMatchObject({ code: 'https-required' });
});
