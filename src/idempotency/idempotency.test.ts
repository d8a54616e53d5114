import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ClientOptions, compose, createClient, idempotencyKeys, redirects, retry } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { passing } from '../test-support/passing.ts';
import { fetchFailed, scripted } from '../test-support/scripted.ts';
import { startTlsService } from '../test-support/start-tls-service.ts';

const URL_OF_IT = 'https://api.example.com/orders';
const BARE_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const NO_WAITS = { retry: { waitsMs: [0, 0] } };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function keysOf(sent: readonly { headers: Headers }[]): (string | null)[] {
  return sent.map(({ headers }) => headers.get('idempotency-key'));
}

function stillRunning(headers: Record<string, string> = { 'retry-after': '2' }): () => Response {
  return () => new Response('still running', { status: 409, headers });
}

const order = { method: 'POST', body: 'order' };
const orderWithKey = { ...order, headers: { 'Idempotency-Key': 'k-1' } };

describe('a key of ours', () => {
  it('is there only if the client says that the service honours it', async () => {
    const { fetch, sent } = scripted(503);
    await passing(createClient({ fetch })(URL_OF_IT, order));
    await passing(createClient({ fetch, idempotencyKeys: false })(URL_OF_IT, order));
    expect(keysOf(sent)).toEqual([null, null]);
  });

  it('makes a call retryable, and is the same for all its attempts', async () => {
    const { fetch, sent } = scripted(fetchFailed('ECONNRESET'), 503, 201);
    const response = await passing(createClient({ fetch, idempotencyKeys: true })(URL_OF_IT, order));

    expect(response.status).toBe(201);
    expect(sent).toHaveLength(3);
    expect(keysOf(sent)[0]).toMatch(BARE_UUID);
    expect(new Set(keysOf(sent)).size).toBe(1);
  });

  it('is another for each call', async () => {
    const { fetch, sent } = scripted(201);
    const client = createClient({ fetch, idempotencyKeys: true });
    await client(URL_OF_IT, order);
    await client(URL_OF_IT, order);
    expect(new Set(keysOf(sent)).size).toBe(2);
  });

  it.each([
    ['POST', true],
    ['PATCH', true],
    ['patch', true],
    ['PUT', false],
    ['DELETE', false],
    ['GET', false],
    ['HEAD', false],
    ['OPTIONS', false],
    ['QUERY', false],
  ])('goes with a %s: %j', async (method, expected) => {
    const { fetch, sent } = scripted(204);
    await createClient({ fetch, idempotencyKeys: true })(URL_OF_IT, { method });
    expect(sent[0]?.headers.has('idempotency-key')).toBe(expected);
  });

  it('goes with the methods that the client names, and no others', async () => {
    const { fetch, sent } = scripted(204);
    const client = createClient({ fetch, idempotencyKeys: { methods: ['put'] } });
    await client(URL_OF_IT, { method: 'PUT' });
    await client(URL_OF_IT, { method: 'POST' });
    expect(keysOf(sent)).toEqual([expect.stringMatching(BARE_UUID), null]);
  });

  it('is quoted where the client says so', async () => {
    const { fetch, sent } = scripted(204);
    await createClient({ fetch, idempotencyKeys: { quoted: true } })(URL_OF_IT, order);
    expect(keysOf(sent)[0]).toMatch(/^"[0-9a-f-]{36}"$/);
  });

  it('stays away from an origin that is not the one of baseUrl, and makes nothing retryable there', async () => {
    const { fetch, sent } = scripted(503);
    const client = createClient({ baseUrl: 'https://api.example.com', fetch, idempotencyKeys: true });
    await passing(client('https://other.example.com/orders', order));
    expect(keysOf(sent)).toEqual([null]);
    await passing(client('orders', order));
    expect(sent).toHaveLength(4);
  });

  it('can be left out of one call', async () => {
    const { fetch, sent } = scripted(503);
    const client = createClient({ fetch, idempotencyKeys: true });
    await passing(client.with({ idempotencyKeys: false })(URL_OF_IT, order));
    expect(keysOf(sent)).toEqual([null]);
  });

  it('is part of what the client says of itself, outside of redirects and retry', () => {
    const { layers } = createClient({ idempotencyKeys: true, cache: false }).describe();
    expect(layers.slice(0, 3).map(({ name }) => name)).toEqual(['idempotency keys', 'redirects', 'retry']);
    expect(layers[0]).toMatchObject({ methods: ['POST', 'PATCH'], quoted: false });
  });

  it('serves a fetch that is put together by hand', async () => {
    const { fetch, sent } = scripted(503, 201);
    const send = compose(fetch, idempotencyKeys(), redirects(), retry({ waitsMs: [0, 0] }));
    expect((await passing(send(URL_OF_IT, order))).status).toBe(201);
    expect(new Set(keysOf(sent)).size).toBe(1);
  });
});

describe('a redirect', () => {
  const moved = (status: number, location: string) => () =>
    new Response(null, { status, headers: { location } });

  it('within the origin keeps the key', async () => {
    const { fetch, sent } = scripted(moved(307, '/v2/orders'), 503, 201);
    await passing(createClient({ fetch, idempotencyKeys: true })(URL_OF_IT, order));
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual(['/orders', '/v2/orders', '/v2/orders']);
    expect(new Set(keysOf(sent)).size).toBe(1);
  });

  it.each([
    ['one that has become GET', '/orders/1'],
    ['another origin', 'https://other.example.com/orders/1'],
  ])('to %s takes none along', async (_what, location) => {
    for (const init of [order, orderWithKey]) {
      const { fetch, sent } = scripted(moved(303, location), 200);
      await createClient({ fetch, idempotencyKeys: true })(URL_OF_IT, init);
      expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET']);
      expect(keysOf(sent)).toEqual([expect.any(String), null]);
    }
  });
});

describe("the caller's key", () => {
  it.each(['k-1', '"k-1"', 'order 17', '"with \\"quotes\\", and a comma"'])(
    'is sent as it is given, whatever the client does with others: %s',
    async (key) => {
      const { fetch, sent } = scripted(503);
      const call = { ...order, headers: { 'Idempotency-Key': key } };
      await passing(createClient({ fetch, idempotencyKeys: { quoted: true }, ...NO_WAITS })(URL_OF_IT, call));
      await passing(createClient({ fetch, ...NO_WAITS })(URL_OF_IT, call));
      expect(keysOf(sent)).toEqual(Array(6).fill(key));
    },
  );

  it.each([
    ['', /is empty/],
    ['  ', /is empty/],
    ['""', /is empty/],
    ['k\u0001', /control character/],
    ['k\tl', /control character/],
    ['schlüssel', /not ASCII/],
    ['"k', /quotation mark/],
    ['k"', /quotation mark/],
    ['"k";a=1', /quotation mark/],
    ['k-1, k-2', /comma/],
  ])('%j is refused, and nothing is sent', async (key, expected) => {
    const { fetch, sent } = scripted(201);
    const call = { ...order, headers: { 'Idempotency-Key': key } };
    const error = await errorOf(createClient({ fetch, retry: false })(URL_OF_IT, call));

    expect(error).toMatchObject({ code: 'options', attempts: 0 });
    expect(error.message).toMatch(expected);
    expect(error.message).toMatch(/POST https:\/\/api\.example\.com\/orders.*random UUID/);
    expect(sent).toHaveLength(0);
  });

  it('is refused among the headers of a client, where every call would carry the same', () => {
    const headers = { 'idempotency-key': 'k-1' };
    expect(() => createClient({ headers })).toThrowError(/headers holds an Idempotency-Key.*the one call/);
    expect(() => createClient().with({ headers })).toThrowError(/headers holds an Idempotency-Key/);
  });
});

describe('a 409 that says Retry-After', () => {
  it('to a call with a key means that the work is still going on: the same key asks again, not earlier', async () => {
    const { fetch, sent } = scripted(
      stillRunning(),
      stillRunning(),
      () => new Response('done', { status: 201 }),
    );
    const response = await passing(createClient({ fetch })(URL_OF_IT, orderWithKey));

    expect([response.status, await response.text()]).toEqual([201, 'done']);
    expect(keysOf(sent)).toEqual(['k-1', 'k-1', 'k-1']);
    const [first, second, third] = sent.map(({ atMs }) => atMs);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(2_000);
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(2_000);
  });

  it('is the answer when the attempts are used up, intact, and the team hears of it', async () => {
    const onAlert = vi.fn();
    const { fetch, sent } = scripted(stillRunning());
    const response = await passing(createClient({ fetch, onAlert })(URL_OF_IT, orderWithKey));
    expect([response.status, await response.text(), sent.length]).toEqual([409, 'still running', 3]);
    expect(onAlert).toHaveBeenCalledWith(expect.objectContaining({ kind: 'gave-up', outcome: 409 }));
  });

  it.each<[string, ClientOptions, string]>([
    ['would take longer than the deadline', { deadlineMs: 5_000 }, '6'],
    ['is beyond the budget', { retry: { budget: { share: 0, floor: 0 } } }, '1'],
  ])('is the answer at once when waiting %s', async (_why, options, seconds) => {
    const { fetch, sent } = scripted(stillRunning({ 'retry-after': seconds }));
    const response = await passing(createClient({ fetch, ...options })(URL_OF_IT, orderWithKey));
    expect([response.status, sent.length]).toEqual([409, 1]);
  });

  it.each<[string, RequestInit, Record<string, string>]>([
    ['without Retry-After', orderWithKey, {}],
    ['with a Retry-After that is none', orderWithKey, { 'retry-after': 'soon' }],
    ['to a call without a key', { method: 'PUT', body: 'order' }, { 'retry-after': '1' }],
  ])('but not %s: an answer like any other', async (_what, init, headers) => {
    const { fetch, sent } = scripted(stillRunning(headers));
    expect((await passing(createClient({ fetch })(URL_OF_IT, init))).status).toBe(409);
    expect(sent).toHaveLength(1);
  });

  it('and 422 is final', async () => {
    const { fetch, sent } = scripted(
      () => new Response('', { status: 422, headers: { 'retry-after': '1' } }),
    );
    await passing(createClient({ fetch })(URL_OF_IT, orderWithKey));
    expect(sent).toHaveLength(1);
  });
});

it('on the wire, the attempt after a broken connection carries the key of the first', async () => {
  vi.useRealTimers();
  const service = await startTlsService((arrival, response) => {
    if (service.arrivals.length === 1) response.destroy();
    else response.writeHead(201).end(arrival.headers['idempotency-key']);
  });
  onTestFinished(service.stop);
  const client = createClient({ fetch: service.fetch, idempotencyKeys: true, ...NO_WAITS });

  const response = await client(`${service.origin}/orders`, order);
  expect(await response.text()).toMatch(BARE_UUID);
  expect(new Set(service.arrivals.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(service.arrivals.map(({ body }) => body)).toEqual(['order', 'order']);
});

describe('options', () => {
  it.each<[unknown, RegExp]>([
    ['POST', /idempotencyKeys can be true, false, or an object/],
    [null, /idempotencyKeys can be true, false, or an object/],
    [{ method: ['POST'] }, /no option idempotencyKeys\.method\..*methods, quoted/],
    [{ methods: [] }, /idempotencyKeys\.methods must be a list.*idempotencyKeys: false/],
    [{ methods: 'POST' }, /idempotencyKeys\.methods must be a list/],
    [{ methods: ['POST', 'get'] }, /methods names GET, which changes nothing/],
    [{ quoted: 'yes' }, /idempotencyKeys\.quoted is yes/],
  ])('%j are refused', (given, message) => {
    expect(() => Reflect.apply(createClient, undefined, [{ idempotencyKeys: given }])).toThrowError(message);
  });
});
