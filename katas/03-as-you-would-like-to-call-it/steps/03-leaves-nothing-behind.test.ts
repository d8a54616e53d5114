import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test, vi } from 'vitest';

test('leaves nothing behind for the next call', async () => {
  remote('https://orders.example.test');
  const fetch = vi.spyOn(globalThis, 'fetch');
  const client = createClient({ baseUrl: 'https://orders.example.test', headers: { 'x-team': 'blue' } });

  await client('orders', { headers: { authorization: 'Bearer of-one-caller' } });
  await client('orders');

  expect(headersOf(fetch.mock.lastCall)).toEqual({ 'x-team': 'blue' });
});

/** What stands in the second argument of fetch, however it is written there. */
function headersOf(call: Parameters<typeof fetch> | undefined): Record<string, string> {
  return Object.fromEntries(new Headers(call?.[1]?.headers));
}
