import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test, vi } from 'vitest';

test('puts a path below the base path', async () => {
  remote('https://orders.example.test');
  const fetch = vi.spyOn(globalThis, 'fetch');
  const client = createClient({ baseUrl: 'https://orders.example.test/v1' });

  await client('orders/7');
  expect(String(fetch.mock.lastCall?.[0])).toBe('https://orders.example.test/v1/orders/7');

  await client('/orders/8');
  expect(String(fetch.mock.lastCall?.[0])).toBe('https://orders.example.test/v1/orders/8');
});
