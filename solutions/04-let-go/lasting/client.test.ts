import { createClient, isUp } from 'my-client';
import { pass, remote } from 'remote-world';
import { describe, expect, test } from 'vitest';

const url = 'https://orders.example.test';

describe('isUp', () => {
  test('believes only a 2xx, and only of the service itself', async () => {
    const login = remote('https://login.example.test');
    const redirect = { status: 302, headers: { location: login.url } };
    remote(url).answers(200, 204, 404, 503, redirect);

    const believed = [];
    for (let asked = 0; asked < 5; asked += 1) believed.push(await isUp(url));

    expect(believed).toEqual([true, true, false, false, false]);
  });

  test('says no when nobody is there', async () => {
    remote(url).down('refused');

    await expect(isUp(url)).resolves.toBe(false);
  });
});

describe('an answer', () => {
  test.each([200, 404, 503])('may have any status: %i', async (status) => {
    remote(url).answers({ status, body: 'said' });

    const response = await createClient()(url);

    expect(response.status).toBe(status);
    expect(await response.text()).toBe('said');
  });
});

describe('no answer', () => {
  test.each([
    ['refused', 'refused', 'ECONNREFUSED'],
    ['timeout', 'timeout', 'UND_ERR_CONNECT_TIMEOUT'],
    ['reset', 'network', 'ECONNRESET'],
  ] as const)('%s: the code says %s, and %s is among the causes', async (outage, code, cause) => {
    remote(url).down(outage);

    const error = await failureOf(createClient()(url));

    expect(error).toMatchObject({ code });
    expect(codesBelow(error)).toContain(cause);
  });

  test('gives no secret away', async () => {
    remote(url).down();

    const error = await failureOf(createClient()(`${url}/orders?token=s3cret`));

    expect(String(error)).not.toContain('s3cret');
  });
});

describe('giving up', () => {
  test('gives callers their own reason back', async () => {
    remote(url).slow(1000);
    const caller = new AbortController();
    const reason = { why: 'the user closed the page' };

    const failure = failureOf(createClient()(url, { signal: caller.signal }));
    await pass(10);
    caller.abort(reason);

    expect(await failure).toBe(reason);
  });
});

describe('what is sent', () => {
  test("goes below the base path, with the client's headers, the caller's, and none of an earlier call", async () => {
    const service = remote(url);
    const client = createClient({ baseUrl: `${url}/v1`, headers: { 'x-team': 'blue', Accept: 'text/html' } });

    await client('/orders/7', { headers: { accept: 'text/plain', 'x-once': 'yes' } });
    await client('orders/8');

    const [first, second] = service.requests;
    expect(first).toMatchObject({
      url: `${url}/v1/orders/7`,
      headers: { 'x-team': 'blue', accept: 'text/plain' },
    });
    expect(second).toMatchObject({
      url: `${url}/v1/orders/8`,
      headers: { 'x-team': 'blue', accept: 'text/html' },
    });
    expect(second?.headers).not.toHaveProperty('x-once');
  });
});

describe('where it is sent', () => {
  test('is never http, and another origin learns nothing of who asks', async () => {
    const open = remote('http://orders.example.test');
    const files = remote('https://files.example.test').answers({ body: 'a file' });
    const service = remote(url)
      .on('GET', '/open', { status: 302, headers: { location: open.url } })
      .on('GET', '/file', { status: 302, headers: { location: files.url } });
    const client = createClient({ baseUrl: service.url, headers: { 'x-api-key': 's3cret' } });

    await expect(client(open.url)).rejects.toMatchObject({ code: 'https-required' });
    await expect(client('open')).rejects.toMatchObject({ code: 'https-required' });
    expect(open.requests).toEqual([]);

    const response = await client('file');
    expect(await response.text()).toBe('a file');
    expect(files.requests[0]?.headers).not.toHaveProperty('x-api-key');
  });
});

function failureOf(call: Promise<Response>): Promise<unknown> {
  return call.then(
    () => 'no failure',
    (error: unknown) => error,
  );
}

/** How many causes stand one below the other is the client's own business. */
function codesBelow(error: unknown): unknown[] {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return [];
  return [...('code' in cause ? [cause.code] : []), ...codesBelow(cause)];
}
