import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Client, type ClientOptions, createClient } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { listenOnLoopback } from '../test-support/listen-on-loopback.ts';
import { scripted } from '../test-support/scripted.ts';
import { startTlsService, type TlsService } from '../test-support/start-tls-service.ts';

let service: TlsService;
let other: TlsService;
let client: Client;

const SECRETS = {
  authorization: 'Bearer t',
  cookie: 'session=1',
  'idempotency-key': 'k-1',
  signature: 'sig1=:AA==:',
  'signature-input': 'sig1=()',
  'x-api-key': 'k',
};

/** Answers `/301?to=…` with status 301 and that Location, and anything else with what it received. */
function redirecting(): Promise<TlsService> {
  return startTlsService((arrival, response) => {
    const { pathname, searchParams } = new URL(arrival.path, 'https://127.0.0.1');
    const status = Number(pathname.slice(1));
    const to = searchParams.get('to');
    if (!(status >= 300 && status < 400)) return response.end(JSON.stringify(arrival));
    return response.writeHead(status, to === null ? {} : { location: to }).end('moved');
  });
}

function to(status: number, location: string): string {
  return `${service.origin}/${status}?to=${encodeURIComponent(location)}`;
}

beforeEach(async () => {
  service = await redirecting();
  other = await redirecting();
  client = createClient({ fetch: service.fetch, retry: false });
});

afterEach(async () => {
  await service.stop();
  await other.stop();
});

describe('https', () => {
  it.each([
    'http://api.example.com/',
    'ftp://api.example.com/',
    'data:,x',
    'http://localhost/',
    'http://127.0.0.1/',
  ])('is required of the first URL: %s is refused', async (url) => {
    const { fetch, sent } = scripted(200);
    const error = await errorOf(createClient({ fetch })(url));

    expect(error).toMatchObject({ code: 'https-required', attempts: 0, isRetryable: false });
    expect(sent).toHaveLength(0);
  });

  it.each(['http://localhost:8080/', 'http://a.localhost/', 'http://127.1.2.3/', 'http://[::1]/'])(
    'is not required of %s where loopback is allowed',
    async (url) => {
      const { fetch } = scripted(200);
      expect((await createClient({ fetch, allowHttp: 'loopback' })(url)).status).toBe(200);
    },
  );

  it.each([
    'http://localhost.example.com/',
    'http://127.0.0.1.example.com/',
    'http://10.0.0.1/',
    'http://notlocalhost/',
    'http://[::2]/',
    'http://0.0.0.0/',
  ])('is required of %s even where loopback is allowed', async (url) => {
    const { fetch } = scripted(200);
    const call = createClient({ fetch, allowHttp: 'loopback' })(url);
    await expect(call).rejects.toMatchObject({ code: 'https-required' });
  });

  it.each([301, 302, 303, 307, 308])('is not left by a %d, on a real connection', async (status) => {
    const arrived: string[] = [];
    const plain = createServer((request, response) => {
      arrived.push(request.url ?? '');
      response.end();
    });
    const url = to(status, `http://${await listenOnLoopback(plain)}/?token=t`);
    const init = { method: 'POST', body: 'secret', headers: SECRETS };

    for (const each of [client, client.with({ allowHttp: 'loopback' })]) {
      expect(await errorOf(each(url, init))).toMatchObject({ code: 'https-required', attempts: 1 });
    }
    expect(arrived).toEqual([]);
    await new Promise((resolve) => plain.close(resolve));
  });

  it('is not left on a later hop either', async () => {
    const url = to(302, to(302, 'http://api.example.com/'));
    expect(await errorOf(client(url))).toMatchObject({ code: 'https-required', attempts: 2 });
  });
});

describe('a redirect', () => {
  it('is followed, and the answer knows its URL', async () => {
    const response = await client(to(302, '/end?a=b#c'));

    expect(response.url).toBe(`${service.origin}/end?a=b`);
    expect(response.redirected).toBe(true);
    expect(response.clone().redirected).toBe(true);
    expect(await response.json()).toMatchObject({ method: 'GET', path: '/end?a=b' });
  });

  it('may be relative to the URL that answered', async () => {
    const { fetch, sent } = scripted(
      new Response(null, { status: 302, headers: { location: '../b' } }),
      new Response(null, { status: 302, headers: { location: '?c' } }),
      200,
    );
    await createClient({ fetch })('https://api.example.com/x/y/z?q');

    expect(sent.map(({ url }) => url)).toEqual([
      'https://api.example.com/x/y/z?q',
      'https://api.example.com/x/b',
      'https://api.example.com/x/b?c',
    ]);
  });

  it.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [301, 'PUT', 'PUT', 'order'],
    [302, 'DELETE', 'DELETE', 'order'],
    [307, 'POST', 'POST', 'order'],
    [308, 'POST', 'POST', 'order'],
  ])('%d of a %s becomes %s', async (status, method, nextMethod, nextBody) => {
    const headers = { 'content-type': 'text/plain', 'content-language': 'en', 'x-mine': '1' };
    await client(to(status, '/end'), { method, body: 'order', headers });
    const last = service.arrivals.at(-1);

    expect(last).toMatchObject({ method: nextMethod, body: nextBody });
    expect(last?.headers['x-mine']).toBe('1');
    expect(last?.headers['content-type']).toBe(nextBody === '' ? undefined : 'text/plain');
    expect(last?.headers['content-language']).toBe(nextBody === '' ? undefined : 'en');
  });

  it('of a HEAD stays a HEAD', async () => {
    await client(to(303, '/end'), { method: 'HEAD' });
    expect(service.arrivals.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
  });

  it.each([300, 304, 305])('is not every %d', async (status) => {
    const response = await client(to(status, '/end'));
    expect(response.status).toBe(status);
    expect(response.redirected).toBe(false);
  });

  it('may name its URL in UTF-8', async () => {
    const location = Buffer.from('/é', 'utf8').toString('latin1');
    const { fetch, sent } = scripted(new Response(null, { status: 302, headers: { location } }), 200);
    await createClient({ fetch })('https://api.example.com/');
    expect(sent[1]?.url).toBe('https://api.example.com/%C3%A9');
  });

  it('without a Location is an answer', async () => {
    const response = await client(`${service.origin}/302`);
    expect(response.status).toBe(302);
    expect(await response.text()).toBe('moved');
  });

  it('to something that is no URL is refused', async () => {
    expect(await errorOf(client(to(302, 'https://[/')))).toMatchObject({
      code: 'redirect',
      isRetryable: false,
    });
  });

  it('to a URL with credentials is refused, and they are not printed', async () => {
    const error = await errorOf(client(to(302, 'https://me:hunter2@api.example.com/')));
    expect(error.code).toBe('redirect');
    expect(error.message).not.toContain('hunter2');
  });

  it('takes back a one-shot body no 307 can repeat', async () => {
    const body = new Blob(['order']).stream();
    const error = await errorOf(client(to(307, '/end'), { method: 'POST', body, duplex: 'half' }));

    expect(error.code).toBe('redirect');
    expect(service.arrivals).toHaveLength(1);
    expect(service.arrivals[0]?.body).toBe('order');
  });
});

describe('another origin', () => {
  it('gets no credentials, of whatever name', async () => {
    const headers = { ...SECRETS, accept: 'a/a', 'user-agent': 'orders/1', traceparent: '00-1-2-01' };
    await client(to(302, `${other.origin}/end`), { headers });
    const arrived = other.arrivals[0]?.headers ?? {};

    for (const name of Object.keys(SECRETS)) expect(arrived).not.toHaveProperty(name);
    expect(arrived).toMatchObject({ accept: 'a/a', 'user-agent': 'orders/1', traceparent: '00-1-2-01' });
  });

  it("gets none of the client's own either", async () => {
    const { 'idempotency-key': _ofACall, ...headers } = SECRETS;
    const options: ClientOptions = { baseUrl: service.origin, headers, fetch: service.fetch };
    await createClient(options)(`302?to=${encodeURIComponent(`${other.origin}/end`)}`);

    expect(service.arrivals[0]?.headers).toMatchObject(headers);
    for (const name of Object.keys(headers)) expect(other.arrivals[0]?.headers).not.toHaveProperty(name);
  });

  it('takes them away for the rest of the chain, even if it comes back', async () => {
    const back = `${other.origin}/302?to=${encodeURIComponent(`${service.origin}/end`)}`;
    await client(to(302, back), { headers: SECRETS });

    expect(service.arrivals.map(({ path }) => path.split('?')[0])).toEqual(['/302', '/end']);
    expect(service.arrivals[1]?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    [301, 'PUT', 'order'],
    [302, 'DELETE', null],
    [307, 'POST', 'order'],
    [307, 'POST', null],
    [308, 'PATCH', 'order'],
  ])('is closed to a %d of %s with body %s', async (status, method, body) => {
    const error = await errorOf(client(to(status, `${other.origin}/end`), { method, body }));

    expect(error).toMatchObject({ code: 'redirect', attempts: 1 });
    expect(other.arrivals).toHaveLength(0);
  });

  it('is closed to a body even if the method is safe', async () => {
    const init = { method: 'QUERY', body: 'select' };
    const { fetch, sent } = scripted(
      new Response(null, { status: 307, headers: { location: 'https://b.example.com/' } }),
    );
    const error = await errorOf(createClient({ fetch })('https://a.example.com/', init));
    expect(error.code).toBe('redirect');
    expect(sent).toHaveLength(1);
  });

  it('is open to the GET that a 303 makes of a POST', async () => {
    await client(to(303, `${other.origin}/end`), { method: 'POST', body: 'order', headers: SECRETS });

    expect(other.arrivals[0]).toMatchObject({ method: 'GET', body: '' });
    expect(other.arrivals[0]?.headers).not.toHaveProperty('authorization');
  });
});

describe('the limit', () => {
  /** A URL that redirects `count` times. */
  function chain(count: number): string {
    let url = `${service.origin}/end`;
    for (let hop = 0; hop < count; hop += 1) url = `${service.origin}/302?to=${encodeURIComponent(url)}`;
    return url;
  }

  it('is five', async () => {
    expect((await client(chain(5))).status).toBe(200);
    expect(await errorOf(client(chain(6)))).toMatchObject({ code: 'redirect', attempts: 6 });
  });

  it('can be another', async () => {
    const strict = client.with({ redirect: { limit: 1 } });
    expect((await strict(chain(1))).status).toBe(200);
    expect(await errorOf(strict(chain(2)))).toMatchObject({ code: 'redirect' });
  });

  it('false hands the redirect back', async () => {
    const response = await client.with({ redirect: false })(to(302, 'http://api.example.com/'));
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('http://api.example.com/');
  });

  it('false still requires https', async () => {
    const call = client.with({ redirect: false })('http://api.example.com/');
    await expect(call).rejects.toMatchObject({ code: 'https-required' });
  });
});

describe('init.redirect', () => {
  it("'manual' hands the redirect back", async () => {
    const response = await client(to(302, 'http://api.example.com/'), { redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(response.redirected).toBe(false);
  });

  it.each([undefined, false] as const)("'error' makes it an error, redirect: %s", async (redirect) => {
    const strict = redirect === undefined ? client : client.with({ redirect });
    const error = await errorOf(strict(to(302, '/end'), { redirect: 'error' }));
    expect(error).toMatchObject({ code: 'redirect', isRetryable: false });
    expect((await strict(`${service.origin}/end`, { redirect: 'error' })).status).toBe(200);
  });

  it('of a Request counts too', async () => {
    const request = new Request(to(302, '/end'), { redirect: 'manual' });
    expect((await client(request)).status).toBe(302);
  });
});
