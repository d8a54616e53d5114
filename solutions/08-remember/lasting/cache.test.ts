import { type Client, createClient } from 'my-client';
import { pass, remote } from 'remote-world';
import { describe, expect, test } from 'vitest';

const url = 'https://menu.example.test';
const cache = { maxEntries: 100 };
const forAMinute = { 'cache-control': 'max-age=60' };
/** No right client takes an answer for fresh any more, however it counts. */
const aMinuteMs = 61_000;

describe('a fresh answer', () => {
  test('is given again without asking, and is asked for anew when its time is over', async () => {
    const service = remote(url).answers({ headers: forAMinute, body: 'tea' });
    const client = createClient({ cache });

    await ask(client);
    await pass(50_000);
    await ask(client);
    expect(service.requests).toHaveLength(1);

    await pass(aMinuteMs - 50_000);
    await ask(client);
    await ask(client);
    expect(service.requests).toHaveLength(2);
  });

  test('has lain elsewhere for as long as its Age says', async () => {
    const service = remote(url).answers({ headers: { ...forAMinute, age: '40' }, body: 'tea' });
    const client = createClient({ cache });

    await ask(client);
    await pass(10_000);
    await ask(client);
    expect(service.requests).toHaveLength(1);

    await pass(aMinuteMs - 50_000);
    await ask(client);
    expect(service.requests).toHaveLength(2);
  });

  test('is one to its own address, with all that stands behind the question mark', async () => {
    const service = remote(url).answers({ headers: forAMinute, body: 'tea' });
    const client = createClient({ cache });

    for (const path of ['/drinks?kind=tea', '/drinks?kind=milk', '/drinks']) await ask(client, path);

    expect(service.requests).toHaveLength(3);
  });
});

describe('every caller', () => {
  test('gets the whole answer, byte for byte', async () => {
    const sent = { status: 200, headers: { ...forAMinute, 'x-kitchen': 'open' } };
    const bytes = new Uint8Array([0xff, 0xfe, 0x00, 0x80]);
    remote(url).answers({ ...sent, body: bytes }, 500);
    const client = createClient({ cache });

    const whole = { status: 200, url: `${url}/`, kitchen: 'open', bytes };
    expect(await read(client(url))).toEqual(whole);
    expect(await Promise.all([read(client(url)), read(client(url))])).toEqual([whole, whole]);
  });
});

describe('nothing is kept', () => {
  const refusals: Record<string, string>[] = [
    {},
    { 'cache-control': 'no-store, max-age=60' },
    { 'cache-control': 'no-cache, max-age=60' },
    { 'cache-control': 'max-age=0' },
    { ...forAMinute, vary: '*' },
  ];

  test.each(refusals)('where the service says %j', async (headers) => {
    const service = remote(url).answers({ headers, body: 'tea' });
    const client = createClient({ cache });

    for (const _ of ['first', 'second']) await ask(client);

    expect(service.requests).toHaveLength(2);
  });

  test('of an answer to a POST', async () => {
    const service = remote(url).answers({ headers: forAMinute, body: 'placed' });
    const client = createClient({ cache });

    for (const _ of ['first', 'second']) await ask(client, '/orders', { method: 'POST', body: 'tea' });

    expect(service.requests).toHaveLength(2);
  });

  test('of a body that ended in the middle', async () => {
    const service = remote(url).answers({ headers: forAMinute, body: 'tea and milk' }).lying('cut');
    const client = createClient({ cache });

    await ask(client);
    service.steady();
    await ask(client);

    expect(service.requests).toHaveLength(2);
  });
});

describe('another user', () => {
  test('gets an answer of their own, and so does nobody', async () => {
    const service = remote(url).answers({ headers: forAMinute, body: 'tea' });
    const client = createClient({ cache });
    const users: Record<string, string>[] = [
      { authorization: 'Bearer alice' },
      { authorization: 'Bearer bob' },
      { cookie: 'session=alice' },
      { cookie: 'session=bob' },
      {},
    ];

    for (const headers of [...users, ...users]) await ask(client, '/orders', { headers });

    expect(service.requests).toHaveLength(users.length);
  });
});

describe('Vary', () => {
  test('names the headers that make another answer, and others make none', async () => {
    const headers = { ...forAMinute, vary: 'Accept-Language, X-Theme' };
    const service = remote(url).answers({ headers, body: 'tea' });
    const client = createClient({ cache });
    const ways: Record<string, string>[] = [
      { 'accept-language': 'en', 'x-theme': 'dark' },
      { 'accept-language': 'fr', 'x-theme': 'dark' },
      { 'accept-language': 'fr' },
    ];

    for (const way of [...ways, ...ways])
      await ask(client, '/', { headers: { ...way, 'x-request-id': crypto.randomUUID() } });

    expect(service.requests).toHaveLength(3);
  });
});

describe('a write', () => {
  test.each(['PUT', 'PATCH', 'DELETE'])('by %s makes the answer to its address forgotten', async (method) => {
    const service = remote(url).answers({ headers: forAMinute, body: 'tea' });
    const client = createClient({ cache });

    await ask(client, '/1');
    await ask(client, '/1', { method });
    await ask(client, '/1');

    expect(service.requests.map(({ method }) => method)).toEqual(['GET', method, 'GET']);
  });

  test('outdates an answer that is still on its way', async () => {
    const service = remote(url).answers({ headers: forAMinute, body: 'tea' }).slow(500);
    const client = createClient({ cache });

    await ask(client, '/1');
    service.steady();
    await ask(client, '/1', { method: 'PATCH', body: 'milk' });
    await pass(600);
    await ask(client, '/1');

    expect(service.requests.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET']);
  });
});

describe('no more than maxEntries', () => {
  test('are kept, and the last ones are among them', async () => {
    const service = remote(url).answers({ headers: forAMinute, body: 'tea' });
    const client = createClient({ cache: { maxEntries: 2 } });

    for (const path of ['/1', '/2', '/3', '/3', '/1']) await ask(client, path);

    expect(service.requests.map(({ url }) => url.at(-1))).toEqual(['1', '2', '3', '1']);
  });
});

/** Asks, and reads what comes. */
async function ask(client: Client, path = '/', init?: RequestInit): Promise<void> {
  client(url + path, init)
    .then((response) => response.text())
    .catch(() => {});
  await pass(10);
}

/** All that a caller sees of an answer, or that they are still waiting for it. */
async function read(call: Promise<Response>): Promise<unknown> {
  let result: unknown = 'still waiting';
  call
    .then(async (response) => {
      const bytes = new Uint8Array(await response.arrayBuffer());
      const { status, url, headers } = response;
      result = { status, url, kitchen: headers.get('x-kitchen'), bytes };
    })
    .catch((error) => {
      result = error;
    });
  await pass(10);
  return result;
}
