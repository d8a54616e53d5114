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

test('needs one good signature, first or last, and never two halves', async () => {
  const proxy = keyPair('proxy');
  const goodFirst = await signed(await signed(order(), shop.signer), proxy.signer, { label: 'sig2' });
  const goodLast = await signed(await signed(order(), proxy.signer), shop.signer, { label: 'sig2' });
  const half = await signed(order(), shop.signer, { covered: ['@method', 'content-digest'] });
  const halves = await signed(half, shop.signer, {
    covered: ['@target-uri', 'content-digest'],
    label: 'sig2',
  });

  expect(await verdict(verify(goodFirst, policy()))).toBe('shop');
  expect(await verdict(verify(goodLast, policy()))).toBe('shop');
  expect(await verdict(verify(halves, policy()))).toBe('coverage-missing');
});

/** Who it is from, or the code of the refusal. */
function verdict(verified: Promise<{ keyId: string }>): Promise<string> {
  return verified.then(
    ({ keyId }) => keyId,
    (error) => error.code,
  );
}
