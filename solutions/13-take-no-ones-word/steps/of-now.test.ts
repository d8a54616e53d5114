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

test('accepts what is of now, and forgives clocks that differ', async () => {
  const now = Math.floor(Date.now() / 1000);
  const madeAt = async (created: number) =>
    verdict(verify(await signed(order(), shop.signer, { created }), policy()));

  expect(await madeAt(now - 299)).toBe('shop');
  expect(await madeAt(now - 329)).toBe('shop');
  expect(await madeAt(now - 331)).toBe('too-old');
  expect(await madeAt(now + 29)).toBe('shop');
  expect(await madeAt(now + 31)).toBe('created-in-future');
});

/** Who it is from, or the code of the refusal. */
function verdict(verified: Promise<{ keyId: string }>): Promise<string> {
  return verified.then(
    ({ keyId }) => keyId,
    (error) => error.code,
  );
}
