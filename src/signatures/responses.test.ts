import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createClient } from '../index.ts';
import { type SignResponseOptions, signResponse } from '../server/index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { type Sent, type Step, scripted } from '../test-support/scripted.ts';
import { type KeyPair, keyPair } from '../test-support/signing-keys.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';
import { type RequestMessage, sign, type VerifyResponsesOptions, verifyResponses } from './index.ts';

const ORIGIN = 'https://orders.example.com';

let client: KeyPair;
let service: KeyPair;
beforeAll(async () => {
  client = await keyPair('ed25519');
  service = await keyPair('ecdsa-p256-sha256');
});

useFakeTime();

function messageOf({ method, url, headers }: Sent): RequestMessage {
  const { pathname, search } = new URL(url);
  return { method, target: `${pathname}${search}`, origin: ORIGIN, headers: [...headers] };
}

/** A service that signs `response`, and what is done to it on the way. */
function answering(
  respond: () => Response,
  {
    spoil = (response) => response,
    ...options
  }: Partial<SignResponseOptions> & {
    spoil?: (response: Response, request: Sent) => Response | Promise<Response>;
  } = {},
): Step {
  return async (request) => {
    const signed = await signResponse(respond(), {
      key: service.signer,
      tag: 'orders',
      request: messageOf(request),
      ...options,
    });
    return spoil(signed, request);
  };
}

function clientOf(steps: readonly Step[], more: Partial<VerifyResponsesOptions> = {}, isSigning = true) {
  const { fetch, sent } = scripted(...steps);
  const options = { keys: [service.verifyKey], tag: 'orders', ...more };
  const made = createClient({
    baseUrl: ORIGIN,
    fetch,
    retry: { firstWaitMs: 0, retries: 1 },
    breaker: { failuresInARow: 1 },
    verifyResponses: verifyResponses(options),
    ...(isSigning ? { sign: sign({ key: client.signer }) } : {}),
  });
  return { client: made, sent };
}

const order = () => Response.json({ id: 17 });

function withHeader(response: Response, name: string, value: string): Response {
  response.headers.set(name, value);
  return response;
}

async function withBody(response: Response, body: string): Promise<Response> {
  return new Response(body, { status: response.status, headers: response.headers });
}

describe('a signed answer', () => {
  it('is taken, whole, and was asked for uncompressed', async () => {
    const { client: call, sent } = clientOf([answering(order)]);
    const response = await call('/orders/17?full');
    expect(await response.json()).toEqual({ id: 17 });
    expect(response).toMatchObject({ status: 200, url: `${ORIGIN}/orders/17?full`, redirected: false });
    expect(sent[0]?.headers.get('accept-encoding')).toBe('identity');
    expect(response.headers.get('signature-input')).toBe(
      'sig1=("@status" "content-digest" "content-type" "@method";req "@target-uri";req ' +
        '"signature-input";key="sig1";req);created=1000;expires=1060;keyid="svc-p256";tag="orders"',
    );
  });

  it('to a request that is not signed is bound to its method and URL', async () => {
    const { client: call } = clientOf([answering(order)], {}, false);
    expect((await call('/orders/17')).status).toBe(200);
  });

  it.each<[string, () => Response]>([
    ['404', () => new Response('none', { status: 404 })],
    ['204', () => new Response(null, { status: 204 })],
    ['an empty body', () => new Response('')],
  ])('may be any: %s', async (_what, respond) => {
    const { client: call } = clientOf([answering(respond)]);
    expect((await call('/orders', { method: 'POST', body: 'order' })).status).toBe(respond().status);
  });

  it('may have no content where it answers HEAD', async () => {
    const { client: call } = clientOf([
      answering(() => new Response(null, { headers: { 'content-digest': 'sha-256=:AAAA:' } })),
    ]);
    expect((await call('/orders', { method: 'HEAD' })).status).toBe(200);
  });
});

describe('an answer that is not what was signed', () => {
  it.each<[string, Step, string]>([
    ['is not signed', order, 'signature-missing'],
    [
      'has another body',
      answering(order, { spoil: (response) => withBody(response, '{"id":18}') }),
      'digest-mismatch',
    ],
    [
      'has another status',
      answering(order, { spoil: (r) => new Response(r.body, { status: 201, headers: r.headers }) }),
      'signature-invalid',
    ],
    [
      'has another type',
      answering(order, { spoil: (response) => withHeader(response, 'content-type', 'text/html') }),
      'signature-invalid',
    ],
    [
      'answers another request',
      answering(order, { request: { method: 'GET', target: '/orders/18', origin: ORIGIN, headers: [] } }),
      'coverage-missing',
    ],
    [
      'answers the same request of another time',
      answering(order, {
        spoil: () =>
          signResponse(order(), {
            key: service.signer,
            tag: 'orders',
            request: {
              method: 'GET',
              target: '/orders/17',
              origin: ORIGIN,
              headers: [['signature-input', 'sig1=("@method");nonce="old"']],
            },
          }),
      }),
      'signature-invalid',
    ],
    [
      'covers no status',
      answering(order, {
        components: ['content-digest', '@method;req', '@target-uri;req', 'signature-input;key="sig1";req'],
      }),
      'coverage-missing',
    ],
    [
      'covers no digest',
      answering(order, {
        components: ['@status', '@method;req', '@target-uri;req', 'signature-input;key="sig1";req'],
      }),
      'digest-missing',
    ],
    [
      'is not bound to the request',
      answering(order, { components: ['@status', 'content-digest'] }),
      'coverage-missing',
    ],
    ['is for another application', answering(order, { tag: 'stock' }), 'tag-mismatch'],
    [
      'says it is compressed',
      answering(order, { spoil: (response) => withHeader(response, 'content-encoding', 'gzip') }),
      'digest-invalid',
    ],
    ['is longer than may be', answering(() => new Response('x'.repeat(200))), 'limit-exceeded'],
  ])('is an error where it %s', async (_what, step, code) => {
    const { client: call, sent } = clientOf([step], { limitBytes: 100 });
    const error = await errorOf(call('/orders/17'));
    expect(error).toMatchObject({ code: 'signature', attempts: 1, isRetryable: false, cause: { code } });
    expect(error.message).toMatch(
      /^GET https:\/\/orders\.example\.com\/orders\/17: the answer \(20[01]\) was not used\. /,
    );
    expect(sent).toHaveLength(1);
    expect(call.health('/').state).toBe('closed');
  });

  it('is an error where its key is not known', async () => {
    const { client: call } = clientOf([answering(order)], { keys: [client.verifyKey] });
    expect(await errorOf(call('/orders/17'))).toMatchObject({
      code: 'signature',
      cause: { code: 'key-unknown' },
    });
  });

  it('is an error where it has come to its end on the way', async () => {
    const late = (response: Response) => {
      vi.setSystemTime(Date.now() + 90_001);
      return response;
    };
    const { client: call } = clientOf([answering(order, { spoil: late })]);
    expect(await errorOf(call('/orders/17'))).toMatchObject({
      code: 'signature',
      cause: { code: 'expired' },
    });
  });

  it('is never followed as a redirect', async () => {
    const { client: call, sent } = clientOf([
      () => new Response(null, { status: 302, headers: { location: '/evil' } }),
    ]);
    expect(await errorOf(call('/orders/17'))).toMatchObject({ code: 'signature' });
    expect(sent).toHaveLength(1);
  });

  it('is never kept by a cache', async () => {
    const fresh = () => new Response('fresh', { headers: { 'cache-control': 'max-age=60' } });
    const forged = answering(fresh, { spoil: (response) => withBody(response, 'forged') });
    const { client: call, sent } = clientOf([forged, answering(fresh)]);
    expect(await errorOf(call('/orders/17'))).toMatchObject({ code: 'signature' });
    expect(await (await call('/orders/17')).text()).toBe('fresh');
    expect(await (await call('/orders/17')).text()).toBe('fresh');
    expect(sent).toHaveLength(2);
  });

  it('is asked for again where it is an unsigned 503, as gateways send them', async () => {
    const { client: call, sent } = clientOf([503, answering(order)]);
    const waiting = call.with({ breaker: false })('/orders/17');
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await waiting).status).toBe(200);
    expect(sent).toHaveLength(2);
  });
});

describe('options', () => {
  it.each<[unknown, RegExp]>([
    [{}, /Option keys is missing/],
    [{ keys: [], limitBytes: 0 }, /limitBytes is 0/],
    [{ keys: [], origin: 5 }, /origin/],
    [{ keys: [], key: 5 }, /no option key\./],
  ])('that cannot work are named: %j', (given, message) => {
    expect(() => Reflect.apply(verifyResponses, undefined, [given])).toThrowError(message);
  });

  it('of the client must be a layer that verifies', () => {
    expect(() => createClient(JSON.parse('{"verifyResponses": true}'))).toThrowError(
      /Option verifyResponses can be false/,
    );
  });

  it.each<[unknown, RegExp]>([
    [{}, /Option key is missing/],
    [{ keys: [] }, /no option keys/],
    [{ expiresInMs: -1 }, /expiresInMs is -1/],
  ])('of signResponse that cannot work are named: %j', async (given, message) => {
    const request = { method: 'GET', target: '/', origin: ORIGIN, headers: [] };
    const key = Object.keys(Object(given)).length === 0 ? {} : { key: service.signer };
    const work = Reflect.apply(signResponse, undefined, [order(), { request, ...key, ...Object(given) }]);
    await expect(work).rejects.toThrowError(message);
  });
});
