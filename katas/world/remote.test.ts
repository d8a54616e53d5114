import './setup.ts';
import { expect, test } from 'vitest';
import { pass, remote } from './index.ts';

const orders = 'https://orders.example.test';

test('a service answers 200 until told otherwise', async () => {
  const service = remote(orders);
  const response = await fetch(`${service.url}/any/path?of=it`);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('');
});

test('several answers are given in turn, and the last one from then on', async () => {
  remote(orders).answers(503, { status: 429, headers: { 'retry-after': '2' } }, { body: { id: 7 } });
  expect((await fetch(orders)).status).toBe(503);
  expect((await fetch(orders)).headers.get('retry-after')).toBe('2');
  expect(await (await fetch(orders)).json()).toEqual({ id: 7 });
  expect(await (await fetch(orders)).json()).toEqual({ id: 7 });
});

test.each(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])('%s is answered', async (method) => {
  remote(orders).answers({ status: 200, body: 'here' });
  const response = await fetch(orders, { method });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(method === 'HEAD' ? '' : 'here');
});

test('one method and path can have answers of their own', async () => {
  remote(`${orders}/v1`).answers(404).on('POST', '/orders', 201).on('GET', '/orders?page=2', { body: 'two' });
  expect((await fetch(`${orders}/v1/orders`, { method: 'POST' })).status).toBe(201);
  expect(await (await fetch(`${orders}/v1/orders?page=2`)).text()).toBe('two');
  expect((await fetch(`${orders}/v1/orders?page=3`)).status).toBe(404);
});

test('an answer can look at the request', async () => {
  remote(orders).answers(({ body }) => (body === 'ask' ? 200 : 400));
  expect((await fetch(orders, { method: 'POST', body: 'ask' })).status).toBe(200);
  expect((await fetch(orders, { method: 'POST', body: 'else' })).status).toBe(400);
});

test('code of a service can answer, with Request and Response', async () => {
  const handle = async (request: Request) =>
    new Response(`${request.method} ${request.url} ${await request.text()}`, {
      status: 201,
      headers: { location: '/orders/7' },
    });
  remote(orders).answers((seen) => handle(new Request(seen.url, seen)));
  for (const body of ['tea', 'milk']) {
    const response = await fetch(`${orders}/new`, { method: 'POST', body });
    expect([response.status, response.headers.get('location')]).toEqual([201, '/orders/7']);
    expect(await response.text()).toBe(`POST ${orders}/new ${body}`);
  }
});

test('of two addresses the longer one is meant', async () => {
  const all = remote(orders);
  const admin = remote(`${orders}/admin`);
  await fetch(`${orders}/admin/users`);
  await fetch(`${orders}/administration`);
  expect(admin.requests).toHaveLength(1);
  expect(all.requests).toHaveLength(1);
});

test('requests are remembered with lower-case headers and their body as text', async () => {
  const service = remote(orders);
  await fetch(`${orders}/new?draft=1`, { method: 'POST', headers: { 'X-Team': 'blue' }, body: 'tea' });
  expect(service.requests).toMatchObject([
    { method: 'POST', url: `${orders}/new?draft=1`, headers: { 'x-team': 'blue' }, body: 'tea' },
  ]);
});

test('headers can be copied on the way, as clients do', async () => {
  const service = remote(orders);
  const request = new Request(orders, { headers: { 'x-team': 'blue' } });
  await fetch(new Request(request, { headers: new Headers(request.headers) }));
  expect(service.requests[0]?.headers).toMatchObject({ 'x-team': 'blue' });
});

test('a redirect is followed, kept or refused, as the caller asked', async () => {
  remote(orders).redirects('https://login.example.test/');
  const login = remote('https://login.example.test').answers({ body: 'who are you' });

  const followed = await fetch(orders);
  expect(followed).toMatchObject({ status: 200, redirected: true, url: 'https://login.example.test/' });
  expect(followed.clone().redirected).toBe(true);
  expect(await fetch(orders, { redirect: 'manual' })).toMatchObject({ status: 302, redirected: false });
  await expect(fetch(orders, { redirect: 'error' })).rejects.toThrow(new TypeError('fetch failed'));
  expect(login.requests).toHaveLength(1);
});

test('a redirect with 307 takes the body along, one with 302 turns a POST into a GET', async () => {
  const there = remote('https://there.example.test');
  const service = remote(orders).redirects(there.url, 307);
  await fetch(orders, { method: 'POST', body: 'tea', headers: { authorization: 'Bearer mine' } });
  service.redirects(there.url, 302);
  await fetch(orders, { method: 'POST', body: 'tea' });
  expect(there.requests).toMatchObject([
    { method: 'POST', body: 'tea' },
    { method: 'GET', body: '' },
  ]);
  expect(there.requests[0]?.headers).not.toHaveProperty('authorization');
});

test('a ring of redirects ends', async () => {
  remote(orders).redirects(`${orders}/again`);
  await expect(fetch(orders)).rejects.toMatchObject({ cause: { message: 'redirect count exceeded' } });
});

test.each([
  ['refused', 'ECONNREFUSED'],
  ['reset', 'ECONNRESET'],
  ['timeout', 'UND_ERR_CONNECT_TIMEOUT'],
] as const)('down (%s) fails as Node does, with %s in the cause', async (outage, code) => {
  const service = remote(orders).down(outage);
  const error = await fetch(orders).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(TypeError);
  expect(error).toMatchObject({ message: 'fetch failed', cause: { code } });
  expect(error).not.toHaveProperty('code');
  expect(service.requests).toHaveLength(1);
  service.steady();
  expect((await fetch(orders)).status).toBe(200);
});

test('slow weather takes its time on the clock of the test', async () => {
  remote(orders).slow(3000);
  let status = 0;
  fetch(orders).then((response) => {
    status = response.status;
  });
  await pass(2999);
  expect(status).toBe(0);
  await pass(1);
  expect(status).toBe(200);
});

test.each([
  ['first fails', [503, 200, 200, 200, 200, 200]],
  ['every other fails', [503, 200, 503, 200, 503, 200]],
  ['two of three fail', [503, 503, 200, 503, 503, 200]],
] as const)('flaky weather: %s', async (pattern, expected) => {
  remote(orders).flaky(pattern);
  const seen: number[] = [];
  for (const _ of expected) seen.push((await fetch(orders)).status);
  expect(seen).toEqual(expected);
});

test('lying weather says 200 and shows a login page', async () => {
  remote(orders)
    .answers({ body: { id: 7 } })
    .lying();
  const response = await fetch(orders);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(await response.text()).toContain('<form');
});

test.each([undefined, new AbortController().signal])(
  'a body nobody wants can be let go of',
  async (signal) => {
    const service = remote('https://orders.example.test').answers({ body: 'not wanted' });
    const response = await fetch(service.url, signal === undefined ? {} : { signal });

    await expect(response.body?.cancel()).resolves.toBeUndefined();
  },
);

test('lying weather can cut the body', async () => {
  remote(orders).answers({ body: 'twelve bytes' }).lying('cut');
  const response = await fetch(orders);
  expect(response.headers.get('content-length')).toBe('12');
  await expect(response.text()).rejects.toMatchObject({
    message: 'terminated',
    cause: { code: 'UND_ERR_SOCKET' },
  });
});
