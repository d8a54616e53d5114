import createApi from 'openapi-fetch';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClient } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { startService } from '../test-support/start-service.ts';

/** As `openapi-typescript` makes it of a service's description. */
interface paths {
  '/orders/{id}': {
    put: {
      parameters: { path: { id: number } };
      requestBody: { content: { 'application/json': { item: string } } };
      responses: {
        200: { content: { 'application/json': { id: number; item: string } } };
        404: { content: { 'application/json': { title: string } } };
      };
    };
  };
}

async function ordersAt(...given: Parameters<typeof startService>) {
  const service = await startService(...given);
  onTestFinished(service.stop);
  const client = createClient({
    allowHttp: 'loopback',
    retry: { firstWaitMs: 0 },
    headers: { 'x-team': 'a' },
  });
  return { service, client, api: createApi<paths>({ baseUrl: service.origin, fetch: client }) };
}

const order = { params: { path: { id: 17 } }, body: { item: 'book' } };

describe('openapi-fetch', () => {
  it('sends its Request through a client: with headers, and again, body and all', async () => {
    const { api, service } = await ordersAt((_arrival, response) => {
      response.writeHead(service.arrivals.length < 3 ? 503 : 200, { 'content-type': 'application/json' });
      response.end('{"id":17,"item":"book"}');
    });
    const { data } = await api.PUT('/orders/{id}', order);

    expect(data).toEqual({ id: 17, item: 'book' });
    expect(service.arrivals.map(({ method, path, body }) => [method, path, body])).toEqual(
      Array(3).fill(['PUT', '/orders/17', '{"item":"book"}']),
    );
    expect(service.arrivals[2]?.headers).toMatchObject({ 'x-team': 'a', 'content-type': 'application/json' });
  });

  it('takes a status for an answer, and rejects with our error where there is none', async () => {
    const { api, service } = await ordersAt((_arrival, response) =>
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"title":"no such order"}'),
    );
    expect((await api.PUT('/orders/{id}', order)).error).toEqual({ title: 'no such order' });

    service.stop();
    expect(await errorOf(api.PUT('/orders/{id}', order))).toMatchObject({ code: 'refused', attempts: 3 });
  });

  it('hands its signal on', async () => {
    const controller = new AbortController();
    const { api } = await ordersAt(() => controller.abort(new Error('enough')));
    await expect(api.PUT('/orders/{id}', { ...order, signal: controller.signal })).rejects.toThrow('enough');
  });
});
