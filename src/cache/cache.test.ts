import { describe, expect, it, vi } from 'vitest';
import { type CallEventOf, type CallInit, type Client, type ClientOptions, createClient } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { fetchFailed, type Sent, type Step, scripted } from '../test-support/scripted.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';

const URL_OF_IT = 'https://rates.example.com/eur?to=usd';

useFakeTime();

type Given = Record<string, string>;

/** An answer with a body of its own, so that one can be told from another. */
function answer(text: string | null, headers: Given = {}, status = 200): Step {
  return () => new Response(text, { status, headers });
}

const notModified = (headers: Given = {}) => answer(null, headers, 304);

function clientOf(steps: readonly Step[], options: ClientOptions = {}) {
  const { fetch, sent } = scripted(...steps);
  const client = createClient({ fetch, retry: false, breaker: false, ...options });
  const decided: string[] = [];
  const refused: string[] = [];
  client.on('cache-decided', ({ result, because }) => decided.push(`${result} ${because}`));
  client.on('cache-not-stored', ({ because }) => refused.push(because));
  return { client, sent, decided, refused };
}

async function read(client: Client, init: CallInit = {}, url = URL_OF_IT): Promise<string> {
  return (await client(url, init)).text();
}

/** What the transport was told of the platform's own cache. */
const modeOf = (request: Sent | undefined): unknown => Reflect.get(request?.init ?? {}, 'cache');

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);
const at = (offsetS: number) => new Date(Date.now() + offsetS * 1_000).toUTCString();

/** Whether a second call, so many seconds later, is answered from what is kept. */
async function isFresh(headers: Given, afterS: number, options: ClientOptions = {}): Promise<boolean> {
  const { client, sent } = clientOf([answer('one', headers), answer('two')], options);
  await read(client);
  await seconds(afterS);
  await read(client);
  return sent.length === 1;
}

describe('RFC 9111, section 4.2.1: how long an answer is fresh', () => {
  it.each<[string, Given, number, boolean]>([
    ['max-age', { 'cache-control': 'max-age=10' }, 9, true],
    ['max-age that is over', { 'cache-control': 'max-age=10' }, 10, false],
    ['max-age=0', { 'cache-control': 'max-age=0' }, 0, false],
    ['max-age in quotes', { 'cache-control': 'max-age="10"' }, 9, true],
    ['MaX-aGe', { 'cache-control': 'MaX-aGe=10' }, 9, true],
    ['max-age with zeros before it', { 'cache-control': 'max-age=0010' }, 9, true],
    ['max-age beyond 31 bits', { 'cache-control': 'max-age=99999999999' }, 100_000, true],
    ['a negative max-age', { 'cache-control': 'max-age=-10' }, 0, false],
    ['a max-age that is no whole number', { 'cache-control': 'max-age=10.0' }, 0, false],
    ['a max-age that is no number', { 'cache-control': 'max-age=10a' }, 0, false],
    ['max-age in single quotes', { 'cache-control': "max-age='10'" }, 0, false],
    ['spaces around =', { 'cache-control': 'max-age = 10' }, 0, false],
    ['two of them: the lesser', { 'cache-control': 'max-age=100, max-age=1' }, 2, false],
    ['two of them, the other way round', { 'cache-control': 'max-age=1, max-age=100' }, 2, false],
    ['one within the value of another', { 'cache-control': 'a="max-age=100", max-age=1' }, 2, false],
    ['s-maxage, which is for shared caches', { 'cache-control': 's-maxage=100, max-age=1' }, 2, false],
    ['must-revalidate, while it is fresh', { 'cache-control': 'max-age=10, must-revalidate' }, 9, true],
    ['no-cache', { 'cache-control': 'max-age=10, no-cache' }, 0, false],
    ['no-cache of a field', { 'cache-control': 'max-age=10, no-cache="x-a"' }, 9, true],
    ['no-store', { 'cache-control': 'max-age=10, No-Store' }, 0, false],
    [
      'no-store of who does not understand the status',
      { 'cache-control': 'max-age=10, no-store, must-understand' },
      9,
      true,
    ],
    ['private', { 'cache-control': 'private, max-age=10' }, 9, true],
    ['nothing', {}, 0, false],
  ])('%s', async (_what, headers, afterS, fresh) => {
    expect(await isFresh(headers, afterS)).toBe(fresh);
  });

  it.each<[string, () => Given, number, boolean]>([
    ['Expires', () => ({ expires: at(10), date: at(0) }), 9, true],
    ['Expires that is over', () => ({ expires: at(10), date: at(0) }), 10, false],
    ['Expires by the clock of the service', () => ({ expires: at(-90), date: at(-100) }), 0, false],
    ['max-age against Expires', () => ({ 'cache-control': 'max-age=10', expires: at(-10) }), 9, true],
    ['Expires in RFC 850', () => ({ expires: 'Thursday, 18-Aug-50 02:01:18 GMT' }), 9, true],
    ['Expires of asctime', () => ({ expires: 'Thu Aug  8 02:01:18 2050' }), 9, true],
    ['Expires in another case', () => ({ expires: 'THU, 18 aug 2050 02:01:18 gMT' }), 9, true],
    ['Expires: 0', () => ({ expires: '0' }), 0, false],
    ['Expires in UTC', () => ({ expires: 'Thu, 18 Aug 2050 02:01:18 UTC' }), 0, false],
    ['Expires without a comma', () => ({ expires: 'Thu 18 Aug 2050 02:01:18 GMT' }), 0, false],
    ['Expires with dashes', () => ({ expires: 'Thu, 18-Aug-2050 02:01:18 GMT' }), 0, false],
    ['Expires with an hour of one digit', () => ({ expires: 'Thu, 18 Aug 2050 2:01:18 GMT' }), 0, false],
    ['Expires twice', () => ({ expires: `${at(10)}, ${at(10)}` }), 0, false],
  ])('%s', async (_what, headers, afterS, fresh) => {
    expect(await isFresh({ etag: '"1"', ...headers() }, afterS)).toBe(fresh);
  });

  it('by heuristics only where they are asked for, a day at most', async () => {
    const modified = (daysAgo: number) => ({ 'last-modified': at(-daysAgo * 86_400), date: at(0) });
    const options = { cache: { heuristics: true } };
    vi.setSystemTime(new Date('2026-11-23T12:00:00Z'));
    expect(await isFresh(modified(1), 3_600)).toBe(false);
    expect(await isFresh(modified(1), 3_600, options)).toBe(true);
    expect(await isFresh(modified(1), 9_000, options)).toBe(false);
    expect(await isFresh(modified(365), 86_399, options)).toBe(true);
    expect(await isFresh(modified(365), 86_400, options)).toBe(false);
  });
});

describe('RFC 9111, section 4.2.3: how old an answer is', () => {
  it.each<[string, () => Given, boolean]>([
    ['Age', () => ({ age: '10' }), false],
    ['Age that leaves time', () => ({ age: '9' }), true],
    ['the first of two', () => ({ age: '0, 10' }), true],
    ['Age that is no number', () => ({ age: '10.0' }), true],
    ['Age with a parameter', () => ({ age: '10;a=b' }), true],
    ['Age beyond 31 bits', () => ({ age: '2147483649' }), false],
    ['a Date in the past', () => ({ date: at(-10) }), false],
    ['a Date in the future', () => ({ date: at(100) }), true],
  ])('%s', async (_what, headers, fresh) => {
    expect(await isFresh({ 'cache-control': 'max-age=10', ...headers() }, 0)).toBe(fresh);
  });

  it('counts the time the request took, and says Age on what is kept alone', async () => {
    const slow: Step = async () => {
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      return new Response('one', { headers: { 'cache-control': 'max-age=10' } });
    };
    const { client } = clientOf([slow, answer('two')]);
    const first = client(URL_OF_IT);
    await seconds(4);
    expect((await first).headers.has('age')).toBe(false);
    await (await first).text();
    await seconds(5);
    expect((await client(URL_OF_IT)).headers.get('age')).toBe('9');
    await seconds(1);
    expect(await read(client)).toBe('two');
  });

  it('a clock that is set back makes nothing younger than it came', async () => {
    const { client } = clientOf([answer('one', { 'cache-control': 'max-age=10', age: '5' })]);
    await read(client);
    vi.setSystemTime(Date.now() - 60_000);
    expect((await client(URL_OF_IT)).headers.get('age')).toBe('5');
  });
});

describe('RFC 9111, section 3: what is kept', () => {
  const fresh = { 'cache-control': 'max-age=60' };

  it.each([200, 203, 204, 299, 301, 302, 307, 308, 400, 404, 410, 499, 500, 503, 599])(
    'a %i that says for how long',
    async (status) => {
      const { client, sent } = clientOf([answer(status === 204 ? null : 'x', fresh, status)]);
      await read(client, { redirect: 'manual' });
      expect((await client(URL_OF_IT, { redirect: 'manual' })).status).toBe(status);
      expect(sent).toHaveLength(1);
    },
  );

  it.each<[string, Step, string]>([
    ['no-store', answer('x', { 'cache-control': 'no-store' }), 'no-store'],
    ['a part', answer('x', { ...fresh, 'content-range': 'bytes 0-0/2' }, 206), 'partial'],
    ['what was chosen by more than the request', answer('x', { ...fresh, vary: 'accept, *' }), 'vary-any'],
    ['what could only be asked for again', answer('x'), 'no-freshness'],
    ['a status nobody may keep unasked', answer('x', { etag: '"1"' }, 502), 'status'],
    [
      'a status that is not understood, and must be',
      answer('x', { 'cache-control': 'max-age=9, must-understand' }, 599),
      'status',
    ],
    ['what is announced too long', answer('x', { ...fresh, 'content-length': '6000000' }), 'too-large'],
    ['a name for one who had none', answer('x', { ...fresh, 'set-cookie': 'id=1' }), 'set-cookie'],
  ])('not %s', async (_what, step, because) => {
    const { client, sent, refused } = clientOf([step, step]);
    await read(client);
    await read(client);
    expect(sent).toHaveLength(2);
    expect(refused).toEqual([because, because]);
  });

  it.each<[string, () => Response, string]>([
    [
      'is cut off',
      () => new Response('abc', { headers: { ...fresh, 'content-length': '10' } }),
      'incomplete',
    ],
    ['turns out too long', () => new Response('a'.repeat(101), { headers: fresh }), 'too-large'],
    [
      'breaks',
      () => {
        const body = new ReadableStream({
          start: (controller) => controller.enqueue(new TextEncoder().encode('a')),
          pull: (controller) => controller.error(new Error('broken')),
        });
        return new Response(body, { headers: fresh });
      },
      'incomplete',
    ],
  ])('not a body that %s', async (_what, step, because) => {
    const { client, sent, refused } = clientOf([step, answer('two')], { cache: { maxEntryBytes: 100 } });
    await read(client).catch(() => {});
    expect(refused).toEqual([because]);
    expect(await read(client)).toBe('two');
    expect(sent).toHaveLength(2);
  });

  it('not a body that its reader gives up', async () => {
    const { client, sent, refused } = clientOf([answer('one', fresh), answer('two')]);
    await (await client(URL_OF_IT)).body?.cancel();
    expect(refused).toEqual(['incomplete']);
    expect(await read(client)).toBe('two');
    expect(sent).toHaveLength(2);
  });

  it('bytes, and each caller has a Response of its own over them', async () => {
    const bytes = new Uint8Array([0xff, 0xfe, 0, 0x80]);
    const { client } = clientOf([() => new Response(bytes.slice(), { headers: { ...fresh, 'x-a': '1' } })]);
    await read(client);
    const first = await client(URL_OF_IT);
    first.headers.set('x-a', '2');
    new Uint8Array(await first.arrayBuffer()).fill(0);
    const second = await client(URL_OF_IT);
    expect(second.headers.get('x-a')).toBe('1');
    expect(new Uint8Array(await second.arrayBuffer())).toEqual(bytes);
    expect(second).toMatchObject({ url: URL_OF_IT, redirected: false, status: 200 });
  });

  it('no header of the connection, nor what no-cache and private name', async () => {
    const dropped = ['connection', 'x-hop', 'keep-alive', 'te', 'upgrade', 'proxy-connection', 'x-a', 'x-b'];
    const headers = Object.fromEntries(dropped.map((name) => [name, '1']));
    const control = 'max-age=60, no-cache="X-A", private="x-b"';
    const { client } = clientOf([
      answer('x', { ...headers, connection: 'close, X-Hop', 'cache-control': control, 'x-kept': '1' }),
    ]);
    await read(client);
    const kept = [...(await client(URL_OF_IT)).headers.keys()];
    expect(kept).toEqual(['age', 'cache-control', 'content-type', 'x-kept']);
  });

  it('not more than fits: what was used longest ago goes', async () => {
    const { client, sent } = clientOf([answer('x', fresh)], { cache: { maxEntries: 2 } });
    for (const path of ['/1', '/2', '/1', '/3', '/1', '/3']) await read(client, {}, URL_OF_IT + path);
    expect(sent).toHaveLength(3);
    await read(client, {}, `${URL_OF_IT}/2`);
    expect(sent).toHaveLength(4);
  });

  it('not more bytes than fit', async () => {
    const { client, sent } = clientOf([answer('a'.repeat(10_000), fresh)], {
      cache: { maxBytes: 30_000 },
    });
    for (const path of ['/1', '/2', '/3']) await read(client, {}, URL_OF_IT + path);
    await read(client, {}, `${URL_OF_IT}/3`);
    expect(sent).toHaveLength(3);
    await read(client, {}, `${URL_OF_IT}/1`);
    expect(sent).toHaveLength(4);
  });
});

describe('RFC 9111, section 4.3: asking whether it has changed', () => {
  const fresh = {
    'cache-control': 'max-age=10',
    etag: '"1"',
    'last-modified': 'Wed, 01 Jan 2020 00:00:00 GMT',
  };

  it('asks with both validators, and shows the caller what a 304 brought', async () => {
    const { client, sent, decided } = clientOf([
      answer('one', { ...fresh, 'x-a': '1', 'x-b': '1', 'content-length': '3' }),
      notModified({
        'x-a': '2',
        'content-length': '99',
        'content-encoding': 'br',
        'cache-control': 'max-age=20',
      }),
    ]);
    await read(client);
    await seconds(10);
    const response = await client(URL_OF_IT);
    expect(sent[1]?.headers.get('if-none-match')).toBe('"1"');
    expect(sent[1]?.headers.get('if-modified-since')).toBe(fresh['last-modified']);
    expect([response.status, await response.text()]).toEqual([200, 'one']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-a': '2',
      'x-b': '1',
      'content-length': '3',
    });
    expect(response.headers.has('content-encoding')).toBe(false);

    await seconds(19);
    expect((await client(URL_OF_IT)).headers.get('x-a')).toBe('2');
    expect(decided).toEqual(['miss nothing-kept', 'revalidated expired', 'hit fresh']);
  });

  it('without the words that would make every cache on the way ask too', async () => {
    const { client, sent } = clientOf([answer('one', fresh), notModified()]);
    await read(client);
    await seconds(10);
    await read(client);
    expect(modeOf(sent[1])).toBe('force-cache');
    expect(sent[1]?.headers.has('cache-control')).toBe(false);
  });

  it('keeps a new answer in the place of the old one', async () => {
    const { client, sent } = clientOf([answer('one', fresh), answer('two', fresh)]);
    await read(client);
    await seconds(10);
    expect(await read(client)).toBe('two');
    expect(await read(client)).toBe('two');
    expect(sent).toHaveLength(2);
  });

  it('a 304 that says no-store is obeyed', async () => {
    const { client, sent, refused } = clientOf([
      answer('one', fresh),
      notModified({ 'cache-control': 'no-store' }),
      answer('two'),
    ]);
    await read(client);
    await seconds(10);
    expect(await read(client)).toBe('one');
    expect(refused).toEqual(['no-store']);
    await read(client);
    expect(sent[2]?.headers.has('if-none-match')).toBe(false);
  });

  it('a 304 that nobody asked for is asked again without conditions', async () => {
    const { client, sent } = clientOf([
      answer('one', { ...fresh, vary: 'accept' }),
      notModified({ etag: '"7"' }),
      answer('two'),
    ]);
    await read(client, { headers: { accept: 'a' } });
    expect(await read(client, { headers: { accept: 'b' } })).toBe('two');
    expect(sent[2]?.headers.has('if-none-match')).toBe(false);
  });

  it('is left to a caller who asks that itself', async () => {
    const { client, sent, decided } = clientOf([answer('one', fresh), notModified({ etag: '"1"' })]);
    await read(client);
    const response = await client(URL_OF_IT, { headers: { 'if-none-match': '"1"' } });
    expect(response.status).toBe(304);
    expect(sent).toHaveLength(2);
    expect(modeOf(sent[1])).toBeUndefined();
    expect(decided.at(-1)).toBe('bypass conditional');
    await read(client);
    expect(sent).toHaveLength(2);
  });
});

describe('RFC 9111, section 4.1: answers that differ by request', () => {
  const varying = { 'cache-control': 'max-age=10', vary: 'Accept-Language' };
  const speaking = (language: string) => ({ headers: { 'accept-language': language } });

  it('are kept side by side', async () => {
    const { client, sent } = clientOf([answer('hello', varying), answer('hallo', varying)]);
    expect(await read(client, speaking('en'))).toBe('hello');
    expect(await read(client, speaking('de'))).toBe('hallo');
    expect(await read(client, speaking('en'))).toBe('hello');
    expect(await read(client, speaking('de'))).toBe('hallo');
    expect(sent).toHaveLength(2);
  });

  it.each<[string, string, string, boolean]>([
    ['accept-language', 'en, de', 'EN ,  de', true],
    ['accept-language', 'en, de', 'de, en', false],
    ['accept', 'a, b', 'a,b', true],
    ['accept', 'a', 'A', false],
    ['accept', '"a, b"', '"a,b"', false],
    ['x-a', '1, 2', '1,2', true],
  ])('compare %s: %s with %s', async (name, one, other, same) => {
    const { client, sent } = clientOf([answer('x', { 'cache-control': 'max-age=10', vary: name })], {
      cache: { partition: () => 'one' },
    });
    await read(client, { headers: { [name]: one } });
    await read(client, { headers: { [name]: other } });
    expect(sent).toHaveLength(same ? 1 : 2);
  });

  it('a header that is absent is not one that is empty', async () => {
    const { client, sent } = clientOf([answer('x', varying)]);
    await read(client, speaking(''));
    await read(client);
    expect(sent).toHaveLength(2);
  });

  it('are asked about together, and a 304 names one of them', async () => {
    const { client, sent } = clientOf([
      answer('hello', { ...varying, etag: '"en"' }),
      answer('hallo', { ...varying, etag: '"de"' }),
      notModified({ etag: '"de"', vary: 'accept-language' }),
    ]);
    await read(client, speaking('en'));
    await read(client, speaking('de'));
    expect(await read(client, speaking('de-AT'))).toBe('hallo');
    expect(sent[2]?.headers.get('if-none-match')?.split(', ').toSorted()).toEqual(['"de"', '"en"']);
    expect(await read(client, speaking('de-AT'))).toBe('hallo');
    expect(await read(client, speaking('en'))).toBe('hello');
    expect(sent).toHaveLength(3);
  });

  it('are no more than eight', async () => {
    const { client, sent } = clientOf([answer('x', varying)]);
    for (let count = 0; count < 9; count += 1) await read(client, speaking(`l${count}`));
    await read(client, speaking('l8'));
    expect(sent).toHaveLength(9);
    await read(client, speaking('l0'));
    expect(sent).toHaveLength(10);
  });
});

describe('RFC 9111, section 4.4: what changes something', () => {
  const fresh = { 'cache-control': 'max-age=60' };

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'M-SEARCH'])(
    '%s makes what is kept doubtful',
    async (method) => {
      const { client, decided } = clientOf([answer('one', fresh), 204, answer('two', fresh)]);
      await read(client);
      await read(client, { method });
      expect(await read(client)).toBe('two');
      expect(await read(client)).toBe('two');
      expect(decided.slice(1)).toEqual(['bypass method', 'miss invalidated', 'hit fresh']);
    },
  );

  it.each<[string, Step]>([
    ['it fails', answer('no', {}, 500)],
    ['it is refused', answer('no', {}, 403)],
  ])('not where %s', async (_what, step) => {
    const { client, sent } = clientOf([answer('one', fresh), step, answer('two')]);
    await read(client);
    await read(client, { method: 'POST' });
    expect(await read(client)).toBe('one');
    expect(sent).toHaveLength(2);
  });

  it.each(['location', 'content-location'])('so does what its %s names, on the same origin', async (name) => {
    const { client, sent } = clientOf([
      answer('one', fresh),
      answer(null, { [name]: 'eur?to=usd#top' }, 201),
      answer('elsewhere', { [name]: URL_OF_IT }, 201),
      answer('two', fresh),
    ]);
    await read(client);
    await read(client, { method: 'POST' }, 'https://rates.example.com/');
    await read(client, { method: 'POST' }, 'https://other.example.com/');
    expect(await read(client)).toBe('two');
    expect(sent).toHaveLength(4);

    await read(client, { method: 'POST' }, 'https://other.example.com/');
    const again = sent.length;
    expect(await read(client)).toBe('two');
    expect(sent).toHaveLength(again);
  });

  it('in the name of one caller, it does so for all', async () => {
    const { client } = clientOf([answer('one', fresh), 204, answer('two', fresh)]);
    const alice = { headers: { authorization: 'alice' } };
    await read(client, alice);
    await read(client, { method: 'DELETE', headers: { authorization: 'bob' } });
    expect(await read(client, alice)).toBe('two');
  });

  it('and what was asked for before, and arrives after it, is not kept', async () => {
    const slow: Step = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return new Response('one', { headers: fresh });
    };
    const { client, refused } = clientOf([slow, 204, answer('two', fresh)]);
    const early = read(client);
    await read(client, { method: 'PUT' });
    const late = read(client);
    await seconds(1);
    expect([await early, await late]).toEqual(['one', 'two']);
    expect(refused).toEqual(['invalidated']);
    expect(await read(client)).toBe('two');
  });
});

describe('RFC 9111, section 5.2.1: what a request asks for', () => {
  const kept = { 'cache-control': 'max-age=100, stale-while-revalidate=1000', age: '50', etag: '"1"' };
  const asking = (control: string) => ({ headers: { 'cache-control': control } });

  it.each<[string, number, string]>([
    ['max-age=60', 5, 'hit fresh'],
    ['max-age=60', 10, 'revalidated max-age'],
    ['max-age=0', 0, 'revalidated max-age'],
    ['min-fresh=40', 5, 'hit fresh'],
    ['min-fresh=50', 5, 'revalidated min-fresh'],
    ['no-cache', 0, 'revalidated no-cache'],
    ['no-store', 0, 'bypass no-store'],
    ['only-if-cached', 0, 'hit fresh'],
    ['only-if-cached', 60, 'miss only-if-cached'],
    ['max-stale', 5_000, 'stale max-stale'],
    ['max-stale=20', 60, 'stale max-stale'],
    ['max-stale=5', 60, 'stale stale-while-revalidate'],
    ['max-age=500', 60, 'revalidated expired'],
    ['unknown', 5, 'hit fresh'],
  ])('%s, after %i s: %s', async (control, afterS, expected) => {
    const { client, decided } = clientOf([answer('one', kept), notModified()]);
    await read(client);
    await seconds(afterS);
    await client(URL_OF_IT, asking(control));
    expect(decided[1]).toBe(expected);
  });

  it('Pragma: no-cache counts where there is no Cache-Control', async () => {
    const { client, decided } = clientOf([answer('one', kept), notModified()]);
    await read(client);
    await read(client, { headers: { pragma: 'no-cache' } });
    await read(client, { headers: { pragma: 'no-cache', 'cache-control': 'max-age=100' } });
    expect(decided.slice(1)).toEqual(['revalidated no-cache', 'hit fresh']);
  });
});

describe('the cache modes of fetch', () => {
  const kept = { 'cache-control': 'max-age=10', etag: '"1"' };

  it.each<[CallInit['cache'], number, string, number]>([
    ['default', 0, 'hit fresh', 1],
    ['no-store', 0, 'bypass no-store', 2],
    ['reload', 0, 'miss reload', 2],
    ['no-cache', 0, 'revalidated no-cache', 2],
    ['force-cache', 99, 'stale force-cache', 1],
    ['only-if-cached', 99, 'stale force-cache', 1],
  ])('%s, after %i s: %s', async (cache, afterS, expected, requests) => {
    const validating: Step = (request) =>
      request.headers.has('if-none-match') ? new Response(null, { status: 304 }) : new Response('new');
    const { client, sent, decided } = clientOf([answer('one', kept), validating]);
    await read(client);
    await seconds(afterS);
    await read(client, { cache });
    expect(decided[1]).toBe(expected);
    expect(sent).toHaveLength(requests);
  });

  it('only-if-cached answers 504 and sends nothing, for whatever reason nothing is there', async () => {
    const { client, sent } = clientOf([200], { cache: { partition: () => undefined } });
    expect((await client(URL_OF_IT, { cache: 'only-if-cached' })).status).toBe(504);
    expect(
      (await client.with({ cache: { partition: () => 'a' } })(URL_OF_IT, { cache: 'only-if-cached' })).status,
    ).toBe(504);
    expect((await client(URL_OF_IT, { headers: { 'cache-control': 'only-if-cached' } })).status).toBe(200);
    expect(sent).toHaveLength(1);
  });

  it('a Request says its own', async () => {
    const { client, sent } = clientOf([answer('one', kept), answer('two', kept)]);
    await read(client);
    expect(await (await client(new Request(URL_OF_IT, Object({ cache: 'reload' })))).text()).toBe('two');
    expect(await read(client)).toBe('two');
    expect(sent).toHaveLength(2);
  });

  it('immutable does not stand against no-cache', async () => {
    const { client, decided } = clientOf([
      answer('one', { ...kept, 'cache-control': 'max-age=10, immutable' }),
      notModified(),
    ]);
    await read(client);
    await read(client, { cache: 'no-cache' });
    expect(decided[1]).toBe('revalidated no-cache');
  });

  it('integrity is checked on what is kept', async () => {
    const { client, sent } = clientOf([answer('one', kept)]);
    await read(client);
    const sri = (text: string) =>
      crypto.subtle
        .digest('SHA-384', new TextEncoder().encode(text))
        .then((hash) => `sha256-AAAA sha384-${Buffer.from(hash).toString('base64')}`);
    expect(await read(client, { integrity: await sri('one') })).toBe('one');
    expect(await read(client, { integrity: 'md5-AAAA' })).toBe('one');
    const error = await errorOf(client(URL_OF_IT, { integrity: await sri('two') }));
    expect(error).toMatchObject({ code: 'network', isRetryable: false });
    expect(error.message).not.toContain('to=usd');
    expect(sent).toHaveLength(1);
  });

  it('redirects are kept hop by hop, and the answer says so each time', async () => {
    const { client, sent } = clientOf([
      answer(null, { location: '/new', 'cache-control': 'max-age=60' }, 301),
      answer('there', { 'cache-control': 'max-age=60' }),
    ]);
    await read(client);
    const response = await client(URL_OF_IT);
    expect(response).toMatchObject({ url: 'https://rates.example.com/new', redirected: true });
    expect(await response.text()).toBe('there');
    expect(sent).toHaveLength(2);
  });

  it('a kept redirect to http is refused as a new one is', async () => {
    const moved = { location: 'http://rates.example.com/', 'cache-control': 'max-age=60' };
    const { client, sent } = clientOf([answer(null, moved, 301)]);
    await errorOf(client(URL_OF_IT));
    expect((await errorOf(client(URL_OF_IT))).code).toBe('https-required');
    expect(sent).toHaveLength(1);
  });
});

describe('HEAD', () => {
  const kept = { 'cache-control': 'max-age=10', etag: '"1"', 'content-length': '3' };

  it('is answered from what is kept', async () => {
    const { client, sent } = clientOf([answer('one', kept)]);
    await read(client);
    const response = await client(URL_OF_IT, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
      200,
      '3',
      '',
    ]);
    expect(sent).toHaveLength(1);
  });

  it('goes through as it is, and freshens what is kept or makes an end of it', async () => {
    const { client, sent } = clientOf([
      answer('one', kept),
      answer(null, { ...kept, 'x-a': '2' }),
      answer(null, { ...kept, 'content-length': '4' }),
      answer('four', kept),
    ]);
    await read(client);
    await seconds(10);
    await client(URL_OF_IT, { method: 'HEAD' });
    expect(sent[1]?.method).toBe('HEAD');
    expect(sent[1]?.headers.has('if-none-match')).toBe(false);
    const response = await client(URL_OF_IT);
    expect([response.headers.get('x-a'), await response.text()]).toEqual(['2', 'one']);

    await client(URL_OF_IT, { method: 'HEAD', cache: 'reload' });
    expect(await read(client)).toBe('four');
  });
});

describe('ranges', () => {
  const kept = { 'cache-control': 'max-age=10', 'x-a': '1' };
  const range = (value: string) => ({ headers: { range: value } });

  it.each<[string, string, string]>([
    ['bytes=0-1', '01', 'bytes 0-1/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
  ])('%s is cut out of what is kept whole', async (value, text, contentRange) => {
    const { client, sent } = clientOf([answer('0123456789', kept)]);
    await read(client);
    const response = await client(URL_OF_IT, range(value));
    expect([response.status, await response.text()]).toEqual([206, text]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-range': contentRange,
      'content-length': String(text.length),
      'x-a': '1',
    });
    expect(sent).toHaveLength(1);
  });

  it.each(['bytes=0-1, 3-4', 'bytes=99-', 'bytes=5-2', 'bytes=-0', 'lines=0-1', 'bytes=-'])(
    '%s is left to the service',
    async (value) => {
      const { client, sent } = clientOf([answer('0123456789', kept), answer('whatever', {}, 416)]);
      await read(client);
      expect((await client(URL_OF_IT, range(value))).status).toBe(416);
      expect(sent).toHaveLength(2);
    },
  );

  it('are not cut out of what has been unpacked', async () => {
    const { client, sent } = clientOf([
      answer('0123', { ...kept, 'content-encoding': 'x-none' }),
      answer('01', {}, 206),
    ]);
    await read(client);
    expect((await client(URL_OF_IT, range('bytes=0-1'))).status).toBe(206);
    expect(sent).toHaveLength(2);
  });

  it('are never kept, nor is a 416', async () => {
    const { client } = clientOf([
      answer('01', { ...kept, 'content-range': 'bytes 0-1/10' }, 206),
      answer('none', kept, 416),
      answer('0123456789', kept),
    ]);
    expect(await read(client, range('bytes=0-1'))).toBe('01');
    expect(await read(client, range('bytes=99-'))).toBe('none');
    expect(await read(client)).toBe('0123456789');
  });
});

describe('RFC 5861: old answers', () => {
  const swr = { 'cache-control': 'max-age=10, stale-while-revalidate=60', etag: '"1"' };
  const sie = { 'cache-control': 'max-age=10, stale-if-error=60', etag: '"1"' };

  it('stale-while-revalidate answers at once and asks once, in nobody’s time', async () => {
    const slow: Step = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return new Response('two', { headers: swr });
    };
    const { client, sent, decided } = clientOf([answer('one', swr), slow]);
    await read(client);
    await seconds(10);
    const controller = new AbortController();
    expect(await read(client, { signal: controller.signal })).toBe('one');
    expect(await read(client)).toBe('one');
    controller.abort();
    await seconds(1);
    expect(await read(client)).toBe('two');
    expect(sent).toHaveLength(2);
    expect(sent[1]?.headers.get('if-none-match')).toBe('"1"');
    expect(decided).toEqual([
      'miss nothing-kept',
      'stale stale-while-revalidate',
      'stale stale-while-revalidate',
      'miss expired',
      'hit fresh',
    ]);
  });

  it('stale-while-revalidate: a request that fails is tried again by the next call', async () => {
    const { client, sent } = clientOf([answer('one', swr), fetchFailed('ECONNRESET'), answer('two', swr)]);
    await read(client);
    await seconds(10);
    expect(await read(client)).toBe('one');
    await seconds(0);
    expect(await read(client)).toBe('one');
    await seconds(0);
    expect(await read(client)).toBe('two');
    expect(sent).toHaveLength(3);
  });

  it('stale-while-revalidate: its request has a deadline of its own, and no caller waits for it', async () => {
    const { client, sent } = clientOf([answer('one', swr), 'silence', answer('two', swr)], {
      deadlineMs: 5_000,
    });
    await read(client);
    await seconds(10);
    await read(client);
    await seconds(4);
    await read(client);
    expect(sent).toHaveLength(2);
    await seconds(2);
    await read(client);
    expect(sent).toHaveLength(3);
  });

  it('not beyond its time', async () => {
    const { client } = clientOf([answer('one', swr), answer('two', swr)]);
    await read(client);
    await seconds(71);
    expect(await read(client)).toBe('two');
  });

  it.each<[string, Step, ClientOptions]>([
    ['a connection that breaks', fetchFailed('ECONNRESET'), {}],
    ['nobody there', fetchFailed('ECONNREFUSED'), {}],
    ['a 500', answer('no', {}, 500), {}],
    ['a 503', answer('no', {}, 503), {}],
    ['a timeout', 'silence', { attemptTimeoutMs: 1_000 }],
    ['a deadline that passes', 'silence', { deadlineMs: 2_000, attemptTimeoutMs: false }],
    [
      'a deadline that passes, without coalescing',
      'silence',
      { deadlineMs: 2_000, attemptTimeoutMs: false, cache: { coalesce: false } },
    ],
    [
      'a body deadline besides',
      'silence',
      { deadlineMs: 2_000, attemptTimeoutMs: false, bodyDeadlineMs: 500 },
    ],
  ])('stale-if-error: %s', async (_what, step, options) => {
    const { client, decided } = clientOf([answer('one', sie), step], options);
    await read(client);
    await seconds(20);
    const late = read(client);
    await seconds(2);
    expect(await late).toBe('one');
    expect(decided[1]).toBe('stale stale-if-error');
    await seconds(10);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stale-if-error: an open circuit', async () => {
    const { client, sent } = clientOf([answer('one', sie), answer('no', {}, 503)], {
      breaker: { failuresInARow: 1, coolDownMs: 60_000 },
    });
    await read(client);
    await seconds(20);
    expect(await read(client)).toBe('one');
    const before = sent.length;
    expect(await read(client)).toBe('one');
    expect(sent).toHaveLength(before);
  });

  it.each<[string, string, CallInit, number]>([
    ['must-revalidate', 'max-age=10, stale-if-error=60, must-revalidate', {}, 503],
    ['no-cache', 'no-cache, stale-if-error=60', {}, 503],
    ['its time is over', 'max-age=10, stale-if-error=5', {}, 503],
    ['the caller wants no other', 'max-age=10, stale-if-error=60', { cache: 'no-cache' }, 503],
    ['the service says no', 'max-age=10, stale-if-error=60', {}, 403],
  ])('not stale-if-error where %s', async (_what, control, init, status) => {
    const { client } = clientOf([answer('one', { 'cache-control': control, etag: '"1"' }), status]);
    await read(client);
    await seconds(20);
    expect((await client(URL_OF_IT, init)).status).toBe(status);
  });

  it('the caller’s own abort is no error to be hidden', async () => {
    const { client } = clientOf([answer('one', sie), 'silence']);
    await read(client);
    await seconds(20);
    const controller = new AbortController();
    const late = client(URL_OF_IT, { signal: controller.signal });
    controller.abort('enough');
    await expect(late).rejects.toBe('enough');
  });

  it('an operator can allow more than the service, for one route, and never against must-revalidate', async () => {
    const plain = { 'cache-control': 'max-age=10' };
    const { client } = clientOf([
      answer('one', plain),
      503,
      503,
      answer('two', { 'cache-control': 'max-age=10, must-revalidate' }),
      503,
    ]);
    const patient = client.with({ cache: { staleIfErrorMs: 60_000 } });
    await read(client);
    await seconds(20);
    expect((await client(URL_OF_IT)).status).toBe(503);
    expect(await read(patient)).toBe('one');
    await read(patient, { cache: 'reload' });
    await seconds(20);
    expect((await patient(URL_OF_IT)).status).toBe(503);
  });
});

describe('saying no', () => {
  const kept = { 'cache-control': 'max-age=60' };

  it('for a client, a route, and one route within a client', async () => {
    const { client, sent } = clientOf([answer('x', kept)]);
    await read(client);
    await read(client.with({ cache: false }));
    expect(sent).toHaveLength(2);
    await read(client.with({ cache: false }).with({ cache: true }));
    await read(client.with({ deadlineMs: 5_000, cache: { staleIfErrorMs: 1 } }));
    expect(sent).toHaveLength(2);
    expect(
      client
        .with({ cache: false })
        .describe()
        .layers.map(({ name }) => name),
    ).not.toContain('cache');
  });

  it('tells of each call why, with the age and without a secret', async () => {
    const { client } = clientOf([answer('x', kept)]);
    const events: CallEventOf<'cache-decided'>[] = [];
    client.on('cache-decided', (event) => events.push(event));
    await read(client, { headers: { authorization: 'hush' } });
    await seconds(7);
    await read(client, { headers: { authorization: 'hush' } });
    expect(events).toMatchObject([
      { result: 'miss', because: 'nothing-kept', ageS: undefined, path: '/eur' },
      { result: 'hit', because: 'fresh', ageS: 7 },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/hush|usd/);
  });

  it.each<[object, RegExp]>([
    [{ cach: true }, /cach/],
    [{ cache: 'yes' }, /cache can be true, false, or an object/],
    [{ cache: { ttl: 1 } }, /no option cache\.ttl/],
    [{ cache: { store: {} } }, /cache\.store has no get\(\)/],
    [{ cache: { store: new Map(), maxBytes: 1 } }, /cache\.maxBytes are of the memory/],
    [
      { cache: { maxBytes: 10, maxEntryBytes: 20 } },
      /maxEntryBytes \(20\) is more than cache\.maxBytes \(10\)/,
    ],
    [{ cache: { maxEntries: -1 } }, /cache\.maxEntries is -1/],
    [{ cache: { partition: 'user' } }, /cache\.partition takes a function/],
    [{ cache: { impersonalHeaders: 'x' } }, /cache\.impersonalHeaders takes a list/],
    [{ cache: { impersonalHeaders: ['x'], partition: () => 'a' } }, /both given/],
    [{ cache: { staleIfErrorMs: Number.NaN } }, /cache\.staleIfErrorMs is NaN/],
    [{ cache: { storeTimeoutMs: 0 } }, /cache\.storeTimeoutMs is 0/],
    [{ cache: { heuristics: 1 } }, /cache\.heuristics is 1/],
  ])('names an option that cannot work: %j', (options, message) => {
    expect(() => createClient(options)).toThrowError(message);
  });
});
