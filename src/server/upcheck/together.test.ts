import { getRequestListener } from '@hono/node-server';
import express, { type RequestHandler } from 'express';
import { Hono, type MiddlewareHandler } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Client, createClient, requestScope } from '../../index.ts';
import { serveOnLoopback } from '../../test-support/serve-on-loopback.ts';
import { explainTo, nodeHandler, type UpcheckEndpointOptions, upcheckEndpoint } from '../index.ts';

/** A service with an upcheck, on a real socket, and a client of it. */
async function mailService(checks: NonNullable<UpcheckEndpointOptions['checks']> = {}) {
  const up = upcheckEndpoint({ checks, validForMs: 0 });
  const asked: string[] = [];
  const origin = await serveOnLoopback((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    if (incoming.url === '/up') nodeHandler(up)(incoming, outgoing);
    else outgoing.end('letters');
  });
  const mail = createClient({
    baseUrl: origin,
    allowHttp: 'loopback',
    upcheck: { path: '/up', timeoutMs: 5_000, validForMs: 0 },
  });
  onTestFinished(() => mail.close());
  return { mail, asked, origin };
}

describe('a client and an endpoint', () => {
  it.each(['GET', 'HEAD'] as const)('agree, over a socket: %s', async (method) => {
    let isWell = true;
    const { mail, asked } = await mailService({ disk: () => isWell });
    const asking = mail.with({ upcheck: { path: '/up', method, timeoutMs: 5_000, validForMs: 0 } });
    expect(await asking.isUp()).toBe(true);
    isWell = false;
    expect(await asking.isUp()).toBe(false);
    expect(asked).toEqual([`${method} /up`, `${method} /up`]);
  });

  it('nobody there is a no', async () => {
    const origin = await serveOnLoopback((_incoming, outgoing) => outgoing.destroy());
    const mail = createClient({ baseUrl: origin, allowHttp: 'loopback', upcheck: '/up' });
    expect(await mail.isUp()).toBe(false);
  });
});

/** The recipe of docs/library/upcheck.md. */
function needs(service: Client, feature: string): MiddlewareHandler {
  return async (context, next) => {
    const { trouble } = await service.upcheck();
    if (trouble) return explainTo(context.req.raw, trouble, { feature });
    return next();
  };
}

/** The same for Express. */
function needsInExpress(service: Client, feature: string): RequestHandler {
  return async (request, response, next) => {
    const { trouble } = await service.upcheck();
    if (trouble === undefined) return next();
    nodeHandler((asked) => explainTo(asked, trouble, { feature }))(request, response, next);
  };
}

/** Asks three times in one web request, from places that do not know of each other. */
async function busyPage(mail: Client): Promise<string> {
  const asked = [await mail.isUp(), ...(await Promise.all([mail.isUp(), mail.isUp()]))];
  return asked.join(' ');
}

describe('within a web request', () => {
  const SERVERS: readonly [string, (mail: Client) => Promise<string>][] = [
    [
      'Hono',
      async (mail) => {
        const app = new Hono();
        app.use((_context, next) => requestScope(next));
        app.get('/mail', needs(mail, 'your mail'), async (context) => context.text(await busyPage(mail)));
        return serveOnLoopback(getRequestListener(app.fetch));
      },
    ],
    [
      'Express',
      async (mail) => {
        const app = express();
        app.use((_request, _response, next) => requestScope(next));
        app.get('/mail', needsInExpress(mail, 'your mail'), async (_request, response) => {
          response.send(await busyPage(mail));
        });
        return serveOnLoopback(app);
      },
    ],
    [
      'node:http',
      async (mail) => {
        const page = nodeHandler(async (request) => {
          const { trouble } = await mail.upcheck();
          if (trouble) return explainTo(request, trouble, { feature: 'your mail' });
          return new Response(await busyPage(mail));
        });
        return serveOnLoopback((incoming, outgoing) => requestScope(() => page(incoming, outgoing)));
      },
    ],
  ];

  it.each(SERVERS)(
    'of %s a service is asked once, and the feature is there or it is not',
    async (_name, start) => {
      let isWell = true;
      const { mail, asked } = await mailService({ disk: () => isWell });
      const shop = await start(mail);

      const shown = await fetch(`${shop}/mail`);
      expect(await shown.text()).toBe('true true true');
      expect(asked).toEqual(['GET /up']);

      isWell = false;
      const refused = await fetch(`${shop}/mail`, { headers: { accept: 'text/html' } });
      expect(refused.status).toBe(503);
      expect(await refused.text()).toContain('We cannot reach your mail just now.');
      expect(asked).toEqual(['GET /up', 'GET /up']);
    },
  );
});

describe('while the circuit cools', () => {
  it('users read when to come back, and the service is left alone', async () => {
    const { mail, asked } = await mailService();
    const failing = createClient({
      baseUrl: 'https://mail.example.com',
      fetch: async () => new Response('', { status: 503 }),
      retry: false,
      breaker: { failuresInARow: 1, coolDownMs: 120_000 },
      upcheck: '/up',
    });
    await failing('letters');
    const app = new Hono();
    app.get('/mail', needs(failing, 'your mail'), (context) => context.text('letters'));
    app.get('/other', needs(mail, 'your mail'), (context) => context.text('letters'));

    const refused = await app.request('/mail');
    expect(refused.status).toBe(503);
    const retryAfterS = Number(refused.headers.get('retry-after'));
    expect(retryAfterS).toBeGreaterThan(110);
    expect(retryAfterS).toBeLessThanOrEqual(132);
    expect(await (await app.request('/other')).text()).toBe('letters');
    expect(asked).toEqual(['GET /up']);
  });
});
