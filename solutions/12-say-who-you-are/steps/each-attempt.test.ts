import { createClient } from 'my-client';
import { keyPair, pass, remote, signatureOf } from 'remote-world';
import { expect, test } from 'vitest';

test('signs each attempt anew, with a time and a nonce of its own', async () => {
  const again = { status: 503, headers: { 'retry-after': '60' } };
  const service = remote('https://orders.example.test').answers(again, 201);
  const shop = keyPair('shop');
  const client = createClient({
    sign: { key: shop.signer },
    retry: { retries: 1, firstWaitMs: 100, longestWaitMs: 1000 },
    idempotencyKeys: true,
  });

  const order = client(service.url, { method: 'POST', body: 'tea' });
  await pass(67_000);
  expect((await order).status).toBe(201);

  const [first, second] = service.requests.map((request) => signatureOf(request, shop.verifyKey));
  expect([first?.verdict, second?.verdict]).toEqual(['holds', 'holds']);
  expect((second?.created ?? 0) - (first?.created ?? 0)).toBeGreaterThanOrEqual(60);
  expect(second?.nonce).not.toBe(first?.nonce);
  const [key, sameKey] = service.requests.map(({ headers }) => headers['idempotency-key']);
  expect(sameKey).toBe(key);
});
