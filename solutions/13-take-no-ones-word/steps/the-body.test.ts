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

test('refuses a body other than the one that was signed', async () => {
  const right = await signed(order(), shop.signer);
  const changed = new Request(right, { body: 'two hundred cups' });
  const other = await signed(order(), shop.signer);

  expect(await verdict(verify(changed, policy()))).toBe('digest-mismatch');
  expect(await verdict(verify(other, policy()))).toBe('shop');
  expect(other.bodyUsed).toBe(false);
});

/** Who it is from, or the code of the refusal. */
function verdict(verified: Promise<{ keyId: string }>): Promise<string> {
  return verified.then(
    ({ keyId }) => keyId,
    (error) => error.code,
  );
}
