import { verify } from 'my-client';
import { keyPair, nonceStore, pass, type SignedOptions, signed } from 'remote-world';
import { describe, expect, test } from 'vitest';

const origin = 'https://orders.example.test';
const shop = keyPair('shop');
const site = keyPair('site');
const maxAgeMs = 300_000;
const skewMs = 30_000;

describe('who', () => {
  test('is the owner of the key that signed; a stranger and a forger hear the same', async () => {
    const { check, verdict } = receiver();
    const refusal = async (request: Request) => {
      const { code, message } = await check(request).catch((error) => error);
      return { code, message };
    };

    const ofForger = await refusal(await order({}, keyPair('shop')));
    const ofStranger = await refusal(await order({}, keyPair('stranger')));

    expect(await verdict(await order())).toBe('shop');
    expect(ofForger.code).toBe('signature-invalid');
    expect(ofStranger).toEqual(ofForger);
  });

  test('is nobody where nothing is signed', async () => {
    expect(await receiver().verdict(unsigned())).toBe('signature-missing');
  });
});

describe('what is covered', () => {
  test('is the method and the URL, in one signature', async () => {
    const { verdict } = receiver();
    const method = await order({ covered: ['@method', 'content-digest'] });
    const methodAndUrl = await signed(method, shop.signer, {
      covered: ['@target-uri', 'content-digest'],
      label: 'sig2',
    });

    expect(await verdict(await order({ covered: [] }))).not.toBe('shop');
    expect(await verdict(method)).toBe('coverage-missing');
    expect(await verdict(methodAndUrl)).toBe('coverage-missing');
  });

  test('is the body, also one that was added on the way', async () => {
    const { verdict } = receiver();
    const empty = await signed(new Request(origin, { method: 'DELETE' }), shop.signer);
    const filled = new Request(empty, { body: 'everything' });

    expect(await verdict(empty)).toBe('shop');
    expect(await verdict(filled)).toBe('digest-missing');
  });

  test('is there: an absent header is not an empty one', async () => {
    const covered = ['@method', '@target-uri', 'content-digest', 'authorization'];

    expect(await receiver().verdict(await order({ covered }))).toBe('component-missing');
  });
});

describe('the body', () => {
  test('is the one that was signed', async () => {
    const { verdict } = receiver();
    const changed = new Request(await order(), { body: 'two hundred cups' });

    expect(await verdict(changed)).toBe('digest-mismatch');
  });

  test('can still be read', async () => {
    const request = await order();

    await receiver().check(request);

    expect(request.bodyUsed).toBe(false);
    expect(await request.text()).toBe('two cups');
  });
});

describe('the time', () => {
  test('is now, by clocks that may differ', async () => {
    const { verdict } = receiver();
    const now = Date.now() / 1000;
    const madeAt = async (created: number) => verdict(await order({ created }));

    expect(await madeAt(now - (maxAgeMs + skewMs) / 1000 + 5)).toBe('shop');
    expect(await madeAt(now - (maxAgeMs + skewMs) / 1000 - 5)).toBe('too-old');
    expect(await madeAt(now + skewMs / 1000 - 5)).toBe('shop');
    expect(await madeAt(now + skewMs / 1000 + 5)).toBe('created-in-future');
  });
});

describe('a nonce', () => {
  test('is accepted once from each key', async () => {
    const { verdict } = receiver();
    const request = await order({ nonce: 'n' });

    expect(await verdict(request.clone())).toBe('shop');
    expect(await verdict(request)).toBe('nonce-reused');
    expect(await verdict(await order({ nonce: 'n' }, site))).toBe('site');
  });

  test('is not used up by a forger', async () => {
    const { verdict } = receiver();

    expect(await verdict(await order({ nonce: 'n' }, keyPair('shop')))).toBe('signature-invalid');
    expect(await verdict(await order({ nonce: 'n' }))).toBe('shop');
  });

  test('is remembered for as long as its request could be accepted', async () => {
    const { verdict } = receiver();
    const request = await order({ created: (Date.now() + skewMs) / 1000 });

    expect(await verdict(request.clone())).toBe('shop');
    await pass(maxAgeMs + 2 * skewMs - 5000);
    expect(await verdict(request)).not.toBe('shop');
  });
});

describe('its own word', () => {
  test('goes for where it is, whatever the request says', async () => {
    const { verdict } = receiver();
    const toStaging = await signed(new Request('https://staging.example.test/orders'), shop.signer);
    const toUs = await signed(new Request(`${origin}/orders?of=tea`), shop.signer);
    const throughProxy = new Request('http://10.0.0.7:8080/orders?of=tea', { headers: toUs.headers });

    expect(await verdict(toStaging)).toBe('signature-invalid');
    expect(await verdict(throughProxy)).toBe('shop');
  });

  test("goes for the algorithm: it is the key's", async () => {
    const { verdict } = receiver();

    expect(await verdict(await order({ alg: 'hmac-sha256' }))).toBe('algorithm-mismatch');
    expect(await verdict(await order({ alg: 'ed25519' }))).toBe('shop');
  });
});

describe('several signatures', () => {
  test('need one that is good, first or last', async () => {
    const { verdict } = receiver();
    const stranger = keyPair('proxy');
    const goodFirst = await signed(await order(), stranger.signer, { label: 'sig2' });
    const goodLast = await signed(await order({}, stranger), shop.signer, { label: 'sig2' });

    expect(await verdict(goodFirst)).toBe('shop');
    expect(await verdict(goodLast)).toBe('shop');
  });
});

describe('what is handed over', () => {
  test('was signed', async () => {
    const request = await order();
    request.headers.set('x-role', 'admin');

    const { view } = await receiver().check(request);

    expect([view.method, view.url]).toEqual(['POST', `${origin}/orders?of=tea`]);
    expect(view.headers.get('idempotency-key')).toBe('order-7');
    expect(view.headers.has('x-role')).toBe(false);
    expect(new TextDecoder().decode(view.body)).toBe('two cups');
  });
});

/** A service that knows two senders, and whom it takes a request to be from: a keyid, or the code of its refusal. */
function receiver() {
  const policy = {
    keys: (keyId: string) => [shop, site].find(({ verifyKey }) => verifyKey.keyId === keyId)?.verifyKey,
    replay: nonceStore(),
    origin,
    maxAgeMs,
    skewMs,
  };
  const check = (request: Request) => verify(request, policy);
  const verdict = (request: Request): Promise<string> =>
    check(request).then(
      ({ keyId }) => keyId,
      (error) => error.code,
    );
  return { check, verdict };
}

function unsigned(): Request {
  const headers = { 'idempotency-key': 'order-7' };
  return new Request(`${origin}/orders?of=tea`, { method: 'POST', headers, body: 'two cups' });
}

function order(options: SignedOptions = {}, { signer } = shop): Promise<Request> {
  return signed(unsigned(), signer, options);
}
