import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Call, compose, createClient, type Layer, redirects, retry, timeout } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { scripted } from '../test-support/scripted.ts';

const URL_OF_IT = 'https://api.example.com/';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function seeing(name: string, seen: string[]): Layer {
  return {
    name,
    wrap: (next) => async (call) => {
      seen.push(`${name} in`);
      const response = await next(call);
      seen.push(`${name} out`);
      return response;
    },
  };
}

function redirectTo(location: string, status = 302): () => Response {
  return () => new Response(null, { status, headers: { location } });
}

describe('compose', () => {
  it('puts the first layer outermost', async () => {
    const seen: string[] = [];
    const { fetch } = scripted(200);
    await compose(fetch, seeing('a', seen), seeing('b', seen))(URL_OF_IT);
    expect(seen).toEqual(['a in', 'b in', 'b out', 'a out']);
  });

  it('is a fetch without layers too', async () => {
    const { fetch } = scripted(503);
    const response = await compose(fetch)(URL_OF_IT);
    expect(await response.text()).toBe('status 503');
    expect(response.url).toBe(URL_OF_IT);
  });

  it('obeys the caller without any layer', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const { fetch } = scripted('silence');
    const call = compose(fetch)(URL_OF_IT, { signal: controller.signal });
    const failure = expect(call).rejects.toBe(reason);
    await vi.advanceTimersByTimeAsync(1);
    controller.abort(reason);
    await failure;
  });

  it('shows a layer the call, and lets it replace what it likes', async () => {
    const calls: Call[] = [];
    const stamped: Layer = {
      name: 'stamped',
      wrap: (next) => (call) => {
        calls.push(call);
        const headers = new Headers(call.headers);
        headers.set('x-attempt', String(call.attempt));
        return next(call.with({ headers }));
      },
    };
    const { fetch, sent } = scripted(503, 200);
    const send = compose(fetch, retry({ firstWaitMs: 0 }), stamped);
    const init = { method: 'post', body: 'x', headers: { 'idempotency-key': 'k' } };
    const answer = send(`${URL_OF_IT}a?b#c`, init);
    await vi.advanceTimersByTimeAsync(1);
    await answer;

    expect(sent.map(({ headers }) => headers.get('x-attempt'))).toEqual(['1', '2']);
    expect(calls[0]).toMatchObject({
      method: 'POST',
      url: `${URL_OF_IT}a?b`,
      idempotencyKey: 'k',
      redirect: 'follow',
      deadline: undefined,
      body: { kind: 'bytes' },
    });
    expect(calls[0]?.id).toBe(calls[1]?.id);
    expect(calls[0]?.headers.has('x-attempt')).toBe(false);
  });

  it('refuses a layer that could not work', () => {
    expect(() => redirects({ limit: Number.NaN })).toThrowError(/limit is NaN/);
    expect(() => timeout(-1)).toThrowError(/attemptTimeoutMs is -1/);
    expect(() => retry({ retries: -1 })).toThrowError(/retries is -1/);
  });

  it('lets a layer answer by itself', async () => {
    const { fetch, sent } = scripted(200);
    const canned: Layer = { name: 'canned', wrap: () => async () => new Response('canned') };
    const response = await compose(fetch, canned)(URL_OF_IT);
    expect(await response.text()).toBe('canned');
    expect(sent).toHaveLength(0);
  });
});

describe('the order', () => {
  it('of retry around timeout gives each attempt its own', async () => {
    const { fetch, sent } = scripted('silence', 200);
    const call = compose(fetch, retry({ waitsMs: [0] }), timeout(1_000))(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(1_001);
    expect((await call).status).toBe(200);
    expect(sent).toHaveLength(2);
  });

  it('of timeout around retry gives all attempts one', async () => {
    const { fetch, sent } = scripted('silence', 200);
    const call = errorOf(compose(fetch, timeout(1_000), retry({ waitsMs: [0] }))(URL_OF_IT));
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await call).toMatchObject({ code: 'timeout' });
    expect(sent).toHaveLength(1);
  });

  it('of redirects around retry tries the hop again, not the way to it', async () => {
    const { fetch, sent } = scripted(redirectTo('/b'), 503, 200);
    const call = createClient({ fetch, retry: { firstWaitMs: 0 } })(`${URL_OF_IT}a`);
    await vi.advanceTimersByTimeAsync(1);
    expect((await call).redirected).toBe(true);
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual(['/a', '/b', '/b']);
  });

  it('of redirects around retry lets every hop have all its retries', async () => {
    const { fetch, sent } = scripted(503, 503, redirectTo('/b'), 503, 503, 200);
    const call = createClient({ fetch, retry: { firstWaitMs: 0 } })(`${URL_OF_IT}a`);
    await vi.advanceTimersByTimeAsync(10);
    expect((await call).status).toBe(200);
    expect(sent).toHaveLength(6);
  });

  it('of redirects around timeout gives every hop its own', async () => {
    const slowly = (response: () => Response) => () =>
      new Promise<Response>((resolve) => setTimeout(() => resolve(response()), 800));
    const { fetch } = scripted(slowly(redirectTo('/b')), slowly(redirectTo('/c')), 200);
    const call = createClient({ fetch, attemptTimeoutMs: 1_000 })(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(1_600);
    expect((await call).status).toBe(200);
  });

  it('puts the deadline around it all', async () => {
    const slowly = () =>
      new Promise<Response>((resolve) => setTimeout(() => resolve(redirectTo('/')()), 800));
    const { fetch, sent } = scripted(slowly);
    const call = errorOf(createClient({ fetch, deadlineMs: 2_000 })(URL_OF_IT));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await call).toMatchObject({ code: 'deadline', attempts: 3 });
    expect(sent).toHaveLength(3);
  });

  it('of a client is redirects, cache, coalescing, retry, breaker, timeout', () => {
    const names = createClient()
      .describe()
      .layers.map(({ name }) => name);
    expect(names).toEqual(['redirects', 'cache', 'coalescing', 'retry', 'breaker', 'timeout']);
  });

  it('lets redirects out without letting http in', async () => {
    const { fetch, sent } = scripted(redirectTo('http://api.example.com/'));
    expect((await compose(fetch)(URL_OF_IT)).status).toBe(302);
    await errorOf(compose(fetch, redirects())(URL_OF_IT));
    expect(sent).toHaveLength(2);
  });
});
