import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type CallInit, type Client, type ClientOptions, createClient, type Layer } from '../index.ts';
import { signResponse } from '../server/index.ts';
import { sign, verifyResponses } from '../signatures/index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { type Step, scripted } from '../test-support/scripted.ts';
import { type KeyPair, keyPair } from '../test-support/signing-keys.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';

// What remembering and sharing do together with the other layers; docs/library/layers.md names these tests.

const URL_OF_IT = 'https://rates.example.com/eur';
const FRESH = { 'cache-control': 'max-age=60' };
const STALE_IF_ERROR = { 'cache-control': 'max-age=1, stale-if-error=600' };
const AT_ONCE = { firstWaitMs: 0 };

let ours: KeyPair;
beforeAll(async () => {
  ours = await keyPair('ed25519');
});

useFakeTime();

const answer =
  (text: string, headers: Record<string, string> = FRESH): Step =>
  () =>
    new Response(text, { headers });

/** The same, signed for the request. */
const signedAnswer =
  (text: string): Step =>
  async ({ method, url, headers, body }) => {
    const { origin, pathname, search } = new URL(url);
    const bytes = new TextEncoder().encode(body);
    const request = { method, target: `${pathname}${search}`, origin, headers: [...headers], body: bytes };
    return signResponse(new Response(text, { headers: FRESH }), { key: ours.signer, request });
  };

function clientOf(options: ClientOptions, ...steps: readonly Step[]) {
  const { fetch, sent } = scripted(...steps);
  return { client: createClient({ fetch, retry: AT_ONCE, breaker: false, ...options }), sent };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {});
  await vi.advanceTimersByTimeAsync(500);
  return work;
}

const read = (client: Client, init: CallInit = {}, url = URL_OF_IT) =>
  inTime(client(url, init).then((response) => response.text()));

/** Three at once. */
const threeTexts = (client: Client, init: CallInit = {}) =>
  inTime(Promise.all([1, 2, 3].map(async () => (await client(URL_OF_IT, init)).text())));

const later = () => vi.advanceTimersByTimeAsync(2_000);

describe('what is kept', () => {
  it('with an idempotency key: work that is done under one makes it doubtful', async () => {
    const { client, sent } = clientOf({ idempotencyKeys: true }, answer('one'), 503, 201, answer('two'));
    await read(client);
    await read(client, { method: 'POST', body: 'order' });
    expect(await read(client)).toBe('two');
    expect(sent.map(({ headers }) => headers.has('idempotency-key'))).toEqual([false, true, true, false]);
  });

  it('with retries: an old answer stands in when they are over, and a fresh one needs none', async () => {
    const { client, sent } = clientOf({}, answer('one', STALE_IF_ERROR), 503);
    await read(client);
    await read(client);
    expect(sent).toHaveLength(1);
    await later();
    expect(await read(client)).toBe('one');
    expect(sent).toHaveLength(1 + 3);
  });

  it('with the budget: when it is spent, an old answer stands in after one request', async () => {
    const retry = { ...AT_ONCE, budget: { share: 0, floor: 1 } };
    const { client, sent } = clientOf({ retry }, answer('one', STALE_IF_ERROR), 503);
    await read(client);
    await later();
    expect(await read(client)).toBe('one');
    expect(await read(client)).toBe('one');
    expect(sent).toHaveLength(1 + 2 + 1);
  });

  it('with verification of responses: only what was found to be genuine', async () => {
    const { client, sent } = clientOf(
      {
        retry: false,
        sign: sign({ key: ours.signer }),
        verifyResponses: verifyResponses({ keys: [ours.verifyKey] }),
      },
      answer('forged'),
      signedAnswer('genuine'),
    );
    expect((await errorOf(inTime(client(URL_OF_IT)))).code).toBe('signature');
    expect(await read(client)).toBe('genuine');
    expect(await read(client)).toBe('genuine');
    expect(sent).toHaveLength(2);
  });

  it('with layers of your own: they see no hit, and what they make of an answer is kept', async () => {
    let calls = 0;
    const stamping: Layer = {
      name: 'stamping',
      wrap: (next) => async (call) => {
        calls += 1;
        const response = await next(call);
        return new Response(`${await response.text()}, stamped`, response);
      },
    };
    const { client } = clientOf({ layers: [stamping] }, answer('one'));
    expect([await read(client), await read(client)]).toEqual(['one, stamped', 'one, stamped']);
    expect(calls).toBe(1);
  });

  it('with a signature: a hit needs none', async () => {
    const { client, sent } = clientOf({ sign: sign({ key: ours.signer }) }, answer('one'));
    expect([await read(client), await read(client)]).toEqual(['one', 'one']);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.headers.has('signature')).toBe(true);
  });
});

describe('a request that is shared', () => {
  it('with idempotency keys: is none that carries one', async () => {
    const { client, sent } = clientOf({}, answer('one'));
    const order = { method: 'POST', body: 'order', headers: { 'idempotency-key': 'k-17' } };
    expect(await threeTexts(client, order)).toEqual(['one', 'one', 'one']);
    expect(sent).toHaveLength(3);
  });

  it('with redirects: is that of one hop, also for those who were sent there from elsewhere', async () => {
    let asked = 0;
    const client = createClient({
      fetch: async (input) => {
        if (String(input) !== URL_OF_IT)
          return new Response(null, { status: 302, headers: { location: URL_OF_IT } });
        asked += 1;
        await new Promise((resolve) => setTimeout(resolve, 10));
        return new Response('one', { headers: FRESH });
      },
    });
    const texts = ['https://rates.example.com/old', URL_OF_IT].map(async (url) => (await client(url)).text());
    expect(await inTime(Promise.all(texts))).toEqual(['one', 'one']);
    expect(asked).toBe(1);
  });

  it('with retries: has one row of them for all', async () => {
    const { client, sent } = clientOf({}, 503, 503, answer('one'));
    expect(await threeTexts(client)).toEqual(['one', 'one', 'one']);
    expect(sent).toHaveLength(3);
  });

  it('with the budget: is one request, and its retry is paid for once', async () => {
    const retry = { ...AT_ONCE, budget: { share: 0, floor: 1 } };
    const { client, sent } = clientOf({ retry }, 503, answer('one'), 503, 503);
    expect(await threeTexts(client)).toEqual(['one', 'one', 'one']);
    expect(sent).toHaveLength(2);
    await inTime(client('https://rates.example.com/usd'));
    expect(sent).toHaveLength(3);
  });

  it('with verification of responses: is refused for all who wait', async () => {
    const { client, sent } = clientOf(
      {
        retry: false,
        sign: sign({ key: ours.signer }),
        verifyResponses: verifyResponses({ keys: [ours.verifyKey] }),
      },
      answer('forged'),
    );
    const errors = [1, 2, 3].map(() => errorOf(client(URL_OF_IT)));
    const codes = await inTime(Promise.all(errors));
    expect(codes.map(({ code }) => code)).toEqual(['signature', 'signature', 'signature']);
    expect(sent).toHaveLength(1);
  });

  it('with the breaker: is one attempt, whoever waits for it', async () => {
    const { client } = clientOf({ retry: false, breaker: { failuresInARow: 2 } }, 'silence');
    const calls = [1, 2, 3].map(() => errorOf(client(URL_OF_IT)));
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await Promise.all(calls)).map(({ code }) => code)).toEqual(['timeout', 'timeout', 'timeout']);
    expect(client.health(URL_OF_IT)).toMatchObject({ state: 'closed', calls: 1 });
  });

  it('with layers of your own: passes them once', async () => {
    let calls = 0;
    const counting: Layer = {
      name: 'counting',
      wrap: (next) => (call) => {
        calls += 1;
        return next(call);
      },
    };
    const { client } = clientOf({ layers: [counting] }, answer('one'));
    expect(await threeTexts(client)).toEqual(['one', 'one', 'one']);
    expect(calls).toBe(1);
  });

  it('with a signature: is signed once', async () => {
    let signatures = 0;
    const key = () => {
      signatures += 1;
      return ours.signer;
    };
    const { client } = clientOf({ sign: sign({ key }) }, answer('one'));
    expect(await threeTexts(client)).toEqual(['one', 'one', 'one']);
    expect(signatures).toBe(1);
  });
});
