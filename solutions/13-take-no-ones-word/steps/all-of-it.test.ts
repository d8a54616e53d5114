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

test('refuses what leaves out the method, the URL or the body, or covers what is not there', async () => {
  const all = ['@method', '@target-uri', 'content-digest'];
  const covering = async (covered: string[]) =>
    verdict(verify(await signed(order(), shop.signer, { covered }), policy()));

  expect(await covering(all)).toBe('shop');
  expect(await covering(['@target-uri', 'content-digest'])).toBe('coverage-missing');
  expect(await covering(['@method', 'content-digest'])).toBe('coverage-missing');
  expect(await covering(['@method', '@target-uri'])).toBe('digest-missing');
  expect(await covering([...all, 'idempotency-key'])).toBe('component-missing');
});

/** Who it is from, or the code of the refusal. */
function verdict(verified: Promise<{ keyId: string }>): Promise<string> {
  return verified.then(
    ({ keyId }) => keyId,
    (error) => error.code,
  );
}
