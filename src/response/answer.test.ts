import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClient, type Fetch, HoldfastError } from '../index.ts';
import { listenOnLoopback } from '../test-support/listen-on-loopback.ts';
import { createUndiciFetch } from '../undici/index.ts';

const TEXT = '{"id":17,"what":"Köhlers"}';
const BYTES = new TextEncoder().encode(TEXT);
const OVER: readonly (readonly [string, Fetch])[] = [
  ["Node's fetch", (input, init) => fetch(input, init)],
  ['undici', createUndiciFetch()],
];

async function serving(listener: RequestListener) {
  const server = createServer(listener);
  const origin = `http://${await listenOnLoopback(server)}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return origin;
}

describe.each(OVER)('an answer over %s', (_name, send) => {
  async function answer(listener: RequestListener = (_request, response) => response.end(TEXT)) {
    const origin = await serving((request, response) => {
      response.setHeader('content-type', 'application/json');
      listener(request, response);
    });
    const client = createClient({ baseUrl: origin, allowHttp: 'loopback', fetch: send, retry: false });
    return { origin, client, response: await client('/17?full') };
  }

  it('is a Response that knows its URL', async () => {
    const { origin, response } = await answer();
    expect(response).toBeInstanceOf(Response);
    expect(response).toMatchObject({ status: 200, ok: true, redirected: false, url: `${origin}/17?full` });
    expect(response.headers.get('content-type')).toBe('application/json');
  });

  it.each<[string, (response: Response) => Promise<unknown>, unknown]>([
    ['text', (response) => response.text(), TEXT],
    ['json', (response) => response.json(), JSON.parse(TEXT)],
    ['bytes', (response) => Reflect.get(response, 'bytes').call(response), BYTES],
    ['an ArrayBuffer', (response) => response.arrayBuffer(), BYTES.buffer],
    ['a Blob of its type', async (response) => (await response.blob()).type, 'application/json'],
    ['a stream', async (response) => new Response(response.body).text(), TEXT],
  ])('is read as %s, once', async (_how, read, expected) => {
    const { response } = await answer();
    expect(response.bodyUsed).toBe(false);
    expect(await read(response)).toEqual(expected);
    expect(response.bodyUsed).toBe(true);
    expect(response.body?.locked).toBe(true);
    await expect(response.text()).rejects.toThrow(TypeError);
    expect(() => response.clone()).toThrow(TypeError);
  });

  it('is read as a form', async () => {
    const type = 'application/x-www-form-urlencoded';
    const { response } = await answer((_request, outgoing) => {
      outgoing.writeHead(200, { 'content-type': type }).end('id=17&what=book');
    });
    expect([...(await response.formData())]).toEqual([
      ['id', '17'],
      ['what', 'book'],
    ]);
  });

  it('leaves out the mark at the beginning of UTF-8, as fetch does', async () => {
    const { response } = await answer((_request, outgoing) => outgoing.end(`\uFEFF${TEXT}`));
    expect(await response.json()).toEqual(JSON.parse(TEXT));
  });

  it('has no body where there is none', async () => {
    const { response } = await answer((_request, outgoing) => outgoing.writeHead(204).end());
    expect(response.body).toBeNull();
    expect(await response.text()).toBe('');
    expect(response.bodyUsed).toBe(false);
  });

  it('is cloned, and both can be read', async () => {
    const { origin, response } = await answer();
    const copy = response.clone();
    expect(copy).toMatchObject({ status: 200, ok: true, url: `${origin}/17?full` });
    expect(await Promise.all([response.text(), copy.json()])).toEqual([TEXT, JSON.parse(TEXT)]);
  });

  it('has headers of its own, which can be changed', async () => {
    const { response } = await answer();
    const copy = response.clone();
    response.headers.delete('content-type');
    expect(response.headers.has('content-type')).toBe(false);
    expect(copy.headers.get('content-type')).toBe('application/json');
  });

  it('that breaks off fails with network, however it is read', async () => {
    const breaking: RequestListener = (_request, outgoing) => {
      outgoing.writeHead(200, { 'content-length': '100' }).write('start', () => outgoing.destroy());
    };
    const reads: ((response: Response) => Promise<unknown>)[] = [
      (response) => response.text(),
      (response) => response.blob(),
      async (response) => Promise.all([response.clone().text(), response.text()]),
    ];
    for (const read of reads) {
      const { response } = await answer(breaking);
      const error = await read(response).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(HoldfastError);
      expect(error).toMatchObject({ code: 'network' });
    }
  });

  it('goes through a client around the client', async () => {
    const { client } = await answer();
    const outer = createClient({ baseUrl: 'https://orders.example.com', fetch: () => client('/17') });
    const response = await outer('/18');
    expect(response.url).toBe('https://orders.example.com/18');
    expect(await response.text()).toBe(TEXT);
  });

  it('is handed on by a server that has made the global Response its own', async () => {
    const { client } = await answer();
    const app = new Hono().get('/', () => client('/17'));
    const { Response: usual, Request: usualRequest } = globalThis;
    const listener = getRequestListener(app.fetch, { overrideGlobalObjects: true });
    onTestFinished(() => {
      Object.defineProperty(globalThis, 'Response', { value: usual });
      Object.defineProperty(globalThis, 'Request', { value: usualRequest });
    });
    const origin = await serving(listener);

    const passed = await send(origin);
    expect(passed.headers.get('content-type')).toBe('application/json');
    expect(await passed.text()).toBe(TEXT);
  });
});
