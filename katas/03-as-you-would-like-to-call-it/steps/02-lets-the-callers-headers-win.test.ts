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

  expect(headersOf(fetch.mock.lastCall)).toEqual({ 'x-team': 'blue', accept: 'text/plain' });
});

/** What stands in the second argument of fetch, however it is written there. */
function headersOf(call: Parameters<typeof fetch> | undefined): Record<string, string> {
  return Object.fromEntries(new Headers(call?.[1]?.headers));
}
