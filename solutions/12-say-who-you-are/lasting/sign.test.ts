import { createHash } from 'node:crypto';
import { createClient } from 'my-client';
import { keyPair, pass, remote, signatureOf } from 'remote-world';
import { describe, expect, test } from 'vitest';

const url = 'https://orders.example.test';
const shop = keyPair('shop-2026');
const sign = { key: shop.signer };

describe('a signature', () => {
  test('holds at the other end, for the method and the whole URL', async () => {
    const service = remote(url);

    await createClient({ sign })(`${url}/orders?page=2&of=tea%20cups#top`, { method: 'DELETE' });

    const { verdict, covered } = signatureOf(service.requests[0], shop.verifyKey);
    expect(verdict).toBe('holds');
    expect(covered).toEqual(expect.arrayContaining(['@method', '@target-uri']));
  });

  test('is of this second', async () => {
    const service = remote(url);
    await pass(700);

    await createClient({ sign })(url);

    expect(signatureOf(service.requests[0], shop.verifyKey).created).toBe(Math.floor(Date.now() / 1000));
  });
});

describe('a body', () => {
  test.each([
    ['a text', 'two cups, 2 €'],
    ['octets', new Uint8Array([0, 255, 128])],
    ['parameters', new URLSearchParams({ item: 'tea' })],
    ['a form', form()],
  ])('is signed by the digest of the octets that are sent: %s', async (_, body) => {
    const service = remote(url);

    await createClient({ sign })(url, { method: 'PUT', body });

    const [request] = service.requests;
    const sha256 = createHash('sha256')
      .update(request?.bytes ?? '')
      .digest('base64');
    expect(request?.headers['content-digest']).toBe(`sha-256=:${sha256}:`);
    const { verdict, covered } = signatureOf(request, shop.verifyKey);
    expect(verdict).toBe('holds');
    expect(covered).toContain('content-digest');
  });

  test('comes with its type', async () => {
    const service = remote(url);

    await createClient({ sign })(url, { method: 'POST', body: form() });

    const { body = '', headers = {} } = service.requests[0] ?? {};
    const [, boundary] = /^--(\S+)/.exec(body) ?? [];
    expect(headers['content-type']).toBe(`multipart/form-data; boundary=${boundary}`);
  });
});

describe('a key and a token', () => {
  test('are signed where a request has them', async () => {
    const service = remote(url);
    const client = createClient({
      sign,
      idempotencyKeys: true,
      headers: { authorization: 'Bearer of-alice' },
    });

    await client(url, { method: 'POST', body: 'tea' });

    const { verdict, covered } = signatureOf(service.requests[0], shop.verifyKey);
    expect(verdict).toBe('holds');
    expect(covered).toEqual(expect.arrayContaining(['authorization', 'idempotency-key']));
  });
});

describe('each attempt', () => {
  test('is signed anew, and each call', async () => {
    const service = remote(url).answers({ status: 503, headers: { 'retry-after': '5' } }, 200);
    const client = createClient({ sign, retry: { retries: 1, firstWaitMs: 100, longestWaitMs: 1000 } });

    const call = client(url);
    await pass(6000);
    await call;
    await Promise.all([client(url), client(url)]);

    const signatures = service.requests.map((request) => signatureOf(request, shop.verifyKey));
    expect(signatures.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds', 'holds']);
    expect(new Set(signatures.map(({ nonce }) => nonce)).size).toBe(4);
    const [first, second] = signatures;
    expect((second?.created ?? 0) - (first?.created ?? 0)).toBeGreaterThanOrEqual(5);
  });

  test('within the origin is signed for where a redirect leads', async () => {
    const service = remote(url)
      .on('POST', '/old', { status: 307, headers: { location: '/new' } })
      .on('POST', '/new', { status: 303, headers: { location: '/done' } })
      .on('GET', '/done', 200);

    await createClient({ sign })(`${url}/old`, { method: 'POST', body: 'tea' });

    const verdicts = service.requests.map((request) => signatureOf(request, shop.verifyKey).verdict);
    expect(verdicts).toEqual(['holds', 'holds', 'holds']);
  });
});

describe('a stranger', () => {
  test('is sent no signature, neither by a redirect nor by whole URL', async () => {
    remote(url).redirects('https://elsewhere.example.test');
    const elsewhere = remote('https://elsewhere.example.test');

    await createClient({ sign })(url);
    await createClient({ sign, baseUrl: url })(elsewhere.url);

    expect(elsewhere.requests).toHaveLength(2);
    for (const { headers } of elsewhere.requests) {
      expect(headers).not.toHaveProperty('signature');
      expect(headers).not.toHaveProperty('signature-input');
    }
  });
});

function form(): FormData {
  const form = new FormData();
  form.set('item', 'tea');
  return form;
}
