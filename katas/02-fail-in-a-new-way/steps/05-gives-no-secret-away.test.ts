import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('names the host and gives no secret away', async () => {
  const service = remote('https://orders.example.test').down('refused');
  const client = createClient();

  const error: unknown = await client(`${service.url}/orders?token=s3cret`, {
    headers: { authorization: 'Bearer s3cret' },
  }).catch((error: unknown) => error);

  expect(String(error)).toContain('orders.example.test');
  expect(String(error)).not.toContain('s3cret');
});
