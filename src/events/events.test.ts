import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  breaker,
  type CallEvent,
  type CallEventKind,
  type ClientOptions,
  compose,
  createClient,
  type Layer,
  redirects,
  retry,
  timeout,
} from '../index.ts';
import { fetchFailed, type Step, scripted } from '../test-support/scripted.ts';

const ORDER = 'https://orders.example.com/orders/17?token=hush';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function listening(options: ClientOptions, ...steps: Step[]) {
  const { fetch, sent } = scripted(...steps);
  const client = createClient({ fetch, cache: false, retry: { waitsMs: [100], budget: false }, ...options });
  const events: CallEvent[] = [];
  const stop = client.on('*', (event) => events.push(event));
  return { client, events, sent, stop };
}

async function run(call: Promise<Response>, ms = 200): Promise<void> {
  const settled = call.catch(() => {});
  await vi.advanceTimersByTimeAsync(ms);
  await settled;
}

const kindsOf = (events: readonly CallEvent[]) => events.map(({ kind }) => kind);

describe('a call', () => {
  it('is told from beginning to end', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    onTestFinished(() => void vi.restoreAllMocks());
    const slow: Step = async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return new Response('busy', { status: 503 });
    };
    const { client, events } = listening({ route: '/orders/{id}' }, slow, 200);
    await run(client(ORDER));

    const call = {
      callId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      method: 'GET',
      origin: 'https://orders.example.com',
      path: '/orders/17',
      route: '/orders/{id}',
    };
    const first = { ...call, attempt: 1, resendCount: 0 };
    const second = { ...call, attempt: 2, resendCount: 1 };
    expect(events).toEqual([
      { kind: 'call-started', ...call },
      { kind: 'attempt-started', ...first },
      { kind: 'attempt-ended', ...first, outcome: 503, durationMs: 30 },
      { kind: 'retry-waiting', ...call, attempt: 1, outcome: 503, waitMs: 100, because: 'status' },
      { kind: 'attempt-started', ...second },
      { kind: 'attempt-ended', ...second, outcome: 200, durationMs: 0 },
      { kind: 'call-ended', ...call, outcome: 200, attempts: 2, durationMs: 130 },
    ]);
    expect(new Set(events.map((event) => event.callId)).size).toBe(1);
  });

  it.each<[string, Step, Partial<ClientOptions>, CallEventKind[], object]>([
    ['an error', fetchFailed('ECONNREFUSED'), {}, ['attempt-ended', 'gave-up'], { outcome: 'refused' }],
    ['a timeout', 'silence', { attemptTimeoutMs: 50 }, ['attempt-ended', 'gave-up'], { outcome: 'timeout' }],
    ['the deadline', 'silence', { deadlineMs: 50 }, ['attempt-ended', 'gave-up'], { outcome: 'deadline' }],
  ])('that ends by %s says so', async (_what, step, options, kinds, outcome) => {
    const { client, events } = listening({ retry: { retries: 0 }, ...options }, step);
    await run(client(ORDER));
    expect(events.slice(2)).toMatchObject([...kinds, 'call-ended'].map((kind) => ({ kind, ...outcome })));
  });

  it('that its caller aborts says so', async () => {
    const { client, events } = listening({}, 'silence');
    const controller = new AbortController();
    const call = client(ORDER, { signal: controller.signal });
    await vi.advanceTimersByTimeAsync(20);
    controller.abort();
    await run(call);
    expect(events.slice(2)).toMatchObject([
      { kind: 'attempt-ended', outcome: 'aborted' },
      { kind: 'call-ended', outcome: 'aborted', attempts: 1, durationMs: 20 },
    ]);
  });

  it('that is refused has no attempt', async () => {
    const { client, events } = listening({});
    await run(client('http://orders.example.com/'));
    expect(events).toMatchObject([
      { kind: 'call-started' },
      { kind: 'call-ended', outcome: 'https-required', attempts: 0 },
    ]);
  });

  it('says why it waits', async () => {
    const asked = new Response('busy', { status: 429, headers: { 'retry-after': '2' } });
    const { client, events } = listening({ retry: { waitsMs: [10, 10] } }, asked, fetchFailed('ECONNRESET'));
    await run(client(ORDER), 3_000);
    expect(events.filter(({ kind }) => kind === 'retry-waiting')).toMatchObject([
      { attempt: 1, outcome: 429, because: 'retry-after' },
      { attempt: 2, outcome: 'network', because: 'error' },
    ]);
  });

  it('counts the requests of all hops of a redirect', async () => {
    const moved = new Response(null, {
      status: 307,
      headers: { location: 'https://b.example.com/new?k=hush' },
    });
    const { client, events } = listening({}, moved, 503, 200);
    await run(client(ORDER));
    expect(events).toMatchObject([
      { kind: 'call-started' },
      { kind: 'attempt-started', path: '/orders/17', attempt: 1, resendCount: 0 },
      { kind: 'attempt-ended', outcome: 307 },
      { kind: 'redirect-followed', path: '/orders/17', status: 307, toOrigin: 'https://b.example.com' },
      { kind: 'attempt-started', path: '/new', attempt: 1, resendCount: 1 },
      { kind: 'attempt-ended', outcome: 503 },
      { kind: 'retry-waiting', origin: 'https://b.example.com' },
      { kind: 'attempt-started', attempt: 2, resendCount: 2 },
      { kind: 'attempt-ended', outcome: 200 },
      { kind: 'call-ended', origin: 'https://orders.example.com', attempts: 3 },
    ]);
  });

  it('says why it is not repeated', async () => {
    const retry = { retries: 1, firstWaitMs: 0, shouldRetryHeader: 'x-should-retry' };
    const no = () => new Response(null, { status: 503, headers: { 'x-should-retry': 'false' } });
    const { client, events } = listening({ retry }, 503, fetchFailed('ECONNRESET'), no, 503, 503, 404);
    const stream = new Blob(['order']).stream();
    await run(client(ORDER, { method: 'POST' }));
    await run(client(ORDER, { method: 'PUT', body: stream, duplex: 'half' }));
    await run(client(ORDER));
    await run(client.with({ retry: { ...retry, retries: 0 } })(ORDER, { method: 'POST' }));
    await run(client.with({ retry: { ...retry, statuses: [] } })(ORDER, { method: 'POST' }));
    await run(client(ORDER, { method: 'POST' }));
    expect(events.filter(({ kind }) => kind === 'retry-ruled-out')).toMatchObject([
      { method: 'POST', attempt: 1, outcome: 503, because: 'method' },
      { method: 'PUT', attempt: 1, outcome: 'network', because: 'body' },
      { method: 'GET', attempt: 1, outcome: 503, because: 'service' },
    ]);
  });

  it('builds no event that nobody hears', async () => {
    const emitted: CallEvent[] = [];
    const watching: Layer = {
      name: 'watching',
      wrap: (next) => (call) =>
        next(Object.create(call, { emit: { value: (event: CallEvent) => void emitted.push(event) } })),
    };
    const moved = () => new Response(null, { status: 307, headers: { location: '/new' } });
    const { fetch } = scripted(moved, 503, 200);
    const send = compose(fetch, watching, redirects(), retry({ waitsMs: [100] }), breaker(), timeout(1_000));
    await run(send(ORDER));
    expect(emitted).toEqual([]);
  });

  it('says when the budget is spent', async () => {
    const { client, events } = listening({ retry: { budget: { floor: 0, share: 0 } } }, 503);
    await run(client(ORDER));
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'budget-spent', attempts: 1, outcome: 503 }),
    );
  });

  it('tells no query string, credential or body', async () => {
    const moved = new Response(null, { status: 307, headers: { location: '/new?k=hush' } });
    const { client, events } = listening({ headers: { authorization: 'hush' } }, moved, 503);
    await run(client(ORDER, { method: 'PUT', body: 'hush', headers: { cookie: 'hush' } }));
    expect(kindsOf(events)).toContain('gave-up');
    expect(JSON.stringify(events)).not.toMatch(/hush|\?/);
  });
});

describe('a listener', () => {
  it('hears its kind, until it is taken back', async () => {
    const { client } = listening({}, 200);
    const statuses: unknown[] = [];
    const stop = client.on('call-ended', ({ outcome }) => statuses.push(outcome));
    await run(client(ORDER));
    stop();
    stop();
    await run(client(ORDER));
    expect(statuses).toEqual([200]);
  });

  it('hears of all that .with made, also of what came before it', async () => {
    const { fetch } = scripted(200);
    const orders = createClient({ fetch });
    const order = orders.with({ route: '/orders/{id}' });
    const routes: unknown[] = [];
    order.on('call-started', ({ route }) => routes.push(route));
    await run(order(ORDER));
    await run(orders(ORDER));
    expect(routes).toEqual(['/orders/{id}', undefined]);
  });

  it('may take itself back, or add another, while it is told', async () => {
    const { client } = listening({}, 200);
    const heard: string[] = [];
    const stop = client.on('call-ended', () => {
      heard.push('first');
      stop();
      client.on('call-ended', () => heard.push('added'));
    });
    client.on('call-ended', () => heard.push('second'));
    await run(client(ORDER));
    expect(heard).toEqual(['first', 'second']);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('the disk is full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the disk is full'))],
  ])('that %s harms neither call nor listener, and is warned of once', async (_what, listener) => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => warned.mockRestore());
    const { fetch } = scripted(200);
    const client = createClient({ fetch });
    client.on('*', listener);
    const outcomes: unknown[] = [];
    client.on('call-ended', ({ outcome }) => outcomes.push(outcome));

    expect((await client(ORDER)).status).toBe(200);
    await vi.advanceTimersByTimeAsync(0);
    expect(outcomes).toEqual([200]);
    expect(warned.mock.calls).toEqual([
      ['A listener of * failed: Error: the disk is full', 'HoldfastWarning'],
    ]);
  });

  it('of a kind that does not exist is refused', () => {
    const kind: CallEventKind = JSON.parse('"call-end"');
    expect(() => createClient().on(kind, () => {})).toThrow(/no event call-end\. There are: .*call-ended/);
  });
});

describe('a diagnostics channel', () => {
  function subscribed(kind: CallEventKind): unknown[] {
    const messages: unknown[] = [];
    const subscriber = (message: unknown) => void messages.push(message);
    subscribe(`holdfast:${kind}`, subscriber);
    onTestFinished(() => void unsubscribe(`holdfast:${kind}`, subscriber));
    return messages;
  }

  it('carries what listeners hear', async () => {
    const messages = subscribed('attempt-ended');
    const { client, events } = listening({}, 503, 200);
    await run(client(ORDER));
    expect(messages).toHaveLength(2);
    expect(messages).toEqual(events.filter(({ kind }) => kind === 'attempt-ended'));
  });

  it('hears what compose built too', async () => {
    const messages = subscribed('call-ended');
    const { fetch } = scripted(200);
    await run(compose(fetch, timeout(50))(ORDER));
    expect(messages).toMatchObject([{ kind: 'call-ended', outcome: 200 }]);
  });

  it('lets a layer ask whether anybody listens', async () => {
    const asked: boolean[] = [];
    const asking = {
      name: 'asking',
      wrap: (next: Parameters<ReturnType<typeof retry>['wrap']>[0]): typeof next => {
        return (call) => {
          asked.push(call.hasListeners('gave-up'));
          return next(call);
        };
      },
    };
    const send = compose(scripted(200).fetch, asking);
    await run(send(ORDER));
    subscribed('gave-up');
    await run(send(ORDER));
    expect(asked).toEqual([false, true]);
    expect(channel('holdfast:gave-up').hasSubscribers).toBe(true);
  });
});

describe('outside Node', () => {
  it('works where there is no process', async () => {
    vi.resetModules();
    vi.stubGlobal('process', undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    const library = await import('../index.ts');
    const client = library.createClient({ fetch: scripted(200).fetch });
    const outcomes: unknown[] = [];
    client.on('call-ended', ({ outcome }) => outcomes.push(outcome));
    client.on('call-ended', () => {
      throw new Error('nowhere to warn');
    });
    expect((await client(ORDER)).status).toBe(200);
    expect(outcomes).toEqual([200]);
  });
});
