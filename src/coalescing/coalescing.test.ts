import { describe, expect, it, vi } from 'vitest';
import { type ClientOptions, cache, coalescing, compose, createClient, type Fetch } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';

const URL_OF_IT = 'https://rates.example.com/eur';
const FRESH = { 'cache-control': 'max-age=60' };

useFakeTime();

interface Waiting {
  readonly headers: Headers;
  readonly signal: AbortSignal | null | undefined;
  answer(response: Response): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** A service whose answers the test gives by hand. */
function service(options: ClientOptions = {}) {
  const asked: Waiting[] = [];
  const fetch: Fetch = (_input, init) =>
    new Promise((resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      asked.push({
        headers: new Headers(init?.headers),
        signal: init?.signal,
        answer: async (response) => {
          resolve(response);
          await turn();
        },
        fail: async (error) => {
          reject(error);
          await turn();
        },
      });
    });
  const client = createClient({ fetch, retry: false, breaker: false, ...options });
  const text = async (init = {}) => (await client(URL_OF_IT, init)).text();
  return { client, asked, text };
}

/** A call whose end no test waits for. */
const left = (call: Promise<unknown>) => void call.catch(() => {});

const turn = () => vi.advanceTimersByTimeAsync(0);

/** A body that is given piece by piece. */
function byHand() {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (given) => {
      controller = given;
    },
    cancel: () => {
      controller = undefined;
    },
  });
  return {
    body,
    write: async (text: string) => {
      controller?.enqueue(new TextEncoder().encode(text));
      await turn();
    },
    end: async () => {
      controller?.close();
      await turn();
    },
    fail: async () => {
      controller?.error(new Error('broken'));
      await turn();
    },
  };
}

describe('calls that miss at the same time', () => {
  it('make one request, a thousand of them, and each has bytes of its own', async () => {
    const { client, asked, text } = service();
    const decided: string[] = [];
    client.on('cache-decided', ({ because }) => decided.push(because));
    const calls = Array.from({ length: 1_000 }, () => text());
    await turn();
    expect(asked).toHaveLength(1);
    await asked[0]?.answer(new Response('one', { headers: FRESH }));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['one']));
    expect(await text()).toBe('one');
    expect(asked).toHaveLength(1);
    expect(decided.filter((because) => because === 'coalesced')).toHaveLength(999);
    expect(decided.filter((because) => because === 'nothing-kept')).toHaveLength(1);
  });

  it('share what confirms an old answer', async () => {
    const { asked, text } = service();
    const first = text();
    await turn();
    await asked[0]?.answer(new Response('one', { headers: { 'cache-control': 'max-age=1', etag: '"1"' } }));
    await first;
    await vi.advanceTimersByTimeAsync(2_000);
    const calls = [text(), text(), text()];
    await turn();
    expect(asked).toHaveLength(2);
    await asked[1]?.answer(new Response(null, { status: 304, headers: FRESH }));
    expect(await Promise.all(calls)).toEqual(['one', 'one', 'one']);
    expect(await text()).toBe('one');
    expect(asked).toHaveLength(2);
  });

  it('share an answer without a body', async () => {
    const { client, asked } = service();
    const calls = [client(URL_OF_IT), client(URL_OF_IT)];
    await turn();
    await asked[0]?.answer(new Response(null, { status: 204, headers: FRESH }));
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([204, 204]);
    expect(asked).toHaveLength(1);
  });

  it('share an error', async () => {
    const { asked, text } = service();
    const calls = [text(), text()].map((call) => errorOf(call));
    await turn();
    await asked[0]?.fail(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } }));
    expect((await Promise.all(calls)).map(({ code }) => code)).toEqual(['network', 'network']);
    expect(asked).toHaveLength(1);
  });

  it.each<[string, object, object]>([
    ['credentials', { headers: { authorization: 'a' } }, { headers: { authorization: 'b' } }],
    ['Cache-Control', {}, { headers: { 'cache-control': 'max-stale' } }],
    ['languages', { headers: { 'accept-language': 'en' } }, { headers: { 'accept-language': 'de' } }],
    ['methods', {}, { method: 'HEAD' }],
    ['ranges', {}, { headers: { range: 'bytes=0-1' } }],
    ['modes', {}, { cache: 'reload' }],
    ['integrity', {}, { integrity: 'sha256-AAAA' }],
  ])('do not share with others that have other %s', async (_what, one, other) => {
    const { client, asked } = service();
    left(client(URL_OF_IT, one));
    left(client(URL_OF_IT, other));
    await turn();
    expect(asked).toHaveLength(2);
  });

  it('do not share where each wants a new answer', async () => {
    for (const init of [
      { cache: 'reload' },
      { cache: 'no-cache' },
      { headers: { 'cache-control': 'no-cache' } },
      { cache: 'no-store' },
    ]) {
      const { client, asked } = service();
      left(client(URL_OF_IT, Object(init)));
      left(client(URL_OF_IT, Object(init)));
      await turn();
      expect(asked).toHaveLength(2);
    }
  });

  it('do not share what is asked for on two sides of a change', async () => {
    const { client, asked, text } = service();
    const early = text();
    await turn();
    const change = client(URL_OF_IT, { method: 'POST' });
    await turn();
    await asked[1]?.answer(new Response(null, { status: 204 }));
    await change;
    const late = text();
    await turn();
    expect(asked).toHaveLength(3);
    await asked[0]?.answer(new Response('old', { headers: FRESH }));
    await asked[2]?.answer(new Response('new', { headers: FRESH }));
    expect([await early, await late, await text()]).toEqual(['old', 'new', 'new']);
  });

  it('share nothing where that is switched off', async () => {
    const { asked, text } = service({ cache: { coalesce: false } });
    left(text());
    left(text());
    await turn();
    expect(asked).toHaveLength(2);
  });
});

describe('an answer that is for one caller alone', () => {
  it('sends the others on at once, and nobody waits for that URL for a minute', async () => {
    const { asked, text } = service();
    const calls = [text(), text(), text()];
    await turn();
    await asked[0]?.answer(new Response('0', { headers: { 'cache-control': 'no-store' } }));
    expect(asked).toHaveLength(3);
    await asked[1]?.answer(new Response('1'));
    await asked[2]?.answer(new Response('2'));
    expect(await Promise.all(calls)).toEqual(['0', '1', '2']);

    left(text());
    left(text());
    await turn();
    expect(asked).toHaveLength(5);
    await vi.advanceTimersByTimeAsync(60_000);
    left(text());
    left(text());
    await turn();
    expect(asked).toHaveLength(6);
  });

  it('is one that was chosen by a header the others have another value of', async () => {
    const { asked, text } = service({ cache: { partition: () => 'one' } });
    const calls = ['a', 'b', 'a'].map((name) => text({ headers: { 'x-a': name } }));
    await turn();
    expect(asked).toHaveLength(1);
    await asked[0]?.answer(new Response('for a', { headers: { ...FRESH, vary: 'x-a' } }));
    expect(asked).toHaveLength(2);
    expect(asked[1]?.headers.get('x-a')).toBe('b');
    await asked[1]?.answer(new Response('for b', { headers: { ...FRESH, vary: 'x-a' } }));
    expect(await Promise.all(calls)).toEqual(['for a', 'for b', 'for a']);
  });

  it('is one that turns out too long: the first has all of it', async () => {
    const { asked, text } = service({ cache: { maxEntryBytes: 5 } });
    const calls = [text(), text()];
    await turn();
    const { body, write, end } = byHand();
    await asked[0]?.answer(new Response(body, { headers: FRESH }));
    await write('abc');
    expect(asked).toHaveLength(1);
    await write('defg');
    expect(asked).toHaveLength(2);
    await write('h');
    await end();
    await asked[1]?.answer(new Response('own'));
    expect(await Promise.all(calls)).toEqual(['abcdefgh', 'own']);
  });
});

describe('a body', () => {
  it('comes to one caller as it comes, and who asks then makes a request of its own', async () => {
    const { client, asked, text } = service();
    const first = client(URL_OF_IT);
    await turn();
    const { body, write, end } = byHand();
    await asked[0]?.answer(new Response(body, { headers: FRESH }));
    const reader = (await first).body?.getReader();
    const piece = reader?.read();
    await write('abc');
    expect(new TextDecoder().decode((await piece)?.value)).toBe('abc');

    const second = text();
    await turn();
    expect(asked).toHaveLength(2);
    await asked[1]?.answer(new Response('two', { headers: FRESH }));
    expect(await second).toBe('two');
    const rest = reader?.read();
    await end();
    expect((await rest)?.done).toBe(true);
  });

  it('is waited for by several, and by those who join meanwhile', async () => {
    const { asked, text } = service();
    const calls = [text(), text()];
    await turn();
    const { body, write, end } = byHand();
    await asked[0]?.answer(new Response(body, { headers: FRESH }));
    await write('ab');
    calls.push(text());
    await turn();
    await write('c');
    await end();
    expect(await Promise.all(calls)).toEqual(['abc', 'abc', 'abc']);
    expect(asked).toHaveLength(1);
  });

  it('that breaks fails them all, and is not kept', async () => {
    const { asked, text } = service();
    const calls = [text(), text()].map((call) => errorOf(call));
    await turn();
    const { body, write, fail } = byHand();
    await asked[0]?.answer(new Response(body, { headers: FRESH }));
    await write('ab');
    await fail();
    expect((await Promise.all(calls)).map(({ code }) => code)).toEqual(['network', 'network']);
    left(text());
    await turn();
    expect(asked).toHaveLength(2);
  });
});

/** The points of a shared request at which somebody may give up. */
const POINTS = [
  'before it is sent',
  'while it is sent',
  'when its headers are there',
  'in the middle of its body',
] as const;

describe.each(POINTS)('who gives up %s', (point) => {
  it.each([0, 1, 2])('takes nothing from the others: caller %i of three', async (who) => {
    const { asked, text } = service();
    const controllers = [0, 1, 2].map(() => new AbortController());
    const calls = controllers.map(({ signal }) => text({ signal }).catch((reason: unknown) => reason));
    const giveUp = async (at: (typeof POINTS)[number]) => {
      if (at === point) controllers[who]?.abort('enough');
      await turn();
    };
    await giveUp('before it is sent');
    await giveUp('while it is sent');
    const { body, write, end } = byHand();
    await asked[0]?.answer(new Response(body, { headers: FRESH }));
    await giveUp('when its headers are there');
    await write('ab');
    await giveUp('in the middle of its body');
    await write('c');
    await end();
    expect(await Promise.all(calls)).toEqual([0, 1, 2].map((index) => (index === who ? 'enough' : 'abc')));
    expect(asked).toHaveLength(1);
    expect(await text()).toBe('abc');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends it, if it was the last', async () => {
    const { asked, text } = service();
    const controllers = [0, 1, 2].map(() => new AbortController());
    const calls = controllers.map(({ signal }) => text({ signal }).catch((reason: unknown) => reason));
    const giveUp = async (at: (typeof POINTS)[number]) => {
      if (at === point) for (const [index, controller] of controllers.entries()) controller.abort(index);
      await turn();
    };
    await giveUp('before it is sent');
    await giveUp('while it is sent');
    const { body, write } = byHand();
    await asked[0]?.answer(new Response(body, { headers: FRESH }));
    await giveUp('when its headers are there');
    await write('ab');
    await giveUp('in the middle of its body');
    expect(await Promise.all(calls)).toEqual([0, 1, 2]);
    expect(asked[0]?.signal?.aborted ?? true).toBe(true);
    expect(vi.getTimerCount()).toBe(0);

    const next = text();
    await turn();
    await asked.at(-1)?.answer(new Response('new', { headers: FRESH }));
    expect(await next).toBe('new');
  });
});

describe('deadlines', () => {
  it('each caller has its own, and one that passes takes nothing from the others', async () => {
    const { client, asked } = service({ attemptTimeoutMs: false });
    const short = errorOf(client.with({ deadlineMs: 1_000 })(URL_OF_IT));
    const long = client(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(500);
    expect((await short).code).toBe('deadline');
    await vi.advanceTimersByTimeAsync(0);
    await asked.at(-1)?.answer(new Response('late', { headers: FRESH }));
    expect(await (await long).text()).toBe('late');
  });

  it('who joined late still has time when that of the request is over, and asks again', async () => {
    const { asked, text } = service({ attemptTimeoutMs: false, deadlineMs: 10_000 });
    const first = errorOf(text());
    await vi.advanceTimersByTimeAsync(9_000);
    const second = text();
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await first).code).toBe('deadline');
    await turn();
    expect(asked).toHaveLength(2);
    await asked[1]?.answer(new Response('two', { headers: FRESH }));
    expect(await second).toBe('two');
  });

  it('who has other settings is not failed by those of the call it joined', async () => {
    const { client, asked } = service();
    const hasty = errorOf(client.with({ attemptTimeoutMs: 1_000 })(URL_OF_IT));
    const patient = client(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await hasty).code).toBe('timeout');
    expect(asked).toHaveLength(2);
    await asked[1]?.answer(new Response('two', { headers: FRESH }));
    expect(await (await patient).text()).toBe('two');
  });
});

describe('by hand', () => {
  it('coalescing alone shares nothing, and inside of a cache what the cache says', async () => {
    let requests = 0;
    const fetch: Fetch = async () => {
      requests += 1;
      return new Response('x', { headers: FRESH });
    };
    const alone = compose(fetch, coalescing());
    await Promise.all([alone(URL_OF_IT), alone(URL_OF_IT)]);
    expect(requests).toBe(2);
    const both = compose(fetch, cache(), coalescing());
    await Promise.all([both(URL_OF_IT), both(URL_OF_IT)].map(async (call) => (await call).text()));
    expect(requests).toBe(3);
  });
});
