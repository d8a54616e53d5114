import { describe, expect, it, vi } from 'vitest';
import {
  type CacheStore,
  type CacheStoreFailed,
  type ClientOptions,
  createClient,
  type Fetch,
} from '../index.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';

const URL_OF_IT = 'https://rates.example.com/eur?key=hush';

useFakeTime();

/** A service that counts what it is asked. */
function serving(headers: Record<string, string> = { 'cache-control': 'max-age=60', etag: '"1"' }) {
  const asked: Headers[] = [];
  const fetch: Fetch = async (_input, init) => {
    const given = new Headers(init?.headers);
    asked.push(given);
    if (given.has('if-none-match')) return new Response(null, { status: 304, headers });
    return new Response(new Uint8Array([0xff, 0, asked.length]), { headers });
  };
  return { asked, fetch };
}

function clientOver(store: CacheStore, options: ClientOptions = {}) {
  const service = serving();
  const client = createClient({ fetch: service.fetch, ...options, cache: { store } });
  const failures: string[] = [];
  client.on('cache-store-failed', ({ operation, because }: CacheStoreFailed) => {
    failures.push(`${operation} ${because}`);
  });
  const read = async (init = {}) => [...new Uint8Array(await (await client(URL_OF_IT, init)).arrayBuffer())];
  return { ...service, client, failures, read };
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);

/** A store on another machine, as a `Map` would be. */
function remote(
  kept = new Map<string, Uint8Array>(),
): CacheStore & { readonly kept: Map<string, Uint8Array> } {
  return {
    kept,
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value.slice()),
    delete: async (key) => void kept.delete(key),
  };
}

describe('a store that is given', () => {
  it.each<[string, () => CacheStore]>([
    ['that answers at once', () => new Map<string, Uint8Array>()],
    ['that answers later', () => remote()],
  ])('%s serves a second client with the same bytes and headers', async (_what, make) => {
    const store = make();
    const first = clientOver(store);
    expect(await first.read()).toEqual([0xff, 0, 1]);
    await seconds(5);
    const second = clientOver(store);
    const response = await second.client(URL_OF_IT);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0xff, 0, 1]);
    expect(Object.fromEntries(response.headers)).toMatchObject({ etag: '"1"', age: '5' });
    expect(second.asked).toHaveLength(0);

    await seconds(60);
    expect(await second.read()).toEqual([0xff, 0, 1]);
    expect(second.asked[0]?.get('if-none-match')).toBe('"1"');
    expect(await second.read()).toEqual([0xff, 0, 1]);
    expect(second.asked).toHaveLength(1);
  });

  it('is told how long an answer is of use, and never a URL or a credential', async () => {
    const set = vi.fn();
    const { read } = clientOver({ get: () => undefined, set, delete: () => {} });
    await read({ headers: { authorization: 'hush' } });
    expect(set).toHaveBeenCalledOnce();
    const [key, value, keepMs] = set.mock.calls[0] ?? [];
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(Buffer.from(value).toString('latin1')).not.toMatch(/hush|rates/);
    expect(keepMs).toBe(60_000 + 86_400_000);
  });

  it('hears that something was changed', async () => {
    const store = remote();
    const { client, read, asked } = clientOver(store);
    await read();
    await client(URL_OF_IT, { method: 'DELETE' });
    await seconds(1);
    await read();
    expect(asked.length).toBeGreaterThan(2);
  });

  it('keeps what differs by request side by side', async () => {
    const store = remote();
    let asked = 0;
    const fetch: Fetch = async (_input, init) => {
      asked += 1;
      const language = new Headers(init?.headers).get('accept-language');
      return new Response(`in ${language}`, {
        headers: { 'cache-control': 'max-age=60', vary: 'accept-language' },
      });
    };
    const client = createClient({ fetch, cache: { store } });
    const read = async (language: string) =>
      (await client(URL_OF_IT, { headers: { 'accept-language': language } })).text();
    expect([await read('en'), await read('de'), await read('en'), await read('de')]).toEqual([
      'in en',
      'in de',
      'in en',
      'in de',
    ]);
    expect(asked).toBe(2);
  });
});

describe('a store that fails', () => {
  const failing: Record<string, (name: string) => Partial<CacheStore>> = {
    throws: (name) => ({
      [name]: () => {
        throw new Error('hush');
      },
    }),
    rejects: (name) => ({ [name]: async () => Promise.reject(new Error('hush')) }),
  };

  it.each(
    Object.keys(failing).flatMap((how) => (['get', 'set'] as const).map((name) => [how, name] as const)),
  )('%s at %s: the call goes on, and the failure is told', async (how, name) => {
    const { read, failures, asked } = clientOver({ ...remote(), ...failing[how]?.(name) });
    expect(await read()).toEqual([0xff, 0, 1]);
    await seconds(2);
    expect(await read()).toEqual([0xff, 0, 2]);
    expect(failures).toContain(`${name} error`);
    expect(asked).toHaveLength(2);
  });

  it('by never answering costs a call its time-out, and the next ones nothing for a second', async () => {
    const never = () => new Promise<never>(() => {});
    const { client, failures } = clientOver({ get: never, set: never, delete: never });
    const first = client(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(99);
    expect(failures).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await (await first).arrayBuffer();
    expect(failures).toEqual(['get timeout']);
    const started = Date.now();
    await (await client(URL_OF_IT)).arrayBuffer();
    expect(Date.now() - started).toBe(0);
    await seconds(3);
    expect(new Set(failures)).toEqual(new Set(['get timeout', 'set timeout']));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not keep a caller who gives up waiting', async () => {
    const never = () => new Promise<never>(() => {});
    const { client } = clientOver({ get: never, set: never, delete: never });
    const controller = new AbortController();
    const call = client(URL_OF_IT, { signal: controller.signal });
    await vi.advanceTimersByTimeAsync(10);
    controller.abort('enough');
    await expect(call).rejects.toBe('enough');
  });

  it.each<[string, (bytes: Uint8Array) => unknown]>([
    ['is cut off', (bytes) => bytes.subarray(0, bytes.length - 1)],
    ['is longer than it says', (bytes) => new Uint8Array([...bytes, 0])],
    ['is of something else', () => new TextEncoder().encode('{"a":1}')],
    ['is empty', () => new Uint8Array()],
    ['is a text', () => 'text'],
    ['has another version', (bytes) => bytes.map((byte, index) => (index === 5 ? byte + 1 : byte))],
    ['has a status that is no number', (bytes) => replaced(bytes, '"status":200', '"status":"no')],
  ])('by holding what %s is passed over, and told', async (_what, spoil) => {
    const store = remote();
    const { read, failures, asked } = clientOver(store);
    await read();
    for (const [key, value] of store.kept) Reflect.apply(store.kept.set, store.kept, [key, spoil(value)]);
    expect(await read()).toEqual([0xff, 0, 2]);
    expect(failures).toEqual(['get unreadable']);
    expect(asked).toHaveLength(2);
  });

  it('at every single operation never changes what a caller is told', async () => {
    for (let failAt = 0; failAt < 12; failAt += 1) {
      let operations = 0;
      const inner = remote();
      const now = <T>(work: () => T): T => {
        operations += 1;
        if (operations - 1 === failAt) throw new Error('down');
        return work();
      };
      const { read } = clientOver({
        get: (key) => now(() => inner.get(key)),
        set: (key, value, keepMs) => now(() => inner.set(key, value, keepMs)),
        delete: (key) => now(() => inner.delete(key)),
      });
      const told: number[][] = [];
      for (let call = 0; call < 5; call += 1) {
        told.push(await read());
        await seconds(20);
      }
      for (const bytes of told) expect(bytes.slice(0, 2)).toEqual([0xff, 0]);
    }
  });
});

function replaced(bytes: Uint8Array, text: string, by: string): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString('latin1').replace(text, by), 'latin1');
}

it('a process that has nothing else to do may end while a store does not answer', async () => {
  vi.useRealTimers();
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const { read } = clientOver({
    get: () => undefined,
    set: () => new Promise(() => {}),
    delete: () => undefined,
  });
  await read();
  expect(timers()).toBe(before);
});
