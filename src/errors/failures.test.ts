import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClient, isHoldfastError } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { listenOnLoopback } from '../test-support/listen-on-loopback.ts';
import { fetchFailed, scripted } from '../test-support/scripted.ts';
import { startTlsService } from '../test-support/start-tls-service.ts';

/** Where nothing listens. */
async function freeHost(): Promise<string> {
  const server = createServer();
  const host = await listenOnLoopback(server);
  await new Promise((resolve) => server.close(resolve));
  return host;
}

describe('where there is no answer', () => {
  it('a port where nothing listens is refused', async () => {
    const client = createClient({ retry: false });
    const error = await errorOf(client(`https://${await freeHost()}/`));

    expect(error).toMatchObject({ code: 'refused', isRetryable: true, attempts: 1 });
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  it('a name of several addresses, none of which listens, is refused', async () => {
    const refused = (address: string) =>
      Object.assign(new Error(`connect ECONNREFUSED ${address}`), { code: 'ECONNREFUSED' });
    const cause = new AggregateError([refused('::1'), refused('127.0.0.1')]);
    const { fetch } = scripted(new TypeError('fetch failed', { cause }));
    const error = await errorOf(createClient({ fetch, retry: false })('https://api.example.com/'));

    expect(error.code).toBe('refused');
  });

  it('a name of several addresses that fail in different ways is not refused', async () => {
    const failed = (code: string) => Object.assign(new Error(code), { code });
    const cause = new AggregateError([failed('ENETUNREACH'), failed('ECONNREFUSED')]);
    const { fetch } = scripted(new TypeError('fetch failed', { cause }));
    const error = await errorOf(createClient({ fetch, retry: false })('https://api.example.com/'));

    expect(error.code).toBe('network');
  });

  it('a certificate nobody vouches for is no reason to try again', async () => {
    const service = await startTlsService((_arrival, response) => response.end());
    onTestFinished(service.stop);
    const error = await errorOf(createClient()(service.origin));

    expect(error).toMatchObject({ code: 'network', isRetryable: false, attempts: 1 });
  });

  it('a connection that ends before the answer is a network error', async () => {
    const service = await startTlsService((_arrival, response) => response.destroy());
    onTestFinished(service.stop);
    const client = createClient({ fetch: service.fetch, retry: false });

    expect(await errorOf(client(service.origin))).toMatchObject({ code: 'network', isRetryable: true });
  });

  it('a connection that ends within the answer is a network error of the read', async () => {
    const service = await startTlsService((_arrival, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('only so much');
      setTimeout(() => response.destroy(), 20);
    });
    onTestFinished(service.stop);
    const response = await createClient({ fetch: service.fetch })(service.origin);

    expect(response.status).toBe(200);
    expect(await errorOf(response.text())).toMatchObject({ code: 'network', attempts: 1 });
  });

  it.each([
    ['ENOTFOUND', 'network', true],
    ['EAI_AGAIN', 'network', true],
    ['ECONNRESET', 'network', true],
    ['UND_ERR_SOCKET', 'network', true],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', true],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout', true],
    ['ETIMEDOUT', 'timeout', true],
    ['CERT_HAS_EXPIRED', 'network', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'network', false],
    ['UND_ERR_DESTROYED', 'network', false],
    ['UND_ERR_INVALID_ARG', 'options', false],
  ] as const)('%s is %s', async (code, expected, isRetryable) => {
    const { fetch } = scripted(fetchFailed(code));
    const error = await errorOf(createClient({ fetch, retry: false })('https://api.example.com/'));

    expect(error).toMatchObject({ code: expected, isRetryable });
  });

  it('a port that fetch does not call is a mistake of ours', async () => {
    const error = await errorOf(createClient()('https://127.0.0.1:25/'));
    expect(error).toMatchObject({ code: 'options', isRetryable: false, attempts: 1 });
  });

  it('the cause is what the transport threw', async () => {
    const cause = fetchFailed('ECONNRESET');
    const { fetch } = scripted(cause);
    const error = await errorOf(createClient({ fetch, retry: false })('https://api.example.com/'));

    expect(error.cause).toBe(cause);
  });
});

describe('what is printed of an error', () => {
  const SECRET = 'hunter2';

  it('holds neither query string nor credential nor body', async () => {
    const { fetch } = scripted(fetchFailed('ECONNRESET'));
    const client = createClient({ fetch, retry: false, headers: { authorization: `Bearer ${SECRET}` } });
    const call = client(`https://api.example.com/orders?key=${SECRET}#${SECRET}`, {
      method: 'POST',
      body: SECRET,
    });
    const printed = inspect(await errorOf(call), { depth: 10, showHidden: true });

    expect(printed).toContain('POST https://api.example.com/orders');
    expect(printed).not.toContain(SECRET);
  });

  it('stays clean where the transport quotes the URL or a credential', async () => {
    const failure = Object.assign(new Error(`cannot reach https://api.example.com/?key=${SECRET}`), {
      code: 'ECONNRESET',
    });
    const { fetch } = scripted(new TypeError('fetch failed', { cause: failure }));
    const client = createClient({ fetch, retry: false });
    const error = await errorOf(client(`https://api.example.com/?key=${SECRET}`));

    expect(inspect(error, { depth: 10 })).not.toContain(SECRET);
    expect(error.cause).toMatchObject({ code: 'ECONNRESET' });
  });

  it.each([
    [
      'a URL with credentials',
      (c: ReturnType<typeof createClient>) => c(`https://me:${SECRET}@api.example.com/`),
    ],
    ['a URL that is none', (c: ReturnType<typeof createClient>) => c(`https://${SECRET} /`)],
    [
      'a header with a line break',
      (c: ReturnType<typeof createClient>) =>
        c('https://api.example.com/', { headers: { authorization: `${SECRET}\nx` } }),
    ],
  ])('holds no secret for %s', async (_what, call) => {
    const { fetch, sent } = scripted(200);
    const error = await errorOf(call(createClient({ fetch })));

    expect(error.code).toBe('options');
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(SECRET);
    expect(sent).toHaveLength(0);
  });

  it('holds no credential of a baseUrl or a header option that does not fit', () => {
    for (const make of [
      () => createClient({ baseUrl: `https://me:${SECRET}@api.example.com` }),
      () => createClient({ baseUrl: `https://api.example.com?key=${SECRET}` }),
      () => createClient({ headers: { authorization: `${SECRET}\nx` } }),
    ]) {
      let error: unknown;
      try {
        make();
      } catch (thrown) {
        error = thrown;
      }
      expect(isHoldfastError(error)).toBe(true);
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(SECRET);
    }
  });
});
