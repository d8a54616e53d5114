import './setup.ts';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keyPair, nonceStore, pass, remote, signatureOf, signed } from './index.ts';

const orders = 'https://orders.example.test';
const shop = keyPair('shop');

async function send(request: Request) {
  const service = remote(orders);
  await fetch(request);
  return service.requests[0];
}

function order(): Request {
  return new Request(`${orders}/orders?now=1`, { method: 'POST', body: 'tea' });
}

describe('a signature that was seen', () => {
  test('holds with the key that signed it, and says what it covers', async () => {
    const seen = await send(await signed(order(), shop.signer, { created: 1_767_600_000, nonce: 'n7' }));

    expect(signatureOf(seen, shop.verifyKey)).toEqual({
      verdict: 'holds',
      covered: ['@method', '@target-uri', 'content-digest'],
      created: 1_767_600_000,
      nonce: 'n7',
      keyid: 'shop',
    });
  });

  test('holds with no other key of the same name', async () => {
    const seen = await send(await signed(order(), shop.signer));

    const { verdict } = signatureOf(seen, keyPair('shop').verifyKey);

    expect(verdict).toMatch(/^it does not hold/);
  });

  test('shows the text that should have been signed', async () => {
    const request = await signed(order(), shop.signer, { created: 1_767_600_000, nonce: 'n7' });
    const seen = await send(new Request(request, { method: 'PUT' }));

    const { verdict } = signatureOf(seen, shop.verifyKey);

    const sha256 = createHash('sha256').update('tea').digest('base64');
    expect(verdict.split('\n').slice(1)).toEqual([
      '"@method": PUT',
      `"@target-uri": ${orders}/orders?now=1`,
      `"content-digest": sha-256=:${sha256}:`,
      '"@signature-params": ("@method" "@target-uri" "content-digest");created=1767600000;nonce="n7";keyid="shop"',
    ]);
  });

  test.each([
    ['it is not signed', async () => order()],
    ['its keyid is site, and the key is shop', () => signed(order(), keyPair('site').signer)],
    ['it covers "etag", and there is none', () => signed(order(), shop.signer, { covered: ['etag'] })],
  ])('says so where %s', async (verdict, request) => {
    expect(signatureOf(await send(await request()), shop.verifyKey).verdict).toBe(verdict);
  });

  test.each([
    ['signature', 'sig1=abc', 'Signature is not base64 between colons, as in sig1=:c2ln: but sig1=abc'],
    ['signature-input', 'sig1=(@method)', 'Signature-Input cannot be read: sig1=(@method)'],
    ['signature-input', 'sig2=()', 'Signature-Input cannot be read: sig2=()'],
  ])('says which field cannot be read: %s', async (name, value, verdict) => {
    const request = await signed(order(), shop.signer);
    request.headers.set(name, value);

    expect(signatureOf(await send(request), shop.verifyKey).verdict).toBe(verdict);
  });

  test('is one too many where nobody asked', () => {
    expect(signatureOf(undefined, shop.verifyKey).verdict).toBe('there is no such request');
  });
});

test('what is covered and not there is signed as if it were empty', async () => {
  const seen = await send(await signed(order(), shop.signer, { covered: ['@method', 'etag'], nonce: 'n7' }));

  const withEmpty = seen && { ...seen, headers: { ...seen.headers, etag: '' } };

  expect(signatureOf(withEmpty, shop.verifyKey).verdict).toBe('holds');
});

test('a second signature stands beside the first', async () => {
  const twice = await signed(await signed(order(), shop.signer), shop.signer, { label: 'sig2' });

  expect(twice.headers.get('signature-input')?.match(/sig\d=/g)).toEqual(['sig1=', 'sig2=']);
  expect(twice.headers.get('signature')?.match(/sig\d=/g)).toEqual(['sig1=', 'sig2=']);
});

test('the octets of a body are seen as they were sent', async () => {
  const octets = new Uint8Array([0, 255, 128]);

  const seen = await send(new Request(orders, { method: 'POST', body: octets }));

  expect(seen?.bytes).toEqual(octets);
});

test('a nonce is new once, until it has been kept for its time', async () => {
  const store = nonceStore();

  expect(await store.addIfAbsent('shop n7', 1000)).toBe(true);
  expect(await store.addIfAbsent('shop n7', 1000)).toBe(false);
  expect(await store.addIfAbsent('site n7', 1000)).toBe(true);
  await pass(1000);
  expect(await store.addIfAbsent('shop n7', 1000)).toBe(true);
});
