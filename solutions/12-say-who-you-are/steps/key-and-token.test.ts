import { createClient } from 'my-client';
import { keyPair, remote, signatureOf } from 'remote-world';
import { expect, test } from 'vitest';

test('signs the idempotency key and the token where a request has them', async () => {
  const service = remote('https://orders.example.test');
  const shop = keyPair('shop');
  const client = createClient({ sign: { key: shop.signer }, idempotencyKeys: true });

  await client(service.url, { method: 'POST', body: 'tea', headers: { Authorization: 'Bearer of-alice' } });
  await client(service.url);

  const [order, question] = service.requests.map((request) => signatureOf(request, shop.verifyKey));
  expect(order?.verdict).toBe('holds');
  expect(order?.covered).toEqual(expect.arrayContaining(['authorization', 'idempotency-key']));
  expect(question?.verdict).toBe('holds');
});
