import { verify } from 'my-client';
import { keyPair, nonceStore, pass, signed } from 'remote-world';
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

test('accepts a request once, and lets nobody use up a nonce that is not theirs', async () => {
  const site = keyPair('site');
  const both = (keyId: string) => [shop, site].find(({ verifyKey }) => verifyKey.keyId === keyId)?.verifyKey;
  const policyOfBoth = { ...policy(), keys: both };
  const verdictOf = (request: Request) => verdict(verify(request, policyOfBoth));
  const created = Math.floor(Date.now() / 1000) + 25;
  const right = await signed(order(), shop.signer, { nonce: 'n', created });

  expect(await verdictOf(await signed(order(), keyPair('shop').signer, { nonce: 'n' }))).toBe(
    'signature-invalid',
  );
  expect(await verdictOf(right)).toBe('shop');
  expect(await verdictOf(right)).toBe('nonce-reused');
  expect(await verdictOf(await signed(order(), site.signer, { nonce: 'n' }))).toBe('site');

  await pass(350_000);
  expect(await verdictOf(right)).toBe('nonce-reused');
});

/** Who it is from, or the code of the refusal. */
function verdict(verified: Promise<{ keyId: string }>): Promise<string> {
  return verified.then(
    ({ keyId }) => keyId,
    (error) => error.code,
  );
}
