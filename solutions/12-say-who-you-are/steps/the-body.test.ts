import { createHash } from 'node:crypto';
import { createClient } from 'my-client';
import { keyPair, remote, signatureOf } from 'remote-world';
import { expect, test } from 'vitest';

test('signs the digest of the octets it sends', async () => {
  const service = remote('https://orders.example.test');
  const shop = keyPair('shop');
  const client = createClient({ sign: { key: shop.signer } });
  const form = new FormData();
  form.set('item', 'tea');

  for (const body of ['two cups', new Uint8Array([0, 255, 128]), form])
    await client(service.url, { method: 'POST', body });

  for (const request of service.requests) {
    const sha256 = createHash('sha256').update(request.bytes).digest('base64');
    expect(request.headers['content-digest']).toBe(`sha-256=:${sha256}:`);
    const signature = signatureOf(request, shop.verifyKey);
    expect(signature.verdict).toBe('holds');
    expect(signature.covered).toContain('content-digest');
  }
});
