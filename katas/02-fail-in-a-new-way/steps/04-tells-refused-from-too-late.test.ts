import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('tells a refused connection from one that took too long', async () => {
  const service = remote('https://orders.example.test');
  const client = createClient();

  service.down('refused');
  expect(await codeOf(client(service.url))).toBe('refused');

  service.down('timeout');
  expect(await codeOf(client(service.url))).toBe('timeout');
});

async function codeOf(call: Promise<Response>): Promise<unknown> {
  const error: unknown = await call.catch((error: unknown) => error);
  return error instanceof Error && 'code' in error ? error.code : error;
}
