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

test('accepts what a known key has signed, and says the same of a stranger and of a forger', async () => {
  const refusal = async (request: Request) => {
    const error = await verify(request, policy()).catch((error) => error);
    return [error.code, error.message];
  };
  const forger = keyPair('shop');
  const stranger = keyPair('stranger');

  expect((await verify(await signed(order(), shop.signer), policy())).keyId).toBe('shop');

  const [code, message] = await refusal(await signed(order(), forger.signer));
  expect(code).toBe('signature-invalid');
  expect(await refusal(await signed(order(), stranger.signer))).toEqual([code, message]);
  expect(await refusal(order())).toEqual(['signature-missing', expect.any(String)]);
});
