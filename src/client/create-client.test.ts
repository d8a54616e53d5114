import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createClient, type Fetch, type Layer } from '../index.ts';
import { scripted } from '../test-support/scripted.ts';
import { startTlsService } from '../test-support/start-tls-service.ts';

describe('the URL of a call', () => {
  it.each([
    ['https://api.example.com/v1', 'latest', 'https://api.example.com/v1/latest'],
    ['https://api.example.com/v1/', 'latest', 'https://api.example.com/v1/latest'],
    ['https://api.example.com/v1', '/latest', 'https://api.example.com/v1/latest'],
    [
      'https://api.example.com/v1',
      '//other.example.com/x',
      'https://api.example.com/v1//other.example.com/x',
    ],
    ['https://api.example.com/v1', '', 'https://api.example.com/v1'],
    ['https://api.example.com/v1', '?page=2', 'https://api.example.com/v1?page=2'],
    ['https://api.example.com/v1', 'a/b?c=d#e', 'https://api.example.com/v1/a/b?c=d'],
    ['https://api.example.com/v1', 'a/../b', 'https://api.example.com/v1/b'],
    ['https://api.example.com/v1', 'urn:x', 'https://api.example.com/v1/urn:x'],
    ['https://api.example.com/v1', 'https://other.example.com/x', 'https://other.example.com/x'],
    ['https://api.example.com', 'latest', 'https://api.example.com/latest'],
    ['https://api.example.com', '', 'https://api.example.com/'],
  ])('from %s and %s is %s', async (baseUrl, input, expected) => {
    const { fetch, sent } = scripted(200);
    const response = await createClient({ baseUrl, fetch })(input);

    expect(sent[0]?.url).toBe(expected);
    expect(response.url).toBe(expected);
    expect(response.redirected).toBe(false);
  });

  it.each(['../admin', 'a/../../admin', '%2e%2e/admin', '..', '\\..\\..\\admin', '../v10'])(
    'does not leave the base by %s',
    async (input) => {
      const { fetch, sent } = scripted(200);
      const client = createClient({ baseUrl: 'https://api.example.com/v1', fetch });

      await expect(client(input)).rejects.toMatchObject({ code: 'options' });
      expect(sent).toHaveLength(0);
    },
  );

  it('must be absolute without a base', async () => {
    const { fetch } = scripted(200);
    await expect(createClient({ fetch })('latest')).rejects.toMatchObject({ code: 'options' });
  });

  it('can be a URL or a Request', async () => {
    const { fetch, sent } = scripted(200);
    const client = createClient({ fetch });
    await client(new URL('https://api.example.com/a'));
    await client(new Request('https://api.example.com/b', { method: 'DELETE' }));

    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET https://api.example.com/a',
      'DELETE https://api.example.com/b',
    ]);
  });
});

describe('headers', () => {
  const options = {
    baseUrl: 'https://api.example.com/v1',
    headers: { authorization: 'Bearer t', accept: 'a/a' },
  };

  it("are the client's, and the caller's win", async () => {
    const { fetch, sent } = scripted(200);
    await createClient({ ...options, fetch })('x', { headers: { Accept: 'b/b', 'x-mine': '1' } });

    expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({
      authorization: 'Bearer t',
      accept: 'b/b',
      'x-mine': '1',
    });
  });

  it.each(['https://other.example.com/', 'https://api.example.com:8443/'])(
    "are not the client's on another origin, %s",
    async (url) => {
      const { fetch, sent } = scripted(200);
      await createClient({ ...options, fetch })(url, { headers: { 'x-mine': '1' } });

      expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({ 'x-mine': '1' });
    },
  );

  it('of a Request are kept, and those of init take their place', async () => {
    const { fetch, sent } = scripted(200);
    const client = createClient({ ...options, fetch });
    const request = new Request('https://api.example.com/v1/x', { headers: { 'x-a': '1' } });
    await client(request);
    await client(request, { headers: { 'x-b': '2' } });

    expect(sent[0]?.headers.get('x-a')).toBe('1');
    expect(sent[1]?.headers.get('x-a')).toBeNull();
    expect(sent[1]?.headers.get('x-b')).toBe('2');
    expect(sent[1]?.headers.get('authorization')).toBe('Bearer t');
  });
});

describe('nothing passed in', () => {
  it('is changed', async () => {
    const { fetch } = scripted(503, 200);
    const headers = new Headers({ 'x-team': 'orders' });
    const options = Object.freeze({
      baseUrl: new URL('https://api.example.com/v1/'),
      headers,
      fetch,
      retry: Object.freeze({ firstWaitMs: 0 }),
    });
    const init = Object.freeze({
      method: 'PUT',
      headers: new Headers({ accept: 'a/a' }),
      body: new Uint8Array([1, 2]),
    });
    await createClient(options)('x', init);

    expect(options.baseUrl.href).toBe('https://api.example.com/v1/');
    expect([...headers]).toEqual([['x-team', 'orders']]);
    expect([...init.headers]).toEqual([['accept', 'a/a']]);
    expect([...init.body]).toEqual([1, 2]);
  });

  it('is changed by a transport that changes the headers it gets, not for the next attempt either', async () => {
    const { fetch, sent } = scripted(503, 200);
    const client = createClient({
      retry: { firstWaitMs: 0 },
      fetch: (input, init) => {
        const answer = fetch(input, init);
        if (init?.headers instanceof Headers) init.headers.set('x-added', '1');
        return answer;
      },
    });
    await client('https://api.example.com/');

    expect(sent.map(({ headers }) => headers.has('x-added'))).toEqual([false, false]);
  });

  it('is noticed when it is changed later', async () => {
    const { fetch, sent } = scripted(200);
    const headers = new Headers({ 'x-team': 'orders' });
    const client = createClient({ baseUrl: 'https://api.example.com', headers, fetch });
    headers.set('x-team', 'other');
    await client('x');

    expect(sent[0]?.headers.get('x-team')).toBe('orders');
  });
});

describe('what a client does not interpret', () => {
  it('reaches the transport untouched', async () => {
    const { fetch, sent } = scripted(200);
    const dispatcher = {};
    const init: RequestInit = { integrity: 'sha256-x', keepalive: true };
    Reflect.set(init, 'dispatcher', dispatcher);
    await createClient({ fetch })('https://api.example.com/', init);

    expect(sent[0]?.init).toMatchObject({ integrity: 'sha256-x', keepalive: true });
    expect(Reflect.get(sent[0]?.init ?? {}, 'dispatcher')).toBe(dispatcher);
  });
});

describe("a dispatcher of Node's fetch", () => {
  it('decides how the connection is made', async () => {
    const service = await startTlsService((_arrival, response) => response.end('hello'));
    onTestFinished(service.stop);
    const client = createClient({ retry: false });

    await expect(client(service.origin)).rejects.toMatchObject({ code: 'network' });
    const response = await client(service.origin, { dispatcher: service.dispatcher });
    expect(await response.text()).toBe('hello');
  });
});

describe('an answer', () => {
  it.each([200, 204, 304, 404, 500, 501, 503])('of status %d is an answer', async (status) => {
    const { fetch } = scripted(status);
    const response = await createClient({ fetch, retry: false })('https://api.example.com/');

    expect(response.status).toBe(status);
    expect(await response.text()).toBe(status === 204 || status === 304 ? '' : `status ${status}`);
  });

  it('keeps its status text and all its cookies', async () => {
    const cookies = new Headers([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ]);
    const { fetch } = scripted(new Response('x', { statusText: 'Fine', headers: cookies }));
    const response = await createClient({ fetch })('https://api.example.com/');

    expect(response.statusText).toBe('Fine');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('knows its URL in its clones too', async () => {
    const { fetch } = scripted(200);
    const response = await createClient({ fetch })('https://api.example.com/a');
    const clone = response.clone().clone();

    expect(clone.url).toBe('https://api.example.com/a');
    expect(await clone.text()).toBe('status 200');
    expect(await response.text()).toBe('status 200');
  });

  it('can be read into a buffer of the reader', async () => {
    const { fetch } = scripted(new Response('hello'));
    const { body } = await createClient({ fetch })('https://api.example.com/');
    const reader = body?.getReader({ mode: 'byob' });
    const { value } = (await reader?.read(new Uint8Array(3))) ?? {};

    expect(new TextDecoder().decode(value)).toBe('hel');
    expect((await reader?.read(new Uint8Array(3)))?.value).toHaveLength(2);
    expect((await reader?.read(new Uint8Array(3)))?.done).toBe(true);
  });

  it('leaves the transport the buffers it reads into', async () => {
    const buffer = new TextEncoder().encode('ab');
    let left = 3;
    const body = new ReadableStream({
      pull(controller) {
        if (left === 0) return controller.close();
        left -= 1;
        return controller.enqueue(buffer);
      },
    });
    const { fetch } = scripted(() => new Response(body));
    const response = await createClient({ fetch })('https://api.example.com/');

    expect(await response.text()).toBe('ababab');
    expect(buffer).toHaveLength(2);
  });
});

describe('with', () => {
  it('makes the same client with other options', async () => {
    const { fetch, sent } = scripted(200);
    const client = createClient({
      baseUrl: 'https://api.example.com',
      headers: { 'x-a': '1', 'x-b': '1' },
      fetch,
    });
    await client.with({ headers: { 'x-b': '2' } })('x');
    await client('y');

    expect([...(sent[0]?.headers ?? [])]).toEqual([
      ['x-a', '1'],
      ['x-b', '2'],
    ]);
    expect([...(sent[1]?.headers ?? [])]).toEqual([
      ['x-a', '1'],
      ['x-b', '1'],
    ]);
  });

  it('checks its options against those of the client', () => {
    const client = createClient({ deadlineMs: 5_000 });
    expect(() => client.with({ attemptTimeoutMs: 6_000 })).toThrowError(/attemptTimeoutMs.*deadlineMs/);
  });

  it('leaves an option alone that is undefined', () => {
    const client = createClient({ deadlineMs: 5_000 }).with({ ...(JSON.parse('{}') as object) });
    expect(client.describe().deadlineMs).toBe(5_000);
  });
});

describe('describe', () => {
  it('tells the layers in their order, and no secret', () => {
    const client = createClient({
      baseUrl: 'https://api.example.com/v1',
      headers: { authorization: 'Bearer t' },
    });

    expect(client.describe()).toEqual({
      baseUrl: 'https://api.example.com/v1',
      headers: ['authorization'],
      deadlineMs: 30_000,
      bodyDeadlineMs: undefined,
      layers: [
        { name: 'redirects', limit: 5, allowHttp: false },
        {
          name: 'cache',
          store: 'memory',
          maxEntries: 1_000,
          maxBytes: 32 * 1024 * 1024,
          maxEntryBytes: 5 * 1024 * 1024,
          partition: 'headers',
          impersonalHeaders: [],
          staleIfErrorMs: 0,
          heuristics: false,
        },
        { name: 'coalescing' },
        {
          name: 'retry',
          retries: 2,
          kind: 'jitter',
          firstWaitMs: 300,
          longestWaitMs: 20_000,
          statuses: [408, 425, 429, 500, 502, 503, 504],
          budget: { share: 0.2, floor: 10 },
        },
        {
          name: 'breaker',
          failureShare: 0.8,
          minimumCalls: 20,
          windowMs: 20_000,
          failuresInARow: 5,
          shortestRowMs: 1_000,
          slow: false,
          coolDownMs: 5_000,
          longestCoolDownMs: 300_000,
          probes: 3,
          successesToClose: 1,
          groups: 1_000,
          groupedBy: 'origin',
          shadow: false,
        },
        { name: 'timeout', attemptTimeoutMs: 10_000 },
      ],
    });
  });

  it('shows what false leaves out', () => {
    const client = createClient({
      redirect: false,
      cache: false,
      retry: false,
      breaker: false,
      attemptTimeoutMs: false,
      deadlineMs: false,
    });

    expect(client.describe()).toMatchObject({
      deadlineMs: false,
      layers: [{ name: 'redirects', limit: false }],
    });
  });
});

describe('a client', () => {
  it('is a fetch', async () => {
    const { fetch } = scripted(200);
    const send: Fetch = createClient({ fetch });
    expect((await send('https://api.example.com/')).status).toBe(200);
  });

  it('takes no more calls once it is closed', async () => {
    const { fetch, sent } = scripted(200);
    const client = createClient({ fetch });
    const route = client.with({ retry: false });
    client.close();

    await expect(client('https://api.example.com/')).rejects.toMatchObject({ code: 'options' });
    await expect(route('https://api.example.com/')).rejects.toMatchObject({ code: 'options' });
    expect(sent).toHaveLength(0);
  });

  it.each(['GE T', '', 'GET\r\nHost: x', 'trace', 'CONNECT'])('refuses the method %j', async (method) => {
    const { fetch, sent } = scripted(200);
    await expect(createClient({ fetch })('https://api.example.com/', { method })).rejects.toMatchObject({
      code: 'options',
    });
    expect(sent).toHaveLength(0);
  });

  it('refuses a body with GET', async () => {
    const { fetch } = scripted(200);
    const call = createClient({ fetch })('https://api.example.com/', { body: 'x' });
    await expect(call).rejects.toMatchObject({ code: 'options' });
  });
});

describe('layers of the caller', () => {
  const counting = (name: string, log: string[]): Layer => ({
    name,
    wrap: (next) => (call) => {
      log.push(`${name} ${call.attempt}`);
      return next(call);
    },
  });

  it('see every attempt, outermost first', async () => {
    const log: string[] = [];
    const { fetch } = scripted(503, 200);
    const layers = [counting('outer', log), counting('inner', log)];
    const client = createClient({ fetch, retry: { waitsMs: [0] }, layers });

    expect((await client('https://api.example.com/')).status).toBe(200);
    expect(log).toEqual(['outer 1', 'inner 1', 'outer 2', 'inner 2']);
    expect(client.describe().layers.slice(-2)).toEqual([{ name: 'outer' }, { name: 'inner' }]);
  });

  it('obey the attempt timeout, even if they take long themselves', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const stuck: Layer = { name: 'stuck', wrap: () => () => new Promise<Response>(() => {}) };
    const client = createClient({
      fetch: scripted(200).fetch,
      retry: false,
      attemptTimeoutMs: 50,
      layers: [stuck],
    });
    const call = client('https://api.example.com/').catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(50);
    expect(await call).toMatchObject({ code: 'timeout' });
  });
});
