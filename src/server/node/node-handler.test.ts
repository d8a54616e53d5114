import { once } from 'node:events';
import { Agent, type IncomingMessage, type RequestListener, request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import { Hono, type MiddlewareHandler } from 'hono';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { serveOnLoopback } from '../../test-support/serve-on-loopback.ts';
import { type IdempotencyGuard, idempotencyGuard, memoryIdempotencyStore, nodeHandler } from '../index.ts';

async function listening(listener: RequestListener): Promise<{ origin: string; port: string }> {
  const origin = await serveOnLoopback(listener);
  return { origin, port: new URL(origin).port };
}

/** What fetch would not send: a request target, or a `Host`, of one's own. */
async function sendRaw(port: string, path: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    send({ port, path, method, headers }, resolve).on('error', reject).end();
  });
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const echo = async (request: Request) =>
  Response.json({
    method: request.method,
    url: request.url,
    headers: [...request.headers],
    body: await request.text(),
  });

const order = { method: 'POST', body: '{"item":1}', headers: { 'idempotency-key': 'k-1' } };

describe('a handler for node:http', () => {
  it('is given the request as it came', async () => {
    const { origin } = await listening(nodeHandler(echo));
    const headers = { 'X-Item': 'a, b', 'content-type': 'application/json' };
    const answer = await fetch(`${origin}/orders?a=1`, { method: 'PUT', body: 'order', headers });
    expect(await answer.json()).toMatchObject({
      method: 'PUT',
      url: `${origin}/orders?a=1`,
      body: 'order',
      headers: expect.arrayContaining([
        ['x-item', 'a, b'],
        ['content-type', 'application/json'],
      ]),
    });
  });

  it.each([
    ['//evil.example.com/orders', {}, 'http://127.0.0.1/'],
    ['/orders', { host: 'orders.example.com' }, 'http://orders.example.com/orders'],
    ['http://orders.example.com/orders', {}, 'http://orders.example.com/orders'],
  ])('reads the target %s with %j', async (path, headers, expected) => {
    const { port } = await listening(nodeHandler(echo));
    const { body } = await sendRaw(port, path, { host: '127.0.0.1', ...headers });
    expect(JSON.parse(body).url).toMatch(expected);
  });

  it.each([
    ['*', { host: 'a' }],
    ['/', { host: 'a b' }],
    ['ftp://a/', { host: 'a' }],
  ])('refuses the target %s with %j', async (path, headers) => {
    const { port } = await listening(nodeHandler(echo));
    const { status, body } = await sendRaw(port, path, headers, 'OPTIONS');
    expect([status, JSON.parse(body).code]).toEqual([400, 'url-invalid']);
  });

  it('sends the answer as it is, each cookie by itself', async () => {
    const { origin } = await listening(
      nodeHandler(() => {
        const headers = new Headers({ 'x-a': '1' });
        headers.append('set-cookie', 'a=1, b');
        headers.append('set-cookie', 'c=2');
        return new Response(new Uint8Array([0, 255]), { status: 418, statusText: 'Teapot', headers });
      }),
    );
    const response = await fetch(origin);
    expect([response.status, response.statusText, response.headers.get('x-a')]).toEqual([418, 'Teapot', '1']);
    expect(response.headers.getSetCookie()).toEqual(['a=1, b', 'c=2']);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255]));
  });

  it('sends no body to HEAD, and none with 204', async () => {
    const { origin } = await listening(
      nodeHandler((request) =>
        request.method === 'HEAD' ? new Response('x') : new Response(null, { status: 204 }),
      ),
    );
    expect(await (await fetch(origin, { method: 'HEAD' })).text()).toBe('');
    expect((await fetch(origin)).status).toBe(204);
  });

  it('answers 500 to what is thrown, says nothing of it to the client, and warns', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => warned.mockRestore());
    const failure = new Error('password is 1234');
    const { origin } = await listening(nodeHandler(() => Promise.reject(failure)));
    const response = await fetch(origin);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('1234');
    expect(warned).toHaveBeenCalledWith(failure);
  });

  it('breaks an answer off whose body breaks off, so that nobody takes the part for the whole', async () => {
    const { origin } = await listening(
      nodeHandler(() => {
        const parts = ['half'];
        const pull = (controller: ReadableStreamDefaultController) => {
          const part = parts.shift();
          if (part === undefined) controller.error(new Error('broke off'));
          else controller.enqueue(new TextEncoder().encode(part));
        };
        return new Response(new ReadableStream({ pull }));
      }),
    );
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => warned.mockRestore());
    const reading = fetch(origin).then((response) => response.text());
    await expect(reading).rejects.toThrowError();
    expect(warned).toHaveBeenCalledWith(expect.objectContaining({ message: 'broke off' }));
  });

  it.each([
    ['unread', async () => {}],
    [
      'half read',
      async ({ body }: Request) => {
        const reader = body?.getReader();
        await reader?.read();
        await reader?.cancel();
      },
    ],
  ])('can refuse a large body %s, and serve the next request of the connection', async (_what, begin) => {
    const { port } = await listening(
      nodeHandler(async (request) => {
        await begin(request);
        return new Response('too large', { status: 413 });
      }),
    );
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const sockets = new Set<unknown>();
    for (let time = 0; time < 2; time += 1) {
      const sending = send({ port, method: 'POST', agent });
      const answered: Promise<IncomingMessage[]> = once(sending, 'response');
      sending.end(Buffer.alloc(4 * 1024 * 1024));
      const [response] = await answered;
      expect(response?.statusCode).toBe(413);
      if (response !== undefined) await text(response);
      sockets.add(sending.socket);
    }
    expect(sockets.size).toBe(1);
  });

  it('makes no noise when a client leaves in the middle of its request', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => warned.mockRestore());
    let tell = (_error: unknown) => {};
    const failed = new Promise((resolve) => {
      tell = resolve;
    });
    const { port } = await listening(
      nodeHandler(async (request) => {
        sending.destroy();
        await request.text().catch((error: unknown) => {
          tell(error);
          throw error;
        });
        return new Response();
      }),
    );
    const sending = send({ port, method: 'POST', headers: { 'content-length': '100' } }).on(
      'error',
      () => {},
    );
    sending.write('half');
    expect(await failed).toMatchObject({ code: 'ECONNRESET' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(warned).not.toHaveBeenCalled();
  });

  it('finishes the work of a client that has left', async () => {
    const controller = new AbortController();
    let finish = (_aborted: boolean) => {};
    const finished = new Promise<boolean>((resolve) => {
      finish = resolve;
    });
    const { origin } = await listening(
      nodeHandler(async (request, incoming) => {
        const gone = once(incoming.socket, 'close');
        controller.abort();
        await gone;
        finish(request.signal.aborted);
        return new Response('nobody hears it');
      }),
    );
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => warned.mockRestore());
    await expect(fetch(origin, { ...order, signal: controller.signal })).rejects.toThrowError();
    expect(await finished).toBe(false);
    expect(warned).not.toHaveBeenCalled();
  });
});

describe('the guard', () => {
  function guarded() {
    const guard = idempotencyGuard({ store: memoryIdempotencyStore(), scope: 'anonymous' });
    let done = 0;
    const place = async (request: Request) => {
      const { item }: { item: number } = JSON.parse(await request.text());
      done += 1;
      return Response.json({ item, order: done }, { status: 201 });
    };
    return { guard, place };
  }

  function onHono(guard: IdempotencyGuard): MiddlewareHandler {
    return (context, next) =>
      guard(context.req.raw, async () => {
        await next();
        return context.res;
      });
  }

  async function twice(url: string) {
    const answers = [await fetch(url, order), await fetch(url, order)];
    return Promise.all(
      answers.map(async (answer) => [
        answer.status,
        await answer.json(),
        answer.headers.get('idempotency-replayed'),
      ]),
    );
  }

  const doneOnce = [
    [201, { item: 1, order: 1 }, null],
    [201, { item: 1, order: 1 }, 'true'],
  ];

  it('guards a service of node:http', async () => {
    const { guard, place } = guarded();
    const { origin } = await listening(nodeHandler((request) => guard(request, place)));
    expect(await twice(`${origin}/orders`)).toEqual(doneOnce);
  });

  it('guards a route of Express, with the user that its middleware found', async () => {
    const { place } = guarded();
    const guard = idempotencyGuard<string>({
      store: memoryIdempotencyStore(),
      scope: (_request, user) => user,
    });
    const app = express();
    app.use((_request, response, next) => {
      response.locals.user = 'alice';
      next();
    });
    app.post(
      '/orders',
      nodeHandler((request, incoming: express.Request) =>
        guard(request, place, String(incoming.res?.locals.user)),
      ),
    );
    app.use(express.json());
    const { origin } = await listening(app);
    expect(await twice(`${origin}/orders`)).toEqual(doneOnce);
  });

  it('tells the routes of two Express routers apart', async () => {
    const { guard, place } = guarded();
    const app = express();
    for (const mount of ['/v1', '/v2']) {
      const router = express.Router();
      router.post(
        '/orders',
        nodeHandler((request) => guard(request, place)),
      );
      app.use(mount, router);
    }
    const { origin } = await listening(app);
    expect((await fetch(`${origin}/v1/orders`, order)).status).toBe(201);
    expect((await fetch(`${origin}/v2/orders`, order)).status).toBe(422);
  });

  it('says what to do where express.json() has read the body already', async () => {
    const { guard, place } = guarded();
    const errors: unknown[] = [];
    const app = express();
    app.use(express.json());
    app.post(
      '/orders',
      nodeHandler((request) => guard(request, place)),
    );
    const note: express.ErrorRequestHandler = (error, _request, response, _next) => {
      errors.push(error);
      response.status(500).end();
    };
    app.use(note);
    const { origin } = await listening(app);
    const headers = { ...order.headers, 'content-type': 'application/json' };
    expect((await fetch(`${origin}/orders`, { ...order, headers })).status).toBe(500);
    expect(errors).toMatchObject([
      {
        code: 'options',
        message: expect.stringMatching(/POST \/orders was read.*before app\.use\(express\.json/),
      },
    ]);
  });

  it('guards routes of Hono as its middleware, and their handlers read the body as ever', async () => {
    const { guard } = guarded();
    let done = 0;
    const app = new Hono();
    app.use('/orders', onHono(guard));
    app.post('/orders', async (context) => {
      const { item } = await context.req.json();
      done += 1;
      return context.json({ item, order: done }, 201);
    });
    const { origin } = await listening(getRequestListener(app.fetch));
    expect(await twice(`${origin}/orders`)).toEqual(doneOnce);
  });

  it('does not keep what Hono makes of an error', async () => {
    const { guard } = guarded();
    let attempts = 0;
    const app = new Hono();
    app.use('/orders', onHono(guard));
    app.onError((_error, context) => context.text('sorry', 500));
    app.post('/orders', (context) => {
      attempts += 1;
      if (attempts === 1) throw new Error('deadlock');
      return context.text('done');
    });
    const { origin } = await listening(nodeHandler((request) => app.fetch(request)));
    expect((await fetch(`${origin}/orders`, order)).status).toBe(500);
    expect(await (await fetch(`${origin}/orders`, order)).text()).toBe('done');
  });
});
