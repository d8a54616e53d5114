import { once } from 'node:events';
import { createServer, type IncomingMessage, request as startRequest } from 'node:http';
import {
  connect,
  createServer as createHttp2Server,
  createSecureServer,
  type Http2ServerRequest,
} from 'node:http2';
import { Readable, type Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Agent } from 'undici';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createClient } from '../../index.ts';
import { listenOnLoopback } from '../../test-support/listen-on-loopback.ts';
import { certificate } from '../../test-support/start-tls-service.ts';
import { createUndiciFetch } from '../../undici/index.ts';
import { idempotencyGuard, memoryIdempotencyStore, nodeHandler } from '../index.ts';

// One contract for both protocols, on real sockets: what a service hears and says does not depend on the wire.

/** `gone` ends when the client has. */
type Handle = (request: Request, gone: () => Promise<unknown>) => Response | Promise<Response>;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readable;
}

/** A request under way: its body can be written, its answer awaited, and both be broken off. */
interface Exchange {
  readonly sending: Writable;
  readonly answer: Promise<Answer>;
  leave(): void;
}

interface Sending {
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Whether the test goes on writing the body. */
  readonly isOpen?: boolean;
}

interface Wire {
  readonly host: string;
  begin(method: string, path: string, init?: Sending): Exchange;
}

const noise = () => {};

const PROTOCOLS: Readonly<Record<string, (handle: Handle) => Promise<Wire>>> = {
  'HTTP/1.1': async (handle) => {
    const server = createServer(
      nodeHandler((request, incoming) => handle(request, () => once(incoming.socket, 'close'))),
    );
    const host = await listenOnLoopback(server);
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return {
      host,
      begin: (method, path, { headers = {}, body: given, isOpen = false } = {}) => {
        const sending = startRequest(`http://${host}${path}`, { method, headers });
        sending.on('error', noise);
        if (isOpen) sending.flushHeaders();
        else sending.end(given);
        const answered: Promise<IncomingMessage[]> = once(sending, 'response');
        const answer = answered.then(([body]) => {
          if (body === undefined) throw new Error('No answer came.');
          body.on('error', noise);
          return { status: body.statusCode ?? 0, headers: body.headers, body };
        });
        return { sending, answer, leave: () => sending.destroy() };
      },
    };
  },
  'HTTP/2': async (handle) => {
    const server = createHttp2Server(
      nodeHandler((request, incoming) => handle(request, () => once(incoming.stream, 'close'))),
    );
    const host = await listenOnLoopback(server);
    const session = connect(`http://${host}`);
    onTestFinished(() => {
      session.destroy();
      server.close();
    });
    return {
      host,
      begin: (method, path, { headers = {}, body: given, isOpen = false } = {}) => {
        const endStream = !isOpen && given === undefined;
        const stream = session.request({ ...headers, ':method': method, ':path': path }, { endStream });
        stream.on('error', noise);
        if (given !== undefined) stream.end(given);
        const answer = once(stream, 'response').then(([{ ':status': status, ...rest }]) => ({
          status: Number(status),
          headers: rest,
          body: stream,
        }));
        return { sending: stream, answer, leave: () => stream.close(8) };
      },
    };
  },
};

const KEY = { 'idempotency-key': 'k-1' };

/** Answers with what each call of the function gives, for as long as it gives something. */
function bodyOf(next: () => string | undefined | Promise<string | undefined>, cancel?: () => void) {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const part = await next();
        if (part === undefined) controller.close();
        else controller.enqueue(new TextEncoder().encode(part));
      },
      ...(cancel === undefined ? {} : { cancel }),
    },
    { highWaterMark: 0 },
  );
}

function deferred<T = void>() {
  let resolve: (value: T) => void = noise;
  const promise = new Promise<T>((given) => {
    resolve = given;
  });
  return { promise, resolve };
}

async function firstOf(body: Readable): Promise<string> {
  const [chunk] = await once(body, 'data');
  return String(chunk);
}

function warnings() {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(noise);
  onTestFinished(() => warned.mockRestore());
  return warned;
}

describe.each(Object.entries(PROTOCOLS))('over %s', (name, start) => {
  async function exchange(wire: Wire, method: string, path: string, init?: Sending) {
    const { status, headers, body } = await wire.begin(method, path, init).answer;
    return { status, headers, text: await text(body) };
  }

  it('a handler is given the request as it came', async () => {
    const wire = await start(async (request) =>
      Response.json({
        method: request.method,
        url: request.url,
        item: request.headers.get('x-item'),
        names: [...request.headers.keys()].filter((key) => key.startsWith(':')),
        body: await request.text(),
      }),
    );
    const { text: answered } = await exchange(wire, 'PUT', '/orders?a=1', {
      body: 'order',
      headers: { 'X-Item': 'a, b' },
    });
    expect(JSON.parse(answered)).toEqual({
      method: 'PUT',
      url: `http://${wire.host}/orders?a=1`,
      item: 'a, b',
      names: [],
      body: 'order',
    });
  });

  it.each(['GET', 'DELETE'])('a %s without a body has none', async (method) => {
    const wire = await start((request) => Response.json(request.body === null));
    expect((await exchange(wire, method, '/')).text).toBe('true');
  });

  it('an answer is sent as it is, each cookie by itself, and what is of a connection stays on it', async () => {
    const warned = warnings();
    const wire = await start(() => {
      const headers = new Headers({ 'x-a': '1', connection: 'keep-alive', 'keep-alive': 'timeout=5' });
      headers.append('set-cookie', 'a=1, b');
      headers.append('set-cookie', 'c=2');
      return new Response('teapot', { status: 418, statusText: 'Teapot', headers });
    });
    const { status, headers, text: answered } = await exchange(wire, 'GET', '/');
    expect([status, answered, headers['x-a'], headers['set-cookie']]).toEqual([
      418,
      'teapot',
      '1',
      ['a=1, b', 'c=2'],
    ]);
    expect('keep-alive' in headers).toBe(name === 'HTTP/1.1');
    expect(warned).not.toHaveBeenCalled();
  });

  it('HEAD gets no body, and 204 has none', async () => {
    const wire = await start(({ method }) =>
      method === 'HEAD'
        ? new Response('order', { headers: { 'content-length': '5' } })
        : new Response(null, { status: 204 }),
    );
    const head = await exchange(wire, 'HEAD', '/');
    expect([head.status, head.headers['content-length'], head.text]).toEqual([200, '5', '']);
    expect((await exchange(wire, 'GET', '/')).status).toBe(204);
  });

  it('bodies stream both ways at the same time', async () => {
    const wire = await start(({ body }) => new Response(body));
    const { sending, answer } = wire.begin('POST', '/', { isOpen: true });
    sending.write('one');
    const { body } = await answer;
    expect(await firstOf(body)).toBe('one');
    const second = firstOf(body);
    sending.write('two');
    expect(await second).toBe('two');
    sending.end();
    await once(body, 'end');
  });

  it('headers go out before the first byte of the body', async () => {
    const part = deferred<string | undefined>();
    const wire = await start(
      () =>
        new Response(
          bodyOf(() => part.promise),
          { status: 201 },
        ),
    );
    const { answer } = wire.begin('GET', '/');
    const { status, body } = await answer;
    expect(status).toBe(201);
    part.resolve(undefined);
    body.resume();
    await once(body, 'end');
  });

  it('an answer is made no faster than it is read, and no more of it once its reader has left', async () => {
    const cancelled = deferred();
    let made = 0;
    const piece = 'x'.repeat(64 * 1024);
    const wire = await start(() => {
      const next = () => {
        made += 1;
        return piece;
      };
      return new Response(bodyOf(next, () => cancelled.resolve()));
    });
    const { answer, leave } = wire.begin('GET', '/');
    const { body } = await answer;
    await once(body, 'readable');
    let before = -1;
    while (before !== made) {
      before = made;
      for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    }
    expect(made * piece.length).toBeLessThan(64 * 1024 * 1024);
    leave();
    await cancelled.promise;
  });

  it('an answer whose body breaks off is broken off, and other requests are not', async () => {
    const warned = warnings();
    const parts = ['half', 'broken'];
    const wire = await start(({ url }) => {
      if (url.endsWith('/whole')) return new Response('whole');
      const next = () => {
        const part = parts.shift();
        if (part === 'broken') throw new Error('broke off');
        return part;
      };
      return new Response(bodyOf(next));
    });
    await expect(exchange(wire, 'GET', '/half')).rejects.toThrowError();
    expect(warned).toHaveBeenCalledWith(expect.objectContaining({ message: 'broke off' }));
    expect((await exchange(wire, 'GET', '/whole')).text).toBe('whole');
  });

  it('what is thrown is a 500 that says nothing, and a warning', async () => {
    const warned = warnings();
    const failure = new Error('password is 1234');
    const wire = await start(() => Promise.reject(failure));
    const { status, text: answered } = await exchange(wire, 'POST', '/', { body: 'order' });
    expect([status, JSON.parse(answered).code]).toEqual([500, 'failed']);
    expect(answered).not.toContain('1234');
    expect(warned).toHaveBeenCalledWith(failure);
  });

  it('a client that leaves in the middle of its request makes no noise', async () => {
    const warned = warnings();
    const reading = deferred();
    const failed = deferred<unknown>();
    const wire = await start(async (request) => {
      reading.resolve();
      await request.text().catch((error: unknown) => {
        failed.resolve(error);
        throw error;
      });
      return new Response();
    });
    const { sending, answer, leave } = wire.begin('POST', '/', {
      headers: { 'content-length': '100' },
      isOpen: true,
    });
    answer.catch(noise);
    sending.write('half');
    await reading.promise;
    leave();
    expect(await failed.promise).toBeInstanceOf(Error);
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    expect(warned).not.toHaveBeenCalled();
  });

  it('the work of a client that has left is finished, and its answer let go of without noise', async () => {
    const warned = warnings();
    const working = deferred();
    const letGo = deferred();
    const wire = await start(async (request, gone) => {
      const left = gone();
      working.resolve();
      await left;
      expect(request.signal.aborted).toBe(false);
      return new Response(bodyOf(() => 'late', letGo.resolve));
    });
    const { answer, leave } = wire.begin('POST', '/', { body: 'order' });
    answer.catch(noise);
    await working.promise;
    leave();
    await letGo.promise;
    expect(warned).not.toHaveBeenCalled();
  });

  describe('the guard', () => {
    function guarded(work: (request: Request) => Response | Promise<Response>, answerLimitBytes = 64 * 1024) {
      const store = memoryIdempotencyStore();
      const guard = idempotencyGuard({ store, scope: 'anonymous', answerLimitBytes });
      let done = 0;
      const handle: Handle = (request) =>
        guard(request, (given) => {
          done += 1;
          return work(given);
        });
      return { handle, timesDone: () => done };
    }

    it('does the work of a request once, and replays its answer', async () => {
      const { handle, timesDone } = guarded(async (request) =>
        Response.json({ item: await request.text() }, { status: 201 }),
      );
      const wire = await start(handle);
      const order = () => exchange(wire, 'POST', '/orders', { body: 'book', headers: KEY });
      const first = await order();
      const second = await order();
      expect(first).toMatchObject({ status: 201, text: '{"item":"book"}' });
      expect(second).toMatchObject({ status: 201, text: first.text });
      expect([first, second].map(({ headers }) => headers['idempotency-replayed'])).toEqual([
        undefined,
        'true',
      ]);
      expect(timesDone()).toBe(1);
    });

    it('hands on a request body that comes in pieces, and refuses one that grows too large', async () => {
      const { handle, timesDone } = guarded((request) => new Response(request.body));
      const wire = await start(handle);
      const pieces = wire.begin('POST', '/orders', { headers: KEY, isOpen: true });
      for (const piece of ['a', 'b', 'c']) pieces.sending.write(piece);
      pieces.sending.end();
      expect(await text((await pieces.answer).body)).toBe('abc');

      const endless = wire.begin('POST', '/orders', {
        headers: { 'idempotency-key': 'k-2' },
        isOpen: true,
      });
      Readable.from(
        (async function* () {
          for (;;) yield Buffer.alloc(64 * 1024);
        })(),
      ).pipe(endless.sending);
      const { status, body } = await endless.answer;
      expect([status, JSON.parse(await text(body)).code]).toEqual([413, 'body-too-large']);
      endless.leave();
      expect(timesDone()).toBe(1);
    });

    it('gives an answer that is larger than it keeps whole, and as it is made', async () => {
      const beyond = deferred();
      let made = 0;
      const next = async () => {
        made += 1;
        if (made === 6) await beyond.promise;
        return made > 10 ? undefined : String(made % 10).repeat(32 * 1024);
      };
      const { handle, timesDone } = guarded(() => new Response(bodyOf(next)));
      const wire = await start(handle);
      const { answer } = wire.begin('POST', '/report', { headers: KEY });
      const { body } = await answer;
      expect((await firstOf(body)).at(0)).toBe('1');
      expect(made).toBeLessThanOrEqual(6);
      beyond.resolve();
      let size = 0;
      body.on('data', (chunk: Buffer) => {
        size += chunk.byteLength;
      });
      const again = exchange(wire, 'POST', '/report', { headers: KEY });
      await once(body, 'end');
      expect(JSON.parse((await again).text)).toMatchObject({ status: 409, code: 'answer-not-kept' });
      expect(made).toBe(11);
      expect(size).toBeGreaterThan(8 * 32 * 1024);
      expect(timesDone()).toBe(1);
    });

    it('gives an event stream as it is made, and keeps it though its reader leaves', async () => {
      const events = [
        deferred<string | undefined>(),
        deferred<string | undefined>(),
        deferred<string | undefined>(),
      ];
      let at = 0;
      const { handle, timesDone } = guarded(() => {
        const next = async () => {
          const part = await events[at]?.promise;
          at += 1;
          return part;
        };
        return new Response(bodyOf(next), { headers: { 'content-type': 'text/event-stream' } });
      });
      const wire = await start(handle);
      const { answer, leave } = wire.begin('POST', '/chat', { headers: KEY });
      const { body } = await answer;
      events[0]?.resolve('data: 1\n\n');
      expect(await firstOf(body)).toBe('data: 1\n\n');
      const early = await exchange(wire, 'POST', '/chat', { headers: KEY });
      expect(JSON.parse(early.text)).toMatchObject({ status: 409, code: 'still-running' });

      leave();
      events[1]?.resolve('data: 2\n\n');
      events[2]?.resolve(undefined);
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
      const replay = await exchange(wire, 'POST', '/chat', { headers: KEY });
      expect(replay).toMatchObject({ status: 200, text: 'data: 1\n\ndata: 2\n\n' });
      expect(replay.headers['content-type']).toBe('text/event-stream');
      expect(timesDone()).toBe(1);
    });
  });
});

it('a client does its work once over HTTP/2 and TLS, though the first answer is lost', async () => {
  const guard = idempotencyGuard({ store: memoryIdempotencyStore(), scope: 'anonymous' });
  const versions: string[] = [];
  const handler = nodeHandler<Http2ServerRequest | IncomingMessage>(async (request, incoming) => {
    versions.push(incoming.httpVersion);
    const response = await guard(request, async (given) => new Response(`${await given.text()} placed`));
    if (versions.length === 1) incoming.socket.destroy();
    return response;
  });
  const { private: key, cert } = await certificate;
  const server = createSecureServer({ key, cert, allowHTTP1: true }, handler);
  const host = await listenOnLoopback(server);
  const dispatcher = new Agent({ allowH2: true, connect: { ca: cert } });
  const send = createUndiciFetch({ dispatcher });
  onTestFinished(async () => {
    await dispatcher.destroy();
    server.close();
  });
  const orders = createClient({ fetch: send, idempotencyKeys: true, retry: { firstWaitMs: 0 } });
  const response = await orders(`https://${host}/orders`, { method: 'POST', body: 'book' });

  expect(await response.text()).toBe('book placed');
  expect(response.headers.get('idempotency-replayed')).toBe('true');
  expect(versions).toEqual(['2.0', '2.0']);
});
