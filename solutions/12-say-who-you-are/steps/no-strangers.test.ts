import { createClient } from 'my-client';
import { keyPair, remote, signatureOf } from 'remote-world';
import { expect, test } from 'vitest';

test('signs for its own origin, and never for another that a redirect leads to', async () => {
  const elsewhere = remote('https://elsewhere.example.test');
  const service = remote('https://orders.example.test')
    .on('GET', '/old', { status: 302, headers: { location: '/new' } })
    .on('GET', '/new', 200)
    .on('GET', '/away', { status: 302, headers: { location: elsewhere.url } });
  const shop = keyPair('shop');
  const client = createClient({ sign: { key: shop.signer } });
  const atHome = createClient({ sign: { key: shop.signer }, baseUrl: service.url });

  await client(`${service.url}/old`);
  expect(service.requests.map((request) => signatureOf(request, shop.verifyKey).verdict)).toEqual([
    'holds',
    'holds',
  ]);

  await client(`${service.url}/away`);
  await atHome(elsewhere.url);
  expect(elsewhere.requests).toHaveLength(2);
  for (const { headers } of elsewhere.requests) expect(headers).not.toHaveProperty('signature');
});
