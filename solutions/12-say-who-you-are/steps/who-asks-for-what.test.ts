import { createClient } from 'my-client';
import { keyPair, remote, signatureOf } from 'remote-world';
import { expect, test } from 'vitest';

test('signs the method and the whole URL, so that the other end can verify it', async () => {
  const service = remote('https://orders.example.test');
  const shop = keyPair('shop');
  const client = createClient({ sign: { key: shop.signer } });

  await client(`${service.url}/orders?page=2&of=tea#top`, { method: 'DELETE' });

  const signature = signatureOf(service.requests[0], shop.verifyKey);
  expect(signature.verdict).toBe('holds');
  expect(signature.covered).toEqual(expect.arrayContaining(['@method', '@target-uri']));
  expect(signature.created).toBe(Math.floor(Date.now() / 1000));
});
