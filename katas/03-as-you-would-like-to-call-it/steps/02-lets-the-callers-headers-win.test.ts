import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test, vi } from 'vitest';

test("sends the client's headers, and lets the caller's win", async () => {
  remote('https://orders.example.test');
  const fetch = vi.spyOn(globalThis, 'fetch');
  const client = createClient({
    baseUrl: 'https://orders.example.test',
    headers: { 'X-Team': 'blue', Accept: 'application/json' },
  });

  await client('orders', { headers: { accept: 'text/plain' } });

  expect(fetch.mock.lastCall?.[1]?.headers).toEqual({ 'x-team': 'blue', accept: 'text/plain' });
});
