import { verify } from 'my-client';
import { keyPair, nonceStore, signed } from 'remote-world';
import { expect, test } from 'vitest';

const origin = 'https://orders.example.test';
const shop = keyPair('shop');
const policy = () => ({
  keys: (keyId: string) => (keyId === 'shop' ? shop.verifyKey : undefined),
  replay: nonceStore(),
  origin,
  maxAgeMs: 300_000,
  skewMs: 30_000,
});
const order = () => new Request(`${origin}/orders?of=tea`, { method: 'POST', body: 'two cups' });

test('hands over what was signed, and nothing else that came', async () => {
  const ordered = new Request(order(), { headers: { 'idempotency-key': 'order-7' } });
  const request = await signed(ordered, shop.signer);
  request.headers.set('x-role', 'admin');

  const { view } = await verify(request, policy());

  expect([view.method, view.url]).toEqual(['POST', `${origin}/orders?of=tea`]);
  expect(view.headers.get('idempotency-key')).toBe('order-7');
  expect(view.headers.has('x-role')).toBe(false);
  expect(new TextDecoder().decode(view.body)).toBe('two cups');
});
