import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('says that the network failed', async () => {
  const service = remote('https://orders.example.test').down('reset');
  const client = createClient();

  await expect(client(service.url)).rejects.toMatchObject({ code: 'network' });
});
