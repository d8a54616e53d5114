import { createClient } from 'my-client';
import { remote } from 'remote-world';
import { expect, test } from 'vitest';

test('keeps what really happened as its cause', async () => {
  const service = remote('https://orders.example.test').down('reset');
  const client = createClient();

  const error: unknown = await client(service.url).catch((error: unknown) => error);

  expect(codesBelow(error), 'codes of the causes').toContain('ECONNRESET');
});

/** The codes of all causes, from the top down. How many causes there are is the client's own business. */
function codesBelow(error: unknown): unknown[] {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return [];
  return [...('code' in cause ? [cause.code] : []), ...codesBelow(cause)];
}
