import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('tells a refused connection from one that took too long', async () => {
  const service = remote('https://orders.example.test');
  const client = createClient();

  service.down('refused');
  await expect(client(service.url)).rejects.toMatchObject({ code: 'refused' });

  service.down('timeout');
  await expect(client(service.url)).rejects.toMatchObject({ code: 'timeout' });
});
