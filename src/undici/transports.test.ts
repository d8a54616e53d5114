import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { generate } from 'selfsigned';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { createClient, type Fetch } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { listenOnLoopback } from '../test-support/listen-on-loopback.ts';
import { startTlsService, type TlsService } from '../test-support/start-tls-service.ts';
import { createUndiciFetch } from './index.ts';

type Answer = Parameters<typeof startTlsService>[0];

/** What is said here holds for both: a program may change its transport and nothing else. */
const transports: readonly (readonly [string, (service: TlsService) => Fetch])[] = [
  ["Node's fetch", (service) => service.fetch],
  ['undici', ({ ca }) => createUndiciFetch({ ca })],
];

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

describe.each(transports)('%s', (_name, transportOf) => {
  async function serving(answer: Answer) {
    const service = await startTlsService(answer);
    stops.push(service.stop);
    const send = transportOf(service);
    const client = createClient({ baseUrl: service.origin, fetch: send, retry: false });
    return { service, send, client };
  }

  describe('hands on', () => {
    it('status, its text, headers, and each of several cookies', async () => {
      const { send, service } = await serving((_arrival, response) => {
        response.writeHead(418, 'Short and stout', [
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2; Path=/'],
          ['x-name', 'caf\xe9'],
        ]);
        response.end('tea');
      });
      const response = await send(`${service.origin}/pot`);

      expect(response).toMatchObject({ status: 418, statusText: 'Short and stout', redirected: false });
      expect(response.url).toBe(`${service.origin}/pot`);
      expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2; Path=/']);
      expect(response.headers.get('x-name')).toBe('caf\xe9');
      expect(await response.text()).toBe('tea');
    });

    it('a status whose text no Response can have', async () => {
      const { client } = await serving((_arrival, response) => {
        response.socket?.end('HTTP/1.1 404 \u672a\u627e\u5230\r\ncontent-length: 4\r\n\r\ngone');
      });
      const response = await client('pot');
      expect(response).toMatchObject({ status: 404, statusText: '' });
      expect(await response.text()).toBe('gone');
    });

    it.each([
      ['GET', 204],
      ['GET', 205],
      ['GET', 304],
      ['HEAD', 200],
    ])('%s %i without a body', async (method, status) => {
      const { client } = await serving((_arrival, response) =>
        response.writeHead(status, { etag: '"1"' }).end(),
      );
      const response = await client('', { method });

      expect(response.status).toBe(status);
      expect(response.headers.get('etag')).toBe('"1"');
      expect(await response.text()).toBe('');
    });

    it.each<[string, string, (text: string) => Uint8Array]>([
      ['gzip', 'gzip', gzipSync],
      ['x-gzip', 'X-GZIP', gzipSync],
      ['br', 'br', brotliCompressSync],
      ['deflate', 'deflate', deflateSync],
      ['deflate without its wrapper', 'deflate', deflateRawSync],
      ['two of them', 'gzip, br', (text) => brotliCompressSync(gzipSync(text))],
    ])('%s, decoded', async (_what, coding, encode) => {
      const text = 'ask again, '.repeat(50_000);
      const { client } = await serving((_arrival, response) =>
        response.writeHead(200, { 'content-encoding': coding }).end(encode(text)),
      );
      expect(await (await client('')).text()).toBe(text);
    });

    it('an encoding it does not know, as it came', async () => {
      const { client } = await serving((_arrival, response) =>
        response.writeHead(200, { 'content-encoding': 'rot13' }).end('uryyb'),
      );
      expect(await (await client('')).text()).toBe('uryyb');
    });

    it('an encoded answer that is empty', async () => {
      const { client } = await serving((_arrival, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': 0 }).end(),
      );
      expect(await (await client('')).text()).toBe('');
    });

    it('a redirect, which the client follows', async () => {
      const { client, send, service } = await serving((arrival, response) =>
        arrival.path === '/old' ? response.writeHead(302, { location: '/new' }).end() : response.end('here'),
      );
      const raw = await send(`${service.origin}/old`, { redirect: 'manual' });
      expect(raw.status).toBe(302);
      expect(raw.headers.get('location')).toBe('/new');

      const response = await client('old');
      expect(response).toMatchObject({ url: `${service.origin}/new`, redirected: true });
      expect(await response.text()).toBe('here');
    });

    it('an answer larger than any buffer, piece by piece, and as bytes of the reader', async () => {
      const size = 3_000_000;
      const { send, service } = await serving((_arrival, response) => response.end(Buffer.alloc(size, 'x')));
      const response = await send(service.origin);
      const reader = response.body?.getReader({ mode: 'byob' });
      let read = 0;
      for (;;) {
        const result = await reader?.read(new Uint8Array(10_000));
        if (result === undefined || result.done) break;
        read += result.value.byteLength;
      }
      expect(read).toBe(size);
    });
  });

  describe('sends', () => {
    const form = new FormData();
    form.append('a "quoted"\nname', 'one\ntwo');
    form.append('file', new File(['content'], 'été.txt', { type: 'text/plain' }));
    const bytes = new TextEncoder().encode('..order..');

    it.each<[string, () => NonNullable<RequestInit['body']>, string, string | undefined]>([
      ['a string', () => 'ordér', 'ordér', 'text/plain;charset=UTF-8'],
      [
        'URLSearchParams',
        () => new URLSearchParams({ a: 'b c' }),
        'a=b+c',
        'application/x-www-form-urlencoded;charset=UTF-8',
      ],
      ['part of a buffer', () => bytes.subarray(2, 7), 'order', undefined],
      ['a buffer', () => new TextEncoder().encode('order').buffer, 'order', undefined],
      ['a Blob', () => new Blob(['order'], { type: 'text/csv' }), 'order', 'text/csv'],
      ['an empty string', () => '', '', 'text/plain;charset=UTF-8'],
    ])('%s, with its length and its type', async (_what, make, expected, contentType) => {
      const { send, service } = await serving((_arrival, response) => response.end());
      await send(service.origin, { method: 'POST', body: make() });

      const [arrival] = service.arrivals;
      expect(arrival?.body).toBe(expected);
      expect(arrival?.headers['content-length']).toBe(String(Buffer.byteLength(expected)));
      expect(arrival?.headers['content-type']).toBe(contentType);
    });

    it('a form, which reads the same at the other end', async () => {
      const { send, service } = await serving((_arrival, response) => response.end());
      await send(service.origin, { method: 'POST', body: form });

      const [arrival] = service.arrivals;
      const type = arrival?.headers['content-type'] ?? '';
      expect(arrival?.headers['content-length']).toBe(String(Buffer.byteLength(arrival?.body ?? '')));
      const read = await new Response(arrival?.body, { headers: { 'content-type': type } }).formData();
      expect([...read.keys()]).toEqual(['a "quoted"\r\nname', 'file']);
      expect(read.get('a "quoted"\r\nname')).toBe('one\r\ntwo');
      const file = read.get('file');
      if (!(file instanceof File)) throw new Error('not a file');
      expect({ name: file.name, type: file.type, text: await file.text() }).toEqual({
        name: 'été.txt',
        type: 'text/plain',
        text: 'content',
      });
    });

    it('a stream, and a Request', async () => {
      const { send, service } = await serving((_arrival, response) => response.end());
      const body = new Blob(['order']).stream();
      await send(service.origin, { method: 'PUT', body, duplex: 'half' });
      const request = new Request(service.origin, { method: 'PATCH', body: 'all', headers: { 'x-a': '1' } });
      await send(request);

      expect(service.arrivals.map(({ method, body: text }) => [method, text])).toEqual([
        ['PUT', 'order'],
        ['PATCH', 'all'],
      ]);
      expect(service.arrivals[0]?.headers['transfer-encoding']).toBe('chunked');
      expect(service.arrivals[1]?.headers).toMatchObject({ 'x-a': '1' });
    });

    it('the headers a service expects', async () => {
      const { send, service } = await serving((_arrival, response) => response.end());
      await send(service.origin);
      await send(service.origin, {
        headers: { accept: 'text/html', 'user-agent': 'me', range: 'bytes=0-1' },
      });

      const [first, second] = service.arrivals;
      expect(first?.headers).toMatchObject({ accept: '*/*', 'accept-encoding': 'br, gzip, deflate' });
      expect(first?.headers['user-agent']).toBe('node');
      expect(second?.headers).toMatchObject({
        accept: 'text/html',
        'user-agent': 'me',
        'accept-encoding': 'identity',
      });
    });
  });

  describe('fails', () => {
    it('with refused where nothing listens', async () => {
      const { client, service } = await serving(() => {});
      await service.stop();
      expect(await errorOf(client(''))).toMatchObject({ code: 'refused', isRetryable: true, attempts: 1 });
    });

    it('with network where a name does not resolve', async () => {
      const { client } = await serving(() => {});
      const error = await errorOf(client('https://no-such-host.invalid/'));
      expect(error).toMatchObject({ code: 'network', isRetryable: true });
      expect(error.message).toContain('the name could not be resolved');
    });

    it('with network where the connection ends before the answer', async () => {
      const { client } = await serving((_arrival, response) => response.destroy());
      expect(await errorOf(client(''))).toMatchObject({ code: 'network', isRetryable: true });
    });

    it('with network where the answer is not HTTP', async () => {
      const { client } = await serving((_arrival, response) => {
        response.socket?.end('what?\r\n\r\n');
      });
      expect(await errorOf(client(''))).toMatchObject({ code: 'network' });
    });

    it.each([
      ['breaks off', { 'content-length': '100' }, 'only so much'],
      ['is encoded and broken', { 'content-encoding': 'gzip' }, 'not gzip'],
    ])('with network where the answer %s', async (_what, headers, body) => {
      const { client } = await serving((_arrival, response) => {
        response.writeHead(200, headers);
        response.write(body, () => response.destroy());
      });
      const response = await client('');
      expect(await errorOf(response.text())).toMatchObject({ code: 'network', attempts: 1 });
    });

    it('with network, and for good, where nobody vouches for a certificate', async () => {
      const { private: key, cert } = await generate([{ name: 'commonName', value: 'elsewhere.example' }]);
      const other = await startTlsService((_arrival, response) => response.end(), { key, cert });
      stops.push(other.stop);
      const { client } = await serving(() => {});
      const error = await errorOf(client(other.origin));
      expect(error).toMatchObject({ code: 'network', isRetryable: false });
      expect(error.message).toContain('TLS failed');
      expect(other.arrivals).toHaveLength(0);
    });

    it('with timeout where no headers come in time', async () => {
      const { client } = await serving(() => {});
      const hasty = client.with({ attemptTimeoutMs: 100 });
      expect(await errorOf(hasty(''))).toMatchObject({ code: 'timeout', isRetryable: true, attempts: 1 });
    });

    it('with options where the caller gives the wrong length', async () => {
      const { client } = await serving((_arrival, response) => response.end());
      const headers = { 'content-length': '3' };
      const error = await errorOf(client('', { method: 'POST', body: 'order', headers }));
      expect(error).toMatchObject({ code: 'options', isRetryable: false });
    });

    it('as a TypeError with the cause beneath, without a client', async () => {
      const { send, service } = await serving(() => {});
      await service.stop();
      const error = await send(service.origin).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNREFUSED' } });
    });

    it('where the body of the request does', async () => {
      const { client } = await serving((_arrival, response) => response.end());
      const body = new ReadableStream({
        pull(controller) {
          controller.error(new Error('the disk is gone'));
        },
      });
      expect(await errorOf(client('', { method: 'PUT', body }))).toMatchObject({
        code: 'network',
        attempts: 1,
      });
    });

    it('on a redirect where none is wanted', async () => {
      const { send, service } = await serving((_arrival, response) =>
        response.writeHead(302, { location: '/new' }).end(),
      );
      await expect(send(service.origin, { redirect: 'error' })).rejects.toBeInstanceOf(TypeError);
    });
  });

  describe('obeys its signal', () => {
    const reason = new Error('enough');

    it('before anything is sent', async () => {
      const { send, service } = await serving((_arrival, response) => response.end());
      await expect(send(service.origin, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      expect(service.arrivals).toHaveLength(0);
    });

    it('while it connects', async () => {
      const sockets: Socket[] = [];
      const silent = createServer((socket) => void sockets.push(socket));
      const host = await listenOnLoopback(silent);
      onTestFinished(() => {
        for (const socket of sockets) socket.destroy();
        silent.close();
      });
      const { send } = await serving(() => {});
      const controller = new AbortController();
      const call = send(`https://${host}/`, { signal: controller.signal });
      const failure = expect(call).rejects.toBe(reason);
      await once(silent, 'connection');
      controller.abort(reason);
      await failure;
    });

    it('while it waits for headers, and hangs up', async () => {
      let hungUp: Promise<unknown> = Promise.resolve();
      const controller = new AbortController();
      const { send, service } = await serving((_arrival, response) => {
        hungUp = once(response, 'close');
        controller.abort(reason);
      });
      await expect(send(service.origin, { signal: controller.signal })).rejects.toBe(reason);
      await hungUp;
    });

    it.each([
      ['plain', {}],
      ['encoded', { 'content-encoding': 'gzip' }],
    ])('within a body, %s, and hangs up', async (_what, headers) => {
      let hungUp: Promise<unknown> = Promise.resolve();
      const controller = new AbortController();
      const { send, service } = await serving((_arrival, response) => {
        hungUp = once(response, 'close');
        response.writeHead(200, headers).write(gzipSync('a start').subarray(0, 12));
      });
      const response = await send(service.origin, { signal: controller.signal });
      const failure = expect(response.text()).rejects.toBe(reason);
      controller.abort(reason);
      await failure;
      await hungUp;
    });

    it('within the body it sends', async () => {
      const { send, service } = await serving(() => {});
      const controller = new AbortController();
      const body = new ReadableStream<Uint8Array>({
        start: (stream) => stream.enqueue(new TextEncoder().encode('a start')),
        pull: () => controller.abort(reason),
      });
      const init = { method: 'PUT', body, duplex: 'half', signal: controller.signal } as const;
      await expect(send(service.origin, init)).rejects.toBe(reason);
    });

    it('and hangs up where a body is cancelled', async () => {
      let hungUp: Promise<unknown> = Promise.resolve();
      const { send, service } = await serving((_arrival, response) => {
        hungUp = once(response, 'close');
        response.writeHead(200).write('a start');
      });
      await (await send(service.origin)).body?.cancel();
      await hungUp;
    });
  });
});
