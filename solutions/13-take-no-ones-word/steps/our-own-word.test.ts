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

test('takes neither its own address nor the algorithm from the request', async () => {
  const staging = new Request('https://staging.example.test/orders', { method: 'DELETE' });
  const right = await signed(new Request(`${origin}/orders`, { method: 'DELETE' }), shop.signer);
  const behindProxy = new Request('http://10.0.0.7:8080/orders', {
    method: 'DELETE',
    headers: right.headers,
  });

  expect(await verdict(verify(await signed(staging, shop.signer), policy()))).toBe('signature-invalid');
  expect(await verdict(verify(behindProxy, policy()))).toBe('shop');

  const withAlg = async (alg: string) =>
    verdict(verify(await signed(order(), shop.signer, { alg }), policy()));
  expect(await withAlg('hmac-sha256')).toBe('algorithm-mismatch');
  expect(await withAlg('ed25519')).toBe('shop');
});

/** Who it is from, or the code of the refusal. */
function verdict(verified: Promise<{ keyId: string }>): Promise<string> {
  return verified.then(
    ({ keyId }) => keyId,
    (error) => error.code,
  );
}
