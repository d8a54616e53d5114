import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type GuardEvent,
  type GuardedWork,
  type IdempotencyGuard,
  type IdempotencyGuardOptions,
  type IdempotencyStore,
  idempotencyGuard,
  memoryIdempotencyStore,
} from '../index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const URL_OF_IT = 'https://api.example.com/orders';

function order(init: RequestInit & { key?: string; url?: string } = {}): Request {
  const { key = 'k-1', url = URL_OF_IT, ...rest } = init;
  const headers = new Headers(rest.headers);
  if (key !== '') headers.set('idempotency-key', key);
  return new Request(url, { method: 'POST', body: 'two of them', ...rest, headers });
}

/** A guard, what it told, and work that counts how often it is done. */
function guarded(options: Partial<IdempotencyGuardOptions> = {}) {
  const events: GuardEvent[] = [];
  const store = memoryIdempotencyStore();
  const onEvent = (event: GuardEvent) => void events.push(event);
  const guard = idempotencyGuard({ store, scope: 'anonymous', onEvent, ...options });
  let done = 0;
  const work: GuardedWork = () => {
    done += 1;
    return new Response(`order ${done}`, { status: 201 });
  };
  return { guard, events, store, work, timesDone: () => done };
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}

/** Work that has started and ends when it is told to. */
async function started(guard: IdempotencyGuard, request = order()) {
  const ending = deferred<Response>();
  const starting = deferred<AbortSignal>();
  const answer = guard(request, (_request, { signal }) => {
    starting.resolve(signal);
    return ending.promise;
  });
  const signal = await Promise.race([starting.promise, answer.then(() => undefined)]);
  if (signal === undefined) throw new Error('The work was not started.');
  return {
    answer,
    signal,
    end: (response = new Response('order 1', { status: 201 })) => {
      ending.resolve(response);
      return answer;
    },
    fail: (error: Error) => {
      ending.reject(error);
      return answer;
    },
  };
}

async function seen(response: Response): Promise<unknown[]> {
  return [response.status, await response.text(), response.headers.get('idempotency-replayed')];
}

async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const body: unknown = await response.json();
  expect(body).toMatchObject({ status: response.status });
  return body;
}

/** A store that fails at one operation. */
function failingAt(operation: keyof IdempotencyStore, store = memoryIdempotencyStore()): IdempotencyStore {
  return {
    ...store,
    [operation]: () => {
      throw new Error('ECONNREFUSED');
    },
  };
}

describe('a key', () => {
  it('has its work done once, and every further request gets the answer of the first', async () => {
    const { guard, work, timesDone } = guarded();
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 1', null]);
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 1', 'true']);
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 1', 'true']);
    expect(timesDone()).toBe(1);
  });

  it('is the same, quoted and bare', async () => {
    const { guard, work, timesDone } = guarded();
    await guard(order({ key: 'k-1' }), work);
    await guard(order({ key: '"k-1"' }), work);
    expect(timesDone()).toBe(1);
  });

  it('is another key for another caller: neither ever sees the other', async () => {
    const { guard, work } = guarded({ scope: (request) => request.headers.get('x-user') ?? '' });
    const of = (user: string, body = 'two of them') => order({ body, headers: { 'x-user': user } });
    expect(await seen(await guard(of('alice'), work))).toEqual([201, 'order 1', null]);
    expect(await seen(await guard(of('bob'), work))).toEqual([201, 'order 2', null]);
    expect(await seen(await guard(of('carol', 'another body'), work))).toEqual([201, 'order 3', null]);
    expect(await seen(await guard(of('alice'), work))).toEqual([201, 'order 1', 'true']);
  });

  it('cannot be put together with a caller to be the key of another', async () => {
    const { guard, work, timesDone } = guarded({ scope: (request) => request.headers.get('x-user') ?? '' });
    const pairs = [
      ['a', 'b:c'],
      ['a:b', 'c'],
      ['a', 'b","c'],
      ['a","b', 'c'],
      ['ab', 'c'],
      ['a', 'bc'],
    ] as const;
    for (const [user, key] of pairs) {
      const quoted = `"${key.replaceAll('"', '\\"')}"`;
      expect((await guard(order({ key: quoted, headers: { 'x-user': user } }), work)).status).toBe(201);
    }
    expect(timesDone()).toBe(pairs.length);
  });

  it('of a caller named anonymous is not one of those without a caller', async () => {
    const { store, guard, work, timesDone } = guarded();
    const ofUsers = idempotencyGuard({ store, scope: () => 'anonymous' });
    await guard(order(), work);
    await ofUsers(order(), work);
    expect(timesDone()).toBe(2);
  });

  it('takes the caller from where the service knows them', async () => {
    const store = memoryIdempotencyStore();
    const guard = idempotencyGuard<{ user: string }>({ store, scope: async (_request, { user }) => user });
    const { work, timesDone } = guarded();
    await guard(order(), work, { user: 'alice' });
    await guard(order(), work, { user: 'bob' });
    expect(timesDone()).toBe(2);
  });

  it.each(['', undefined])('without a caller (%j) does nothing and says so', async (nobody) => {
    const { work, timesDone } = guarded();
    const guard = Reflect.apply(idempotencyGuard, undefined, [
      { store: memoryIdempotencyStore(), scope: () => nobody },
    ]);
    await expect(guard(order(), work)).rejects.toThrowError(/scope named nobody for POST \/orders/);
    expect(timesDone()).toBe(0);
  });

  it('is kept for a day, and then forgotten', async () => {
    const { guard, work, timesDone } = guarded();
    await guard(order(), work);
    vi.advanceTimersByTime(86_399_000);
    expect((await guard(order(), work)).headers.get('idempotency-replayed')).toBe('true');
    vi.advanceTimersByTime(1_001);
    await guard(order(), work);
    expect(timesDone()).toBe(2);
  });

  it('leaves no trace of itself, of the caller or of the request in the names the store sees', async () => {
    const ids: string[] = [];
    const right = memoryIdempotencyStore();
    const store: IdempotencyStore = {
      ...right,
      lock: (id, lock) => {
        ids.push(id, lock.fingerprint);
        return right.lock(id, lock);
      },
    };
    const { guard, work } = guarded({ store, scope: () => 'alice' });
    await guard(order({ key: 'secret' }), work);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a request', () => {
  it('without a key is refused', async () => {
    const { guard, work, timesDone } = guarded();
    expect(await problemOf(await guard(order({ key: '' }), work))).toMatchObject({
      status: 400,
      title: 'Bad Request',
      code: 'key-missing',
      detail: expect.stringMatching(/needs an Idempotency-Key/),
    });
    expect(timesDone()).toBe(0);
  });

  it('without a key passes where none is required, each time', async () => {
    const { guard, work, timesDone } = guarded({ required: false });
    await guard(order({ key: '' }), work);
    await guard(order({ key: '' }), work);
    expect(timesDone()).toBe(2);
  });

  it.each(['""', '"k', 'a, b', 'k'.repeat(256)])('with %s for a key is refused', async (key) => {
    const { guard, work, timesDone } = guarded({ required: false });
    expect(await problemOf(await guard(order({ key }), work))).toMatchObject({
      status: 400,
      code: 'key-invalid',
    });
    expect(timesDone()).toBe(0);
  });

  it.each<[string, RequestInit & { url?: string }]>([
    ['body', { body: 'three of them' }],
    ['body: none', { body: null }],
    ['method', { method: 'PATCH' }],
    ['path', { url: `${URL_OF_IT}/17` }],
    ['query string', { url: `${URL_OF_IT}?for=bob` }],
  ])('with the key of another %s is refused, while that is worked on and after', async (_what, init) => {
    const { guard, timesDone, work } = guarded();
    const first = await started(guard);
    const second = await guard(order(init), work);
    await first.end();
    const third = await guard(order(init), work);

    for (const response of [second, third]) {
      expect(response.headers.has('retry-after')).toBe(false);
      expect(await problemOf(response)).toMatchObject({
        status: 422,
        title: 'Unprocessable Content',
        code: 'key-reused',
      });
    }
    expect(timesDone()).toBe(0);
  });

  it.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])('of %s passes through untouched', async (method) => {
    const { guard, work, timesDone, events } = guarded({ store: failingAt('lock') });
    const request = new Request(URL_OF_IT, { method, headers: { 'idempotency-key': 'k-1' } });
    const passed: Request[] = [];
    const noting: GuardedWork = (given, lease) => {
      passed.push(given);
      return work(given, lease);
    };
    await guard(request, noting);
    await guard(request, noting);
    expect([passed, timesDone(), events]).toEqual([[request, request], 2, []]);
    expect(passed[0]).toBe(request);
  });

  it('is guarded for the methods that are named, and no others', async () => {
    const { guard, work, timesDone } = guarded({ methods: ['put'] });
    for (const method of ['PUT', 'PUT', 'POST', 'POST']) await guard(order({ method }), work);
    expect(timesDone()).toBe(3);
  });

  it('reaches the work with its body unread', async () => {
    const { guard } = guarded();
    const response = await guard(order(), async (request) => new Response(await request.text()));
    expect(await response.text()).toBe('two of them');
  });

  it('whose body was read before is a mistake that is named', async () => {
    const { guard, work } = guarded();
    const request = order();
    await request.text();
    await expect(guard(request, work)).rejects.toThrowError(
      /body of POST \/orders was read before.*guard first/,
    );
  });

  it('with a body that is too large is refused, and the next that is not is not', async () => {
    const { guard, work, timesDone } = guarded({ requestLimitBytes: 10 });
    const refusal = await guard(order({ body: '0123456789a' }), work);
    expect(await problemOf(refusal)).toMatchObject({ status: 413, code: 'body-too-large' });
    expect((await guard(order({ body: '0123456789' }), work)).status).toBe(201);
    expect(timesDone()).toBe(1);
  });

  it('that says that its body is too large is refused before that has come', async () => {
    const { guard, work } = guarded({ requestLimitBytes: 10 });
    const headers = { 'content-length': '11' };
    const request = order({ body: new ReadableStream(), duplex: 'half', headers });
    expect((await guard(request, work)).status).toBe(413);
  });
});

describe('while the work goes on', () => {
  it('a further request is told to ask again, and then gets the answer', async () => {
    const { guard, work, timesDone } = guarded();
    const first = await started(guard);
    const second = await guard(order(), work);
    expect(second.headers.get('retry-after')).toBe('1');
    expect(await problemOf(second)).toMatchObject({ status: 409, title: 'Conflict', code: 'still-running' });

    expect(await seen(await first.end())).toEqual([201, 'order 1', null]);
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 1', 'true']);
    expect(timesDone()).toBe(0);
  });

  it.each([
    [2_500, '3'],
    [29_500, '30'],
    [90_000, '30'],
  ])(
    'after %d ms it is told to wait %s seconds: as long again, and half a minute at most',
    async (ms, seconds) => {
      const { guard, work } = guarded();
      await started(guard);
      await vi.advanceTimersByTimeAsync(ms);
      expect((await guard(order(), work)).headers.get('retry-after')).toBe(seconds);
    },
  );

  it('its lock is kept, for longer than the lease', async () => {
    const { guard, work, timesDone, events } = guarded({ leaseMs: 1_000 });
    const first = await started(guard);
    await vi.advanceTimersByTimeAsync(100_000);
    expect((await guard(order(), work)).status).toBe(409);
    expect(first.signal.aborted).toBe(false);
    await first.end();
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 1', 'true']);
    expect([timesDone(), events]).toEqual([0, []]);
  });

  it('its lock is not kept for ever: the work hears of it, and the next request does it', async () => {
    const { guard, work, timesDone, events } = guarded({ leaseMs: 3_000, workLimitMs: 60_000 });
    const first = await started(guard);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(first.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(first.signal.aborted).toBe(true);
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 1', null]);
    expect([timesDone(), events]).toEqual([1, [{ kind: 'lock-lost', method: 'POST', path: '/orders' }]]);
  });

  it('no timer is left when it is over', async () => {
    const { guard } = guarded();
    const first = await started(guard);
    expect(vi.getTimerCount()).toBe(1);
    await first.end();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a worker that was overtaken', () => {
  /** A store that does not hear of renewals while `deaf`, as in a network that is cut. */
  function cutOff() {
    const right = memoryIdempotencyStore();
    const state = { deaf: true };
    const store: IdempotencyStore = {
      ...right,
      renew: async (...given) => {
        if (state.deaf) throw new Error('ETIMEDOUT');
        return right.renew(...given);
      },
    };
    return { state, store };
  }

  it('does not overwrite the answer of the other, and gives its own to who still waits for it', async () => {
    const { guard, work, timesDone, events } = guarded({ leaseMs: 3_000, store: cutOff().store });
    const late = await started(guard);
    await vi.advanceTimersByTimeAsync(3_001);
    expect(late.signal.aborted).toBe(true);
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 1', null]);

    expect(await seen(await late.end(new Response('too late', { status: 201 })))).toEqual([
      201,
      'too late',
      null,
    ]);
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 1', 'true']);
    expect(timesDone()).toBe(1);
    expect(events.filter(({ kind }) => kind === 'lock-lost')).toHaveLength(1);
  });

  it('does not free the key of the other when it fails', async () => {
    const { guard, work } = guarded({ leaseMs: 3_000, store: cutOff().store });
    const late = await started(guard);
    await vi.advanceTimersByTimeAsync(3_001);
    const other = await started(guard);
    await expect(late.fail(new Error('too late'))).rejects.toThrowError('too late');
    expect((await guard(order(), work)).status).toBe(409);
    await other.end();
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 1', 'true']);
  });

  it('hears of it from the store', async () => {
    const store = { ...memoryIdempotencyStore(), renew: () => false };
    const { guard, events } = guarded({ leaseMs: 3_000, store });
    const late = await started(guard);
    await vi.advanceTimersByTimeAsync(1_001);
    expect(late.signal.aborted).toBe(true);
    expect(events).toEqual([{ kind: 'lock-lost', method: 'POST', path: '/orders' }]);
  });

  it('was not, if the store was down for less than the lease', async () => {
    const { state, store } = cutOff();
    const { guard, work } = guarded({ leaseMs: 3_000, store });
    const first = await started(guard);
    await vi.advanceTimersByTimeAsync(1_500);
    state.deaf = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(first.signal.aborted).toBe(false);
    expect((await guard(order(), work)).status).toBe(409);
    await first.end();
  });

  it('keeps its answer if nobody overtook it', async () => {
    const { guard, work, timesDone } = guarded({ leaseMs: 3_000, store: cutOff().store });
    const late = await started(guard);
    await vi.advanceTimersByTimeAsync(60_000);
    await late.end();
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 1', 'true']);
    expect(timesDone()).toBe(0);
  });
});

describe('after a crash', () => {
  it('a request is told to ask again until the lease has run out, and then has the work done again', async () => {
    const { store, guard, work, timesDone } = guarded({ leaseMs: 15_000 });
    const first = await started(guard);
    vi.clearAllTimers(); // the process is gone, and with it whoever renewed the lock
    await vi.advanceTimersByTimeAsync(14_000);
    const successor = idempotencyGuard({ store, scope: 'anonymous' });
    expect((await successor(order(), work)).status).toBe(409);
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await seen(await successor(order(), work))).toEqual([201, 'order 1', null]);
    expect(timesDone()).toBe(1);
    await first.end();
  });
});

describe('the answer', () => {
  it.each([200, 201, 202, 303, 400, 403, 404, 409, 422])('of status %d is kept', async (status) => {
    const { guard } = guarded();
    await guard(order(), () => new Response('first', { status }));
    const second = await guard(order(), () => new Response('second'));
    expect(await seen(second)).toEqual([status, 'first', 'true']);
  });

  it.each<[number, Record<string, string>]>([
    [408, {}],
    [425, {}],
    [429, {}],
    [500, {}],
    [503, { 'retry-after': '1' }],
    [409, { 'retry-after': '1' }],
  ])('of status %d %j is not: the next attempt does the work', async (status, headers) => {
    const { guard, work, timesDone } = guarded();
    const first = await guard(order(), () => new Response('not now', { status, headers }));
    expect(await seen(first)).toEqual([status, 'not now', null]);
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 1', null]);
    expect(timesDone()).toBe(1);
  });

  it('of 202 is kept, also where it says when to look again', async () => {
    const { guard, work } = guarded();
    const headers = { 'retry-after': '5', location: '/orders/17' };
    await guard(order(), () => new Response(null, { status: 202, headers }));
    const second = await guard(order(), work);
    expect([second.status, second.headers.get('location')]).toEqual([202, '/orders/17']);
  });

  it('is kept as the service decides', async () => {
    const { guard, work } = guarded({ isKept: ({ status }) => status !== 402 });
    await guard(order(), () => new Response('no money', { status: 402 }));
    expect((await guard(order(), work)).status).toBe(201);
    const other = () => order({ key: 'k-2' });
    await guard(other(), () => new Response('broken', { status: 500 }));
    expect(await seen(await guard(other(), work))).toEqual([500, 'broken', 'true']);
  });

  it('is none if the work throws: the error goes on, and the next attempt does the work', async () => {
    const { guard, work } = guarded();
    const failure = new Error('deadlock');
    await expect(guard(order(), () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 1', null]);
  });

  it.each<[string, () => unknown]>([
    ['no Response', () => undefined],
    ['no Response', () => 'order 1'],
    [
      'a Response that has been read',
      async () => {
        const read = new Response('order 1');
        await read.text();
        return read;
      },
    ],
  ])('that is %s is a mistake that is named, and frees the key', async (what, wrong) => {
    const { guard, work } = guarded();
    const answer = Reflect.apply(guard, undefined, [order(), wrong]);
    await expect(answer).rejects.toThrowError(`The guarded work of POST /orders gave ${what}.`);
    expect((await guard(order(), work)).status).toBe(201);
  });

  it('that says only that there is none is not kept', async () => {
    const { guard, work } = guarded();
    expect((await guard(order(), () => Response.error())).type).toBe('error');
    expect((await guard(order(), work)).status).toBe(201);
  });

  it('is none if its body breaks off', async () => {
    const { guard, work } = guarded();
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('broke off')) });
    await expect(guard(order(), () => new Response(body))).rejects.toThrowError('broke off');
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 1', null]);
  });

  it('keeps its bytes and its headers, but none of the connection, and no cookie', async () => {
    const { guard, work } = guarded();
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const headers = new Headers({
      'content-type': 'application/octet-stream',
      'content-encoding': 'br',
      etag: '"1"',
      'x-latin': '\u00fc',
      connection: 'close, X-Hop',
      'x-hop': '1',
      'keep-alive': 'timeout=5',
      'transfer-encoding': 'chunked',
      upgrade: 'h2c',
      te: 'trailers',
      trailer: 'x-sum',
      'proxy-authenticate': 'Basic',
      'proxy-authentication-info': 'nextnonce="1"',
      'proxy-connection': 'close',
      date: 'Sun, 06 Nov 1994 08:49:37 GMT',
      'content-length': '256',
    });
    headers.append('set-cookie', 'session=alice');
    headers.append('link', '</a>');
    headers.append('link', '</b>');
    const first = await guard(order(), () => new Response(bytes, { headers }));
    expect(first.headers.getSetCookie()).toEqual(['session=alice']);

    const second = await guard(order(), work);
    expect(new Uint8Array(await second.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(second.headers)).toEqual({
      'content-encoding': 'br',
      'content-type': 'application/octet-stream',
      etag: '"1"',
      'idempotency-replayed': 'true',
      link: '</a>, </b>',
      'x-latin': '\u00fc',
    });
  });

  it('without a body has none the second time', async () => {
    const { guard, work } = guarded();
    await guard(order(), () => new Response(null, { status: 204 }));
    const second = await guard(order(), work);
    expect([second.status, second.body]).toEqual([204, null]);
  });

  it('that is too large reaches its caller whole, and is never made again', async () => {
    const { guard, work, timesDone, events } = guarded({ answerLimitBytes: 10 });
    const first = await guard(
      order(),
      () => new Response('eleven char', { status: 201, statusText: 'Made' }),
    );
    expect([first.status, first.statusText, await first.text()]).toEqual([201, 'Made', 'eleven char']);

    const second = await guard(order(), work);
    expect(second.headers.has('retry-after')).toBe(false);
    expect(await problemOf(second)).toMatchObject({ status: 409, code: 'answer-not-kept' });
    expect([timesDone(), events]).toEqual([
      0,
      [{ kind: 'answer-too-large', method: 'POST', path: '/orders' }],
    ]);

    const fits = () => order({ key: 'k-2' });
    await guard(fits(), () => new Response('ten chars.'));
    expect(await seen(await guard(fits(), work))).toEqual([200, 'ten chars.', 'true']);
  });
});

describe('an answer that streams', () => {
  /** An event stream, and a hand on it. */
  function streaming(contentType = 'text/event-stream') {
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const cancelled = vi.fn();
    const body = new ReadableStream<Uint8Array>({
      start: (given) => {
        controller = given;
      },
      cancel: cancelled,
    });
    return {
      work: () => new Response(body, { headers: { 'content-type': contentType } }),
      send: (text: string) => controller?.enqueue(new TextEncoder().encode(text)),
      end: async () => {
        controller?.close();
        await vi.advanceTimersByTimeAsync(0);
      },
      breakOff: () => controller?.error(new Error('broke off')),
      cancelled,
    };
  }

  async function next(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<string> {
    return new TextDecoder().decode((await reader?.read())?.value);
  }

  it('is given while it is made, and kept when it has ended', async () => {
    const { guard, work, timesDone } = guarded();
    const stream = streaming();
    const first = await guard(order(), stream.work);
    const reader = first.body?.getReader();
    stream.send('data: 1\n\n');
    expect(await next(reader)).toBe('data: 1\n\n');
    expect(await problemOf(await guard(order(), work))).toMatchObject({ code: 'still-running' });

    stream.send('data: 2\n\n');
    await stream.end();
    expect(await seen(await guard(order(), work))).toEqual([200, 'data: 1\n\ndata: 2\n\n', 'true']);
    expect(await next(reader)).toBe('data: 2\n\n');
    expect(timesDone()).toBe(0);
  });

  it('keeps its lock for as long as it goes on', async () => {
    const { guard, work } = guarded({ leaseMs: 3_000 });
    const stream = streaming();
    await guard(order(), stream.work);
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await guard(order(), work)).status).toBe(409);
    await stream.end();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is kept whole, though its reader has left', async () => {
    const { guard, work } = guarded();
    const stream = streaming();
    const first = await guard(order(), stream.work);
    stream.send('data: 1\n\n');
    void first.body?.cancel();
    stream.send('data: 2\n\n');
    await stream.end();
    expect(stream.cancelled).not.toHaveBeenCalled();
    expect(await seen(await guard(order(), work))).toEqual([200, 'data: 1\n\ndata: 2\n\n', 'true']);
  });

  it('frees its key where it breaks off, and its reader hears of it', async () => {
    const { guard, work } = guarded();
    const stream = streaming();
    const first = await guard(order(), stream.work);
    stream.breakOff();
    await expect(first.text()).rejects.toThrowError('broke off');
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 1', null]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('goes on beyond what is kept, no faster than it is read, until its reader leaves', async () => {
    const { guard, work } = guarded({ answerLimitBytes: 2_500 });
    let pulled = 0;
    const cancelled = vi.fn();
    const pull = (controller: ReadableStreamDefaultController) => {
      pulled += 1;
      controller.enqueue(new Uint8Array(1_000));
    };
    const body = new ReadableStream({ pull, cancel: cancelled }, { highWaterMark: 0 });
    const headers = { 'content-type': 'text/event-stream' };
    const first = await guard(order(), () => new Response(body, { headers }));
    await vi.advanceTimersByTimeAsync(0);
    expect(pulled).toBeLessThanOrEqual(4);
    expect(await problemOf(await guard(order(), work))).toMatchObject({ code: 'answer-not-kept' });

    const reader = first.body?.getReader();
    for (let chunk = 0; chunk < 100; chunk += 1) await reader?.read();
    expect(pulled).toBeGreaterThanOrEqual(100);
    expect(pulled).toBeLessThanOrEqual(102);
    await reader?.cancel();
    expect(cancelled).toHaveBeenCalledTimes(1);
  });

  it('is one that the service says streams', async () => {
    const { guard, work } = guarded({
      isStreamed: ({ headers }) => headers.get('content-type') === 'application/x-ndjson',
    });
    const lines = streaming('application/x-ndjson');
    const first = await guard(order(), lines.work);
    lines.send('{}\n');
    expect(await next(first.body?.getReader())).toBe('{}\n');

    const events = streaming();
    const given = vi.fn();
    const second = guard(order({ key: 'k-2' }), events.work).then(given);
    events.send('data: 1\n\n');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(given).not.toHaveBeenCalled();
    await events.end();
    await second;
    expect((await guard(order({ key: 'k-2' }), work)).headers.get('idempotency-replayed')).toBe('true');
  });

  it('that is not kept frees its key at once', async () => {
    const { guard, work } = guarded({ isKept: () => false });
    const stream = streaming();
    await guard(order(), stream.work);
    await vi.advanceTimersByTimeAsync(0);
    expect((await guard(order(), work)).status).toBe(201);
  });
});

describe('when the store is down', () => {
  const down = (operation: keyof IdempotencyStore, options: Partial<IdempotencyGuardOptions> = {}) =>
    guarded({ ...options, store: failingAt(operation, memoryIdempotencyStore()) });
  const failed = (operation: string) =>
    expect.objectContaining({ kind: 'store-failed', operation, method: 'POST', path: '/orders' });

  it('nothing is done, and the client may ask again', async () => {
    const { guard, work, timesDone, events } = down('lock');
    const response = await guard(order(), work);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await problemOf(response)).toMatchObject({ status: 503, code: 'store-unavailable' });
    expect([timesDone(), events]).toEqual([0, [failed('lock')]]);
  });

  it('the work is done unguarded, where the service prefers that', async () => {
    const { guard, work, timesDone, events } = down('lock', { whenStoreFails: 'proceed' });
    await guard(order(), work);
    await guard(order(), work);
    expect([timesDone(), events]).toEqual([2, [failed('lock'), failed('lock')]]);
  });

  it('a store that does not answer counts as down', async () => {
    const store = { ...memoryIdempotencyStore(), lock: () => new Promise<never>(() => {}) };
    const { guard, work, timesDone } = guarded({ store, storeTimeoutMs: 500 });
    const answer = guard(order(), work);
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1), { interval: 0 });
    await vi.advanceTimersByTimeAsync(500);
    expect([(await answer).status, timesDone()]).toEqual([503, 0]);
  });

  it('an answer that could not be kept is given all the same, and its key stays locked for the lease', async () => {
    const { guard, work, events } = down('complete', { leaseMs: 15_000 });
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 1', null]);
    expect(events).toEqual([failed('complete')]);
    expect((await guard(order(), work)).status).toBe(409);
    await vi.advanceTimersByTimeAsync(15_001);
    expect(await seen(await guard(order(), work))).toEqual([201, 'order 2', null]);
  });

  it('the error of the work is not hidden by that of the store', async () => {
    const { guard, events } = down('release');
    await expect(guard(order(), () => Promise.reject(new Error('deadlock')))).rejects.toThrowError(
      'deadlock',
    );
    expect(events).toEqual([failed('release')]);
  });

  it('what is not an answer is not given, and the work not done again, even where that may be done unguarded', async () => {
    const right = memoryIdempotencyStore();
    const store: IdempotencyStore = {
      ...right,
      complete: (id, token, _answer, keepMs) => right.complete(id, token, new Uint8Array([99, 0]), keepMs),
    };
    const { guard, work, timesDone } = guarded({ store, whenStoreFails: 'proceed' });
    await guard(order(), work);
    expect((await guard(order(), work)).status).toBe(503);
    expect(timesDone()).toBe(1);
  });

  it('a hook that throws touches nothing', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const onEvent = () => {
      throw new Error('pager');
    };
    const { guard, work } = down('lock', { onEvent });
    expect((await guard(order(), work)).status).toBe(503);
    expect(warned).toHaveBeenCalledWith(expect.stringMatching(/onEvent failed.*pager/), 'HoldfastWarning');
    warned.mockRestore();
  });
});

describe('a refusal', () => {
  it('points to where keys are explained', async () => {
    const { guard, work } = guarded({ helpUrl: 'https://docs.example.com/keys' });
    const response = await guard(order({ key: '' }), work);
    expect(response.headers.get('link')).toBe('<https://docs.example.com/keys>; rel="help"');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await problemOf(response)).toMatchObject({ type: 'https://docs.example.com/keys#key-missing' });
  });
});

describe('options', () => {
  const store = memoryIdempotencyStore();
  it.each<[object, RegExp]>([
    [{ scope: 'anonymous' }, /store is missing.*memoryIdempotencyStore/],
    [{ store }, /scope is missing.*names the caller.*'anonymous'/],
    [{ store, scope: 'user' }, /scope is missing/],
    [{ store, scope: 'anonymous', ttl: 1 }, /no option ttl.*keepAnswersMs/],
    [{ store, scope: 'anonymous', methods: ['GET'] }, /methods names GET/],
    [{ store, scope: 'anonymous', methods: [] }, /methods is empty/],
    [{ store, scope: 'anonymous', leaseMs: 0 }, /leaseMs is 0.*above 0/],
    [{ store, scope: 'anonymous', keepAnswersMs: false }, /keepAnswersMs is false/],
    [{ store, scope: 'anonymous', requestLimitBytes: -1 }, /requestLimitBytes is -1/],
    [{ store, scope: 'anonymous', whenStoreFails: 'open' }, /whenStoreFails is open.*'refuse' or 'proceed'/],
    [{ store, scope: 'anonymous', helpUrl: '/keys' }, /helpUrl is not an absolute URL/],
  ])('%j are refused', (options, message) => {
    expect(() => Reflect.apply(idempotencyGuard, undefined, [options])).toThrowError(message);
  });
});
