import { request } from '@octokit/request';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClient, isHoldfastError } from '../index.ts';
import { startService } from '../test-support/start-service.ts';

async function gitAt(...given: Parameters<typeof startService>) {
  const service = await startService(...given);
  onTestFinished(service.stop);
  const client = createClient({ allowHttp: 'loopback', retry: { firstWaitMs: 0 } });
  return { service, call: request.defaults({ baseUrl: service.origin, request: { fetch: client } }) };
}

describe('@octokit/request', () => {
  it('sends through a client, which tries again', async () => {
    const { call, service } = await gitAt((_arrival, response) => {
      response.writeHead(service.arrivals.length < 2 ? 502 : 200, { 'content-type': 'application/json' });
      response.end('{"full_name":"a/b"}');
    });
    const { data } = await call('GET /repos/{owner}/{repo}', { owner: 'a', repo: 'b' });

    expect(data.full_name).toBe('a/b');
    expect(service.arrivals.map(({ path }) => path)).toEqual(['/repos/a/b', '/repos/a/b']);
    expect(service.arrivals[0]?.headers.accept).toBe('application/vnd.github.v3+json');
    expect(service.arrivals[0]?.headers['user-agent']).toContain('octokit-request.js');
  });

  it('sends a body with its duplex, and does not create twice', async () => {
    const { call, service } = await gitAt((_arrival, response) =>
      response.writeHead(503, { 'content-type': 'application/json' }).end('{"message":"busy"}'),
    );
    const creating = call('POST /repos/{owner}/{repo}/issues', {
      owner: 'a',
      repo: 'b',
      title: 'It is slow',
    });

    await expect(creating).rejects.toMatchObject({ name: 'HttpError', status: 503 });
    expect(service.arrivals.map(({ body }) => body)).toEqual(['{"title":"It is slow"}']);
  });

  it('wraps our error, which is the cause of its own', async () => {
    const { call, service } = await gitAt(() => {});
    service.stop();
    const error: unknown = await call('GET /user').catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: 'HttpError', status: 500 });
    const cause = error instanceof Error ? error.cause : undefined;
    expect(isHoldfastError(cause) && cause.code).toBe('refused');
  });

  it('hands its signal on', async () => {
    const controller = new AbortController();
    const { call } = await gitAt(() => controller.abort());
    await expect(call('GET /user', { request: { signal: controller.signal } })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
