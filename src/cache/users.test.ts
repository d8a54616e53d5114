import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type CallInit, type ClientOptions, createClient, type Fetch } from '../index.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';

const URL_OF_IT = 'https://accounts.example.com/me';

useFakeTime();

/** Who a request is of, by whatever it says. The service answers with that, so what is seen can be told from what is due. */
type Identity = (user: string) => CallInit;

const header =
  (name: string, value: (user: string) => string = (user) => user): Identity =>
  (user) => ({ headers: { [name]: value(user) } });

const IDENTITIES: Readonly<Record<string, Identity>> = {
  Authorization: header('authorization', (user) => `Bearer ${user}`),
  Cookie: header('cookie', (user) => `session=${user}`),
  'X-API-Key': header('x-api-key'),
  'a header of the house': header('x-tenant'),
  'a forwarded name': header('x-forwarded-user'),
  baggage: header('baggage', (user) => `user=${user}`),
  'a signature': header('signature', (user) => `sig=:${user}:`),
  'two headers that could be joined wrongly': (user) => ({
    headers: user === 'alice' ? { 'x-a': 'b', 'x-c': 'd' } : { 'x-a': 'b","x-c","d' },
  }),
};

const CONTROLS = [
  'max-age=60',
  'public, max-age=60',
  'private, max-age=60',
  'public, max-age=60, immutable',
  'max-age=0, stale-while-revalidate=60',
  'max-age=0, stale-if-error=60',
  'no-cache',
  'public, s-maxage=60, max-age=60, must-revalidate',
  'max-age=60, no-cache="set-cookie"',
  'no-store, must-understand, max-age=60',
];

const VARIES = [undefined, 'Accept', 'Authorization', 'Cookie', 'X-Tenant, Accept-Language'];

/** Answers with all that a request says, which is what its caller may see. */
const echoing =
  (control: string, vary: string | undefined): Fetch =>
  async (_input, init) => {
    const given = new Headers(init?.headers);
    const etag = `"${[...given].filter(([name]) => !name.startsWith('if-')).join('|')}"`;
    const headers = { 'cache-control': control, etag, ...(vary === undefined ? {} : { vary }) };
    if (given.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
    return new Response(etag, { headers });
  };

async function seen(
  fetch: Fetch,
  calls: readonly CallInit[],
  options: ClientOptions = {},
): Promise<string[]> {
  const client = createClient({ fetch, ...options });
  const texts: string[] = [];
  for (const init of calls) texts.push(await (await client(URL_OF_IT, init)).text());
  const together = await Promise.all(calls.map(async (init) => (await client(URL_OF_IT, init)).text()));
  return [...texts, ...together];
}

const due = ({ headers }: CallInit) => `"${[...new Headers(headers)].join('|')}"`;

describe.each(Object.keys(IDENTITIES).map((how, index) => [how, index] as const))(
  'nobody is shown what another was told, by %s',
  (how, index) => {
    // Over all identities, each directive meets each Vary.
    const rows = CONTROLS.map((control, at) => [control, VARIES[(at + index) % VARIES.length]] as const);

    it.each(rows)('%s, Vary: %s', async (control, vary) => {
      const calls = ['alice', 'bob', 'alice'].map((user): CallInit => IDENTITIES[how]?.(user) ?? {});
      const withNobody: readonly CallInit[] = [...calls, {}];
      const expected = [...withNobody, ...withNobody].map(due);
      expect(await seen(echoing(control, vary), withNobody)).toEqual(expected);
      expect(await seen(echoing(control, vary), withNobody, { cache: { store: new Map() } })).toEqual(
        expected,
      );
    });
  },
);

describe('a partition', () => {
  const token = (user: string) => ({ headers: { authorization: user } });

  it('that nobody names keeps nothing', async () => {
    const calls = [token('alice'), token('bob'), {}];
    const texts = await seen(echoing('max-age=60', undefined), calls, {
      cache: { partition: () => undefined },
    });
    expect(texts).toEqual([...calls, ...calls].map(due));
  });

  it('whose function fails, or answers with something else, keeps nothing', async () => {
    const failing: ClientOptions = {
      cache: {
        partition: () => {
          throw new Error('no user');
        },
      },
    };
    const wrong: ClientOptions = { cache: { partition: () => Object({ user: 1 }) } };
    const warned = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined);
    for (const options of [failing, wrong]) {
      const calls = [token('alice'), token('bob')];
      expect(await seen(echoing('max-age=60', undefined), calls, options)).toEqual(
        [...calls, ...calls].map(due),
      );
    }
    expect(warned.mock.calls.map(([text]) => text)).toContain(
      'The function cache.partition failed: Error: no user',
    );
    expect(warned.mock.calls.map(([text]) => String(text)).join()).toContain('not a string');
  });

  it('that a function names is none that headers make', async () => {
    const client = createClient({ fetch: echoing('max-age=60', undefined) });
    const alice = { headers: { name: 'alice' } };
    const nobody = { headers: { accept: 'text/plain' } };
    const byName = client.with({ cache: { partition: () => 'alice' } });
    const texts = [
      await (await client(URL_OF_IT, alice)).text(),
      await (await byName(URL_OF_IT, nobody)).text(),
    ];
    expect(texts).toEqual([alice, nobody].map(due));
  });

  it('lets those share whom it puts together, but not what varies', async () => {
    const options = { cache: { partition: () => 'tenant' } };
    const [alice, bob] = [token('alice'), token('bob')];
    expect(await seen(echoing('max-age=60', undefined), [alice, bob], options)).toEqual(
      Array(4).fill(due(alice)),
    );
    const varying = await seen(echoing('max-age=60', 'authorization'), [alice, bob], options);
    expect(varying).toEqual([alice, bob, alice, bob].map(due));
  });

  it('is one for calls that differ in what says nothing of who calls', async () => {
    const requests = ['1', '2'].map((id) => ({
      headers: { 'x-request-id': id, traceparent: id, 'x-batch': id },
    }));
    const [first, second] = requests.map(due);
    expect(await seen(echoing('max-age=60', undefined), requests)).toEqual([first, second, first, second]);
    const options = { cache: { impersonalHeaders: ['X-Batch'] } };
    expect(await seen(echoing('max-age=60', undefined), requests, options)).toEqual(Array(4).fill(first));
  });

  it('is another for another transport, and for another dispatcher: they may hold certificates', async () => {
    const answering =
      (text: string): Fetch =>
      async () =>
        new Response(text, { headers: { 'cache-control': 'max-age=60' } });
    const store = new Map<string, Uint8Array>();
    const client = createClient({ fetch: answering('alice'), cache: { store } });
    const other = client.with({ fetch: answering('bob') });
    const text = async (call: typeof client, init = {}) => (await call(URL_OF_IT, init)).text();
    expect([await text(client), await text(other), await text(client)]).toEqual(['alice', 'bob', 'alice']);

    let count = 0;
    const counting = createClient({
      fetch: async () => {
        count += 1;
        return new Response('x', { headers: { 'cache-control': 'max-age=60' } });
      },
    });
    const [one, two] = [{}, {}];
    for (const dispatcher of [one, two, one, two]) await text(counting, { dispatcher });
    expect(count).toBe(2);
  });

  it('of nobody keeps no cookie that makes somebody of one', async () => {
    let count = 0;
    const client = createClient({
      fetch: async () => {
        count += 1;
        return new Response('x', { headers: { 'cache-control': 'max-age=60', 'set-cookie': `id=${count}` } });
      },
    });
    const cookie = async (init = {}) => {
      const response = await client(URL_OF_IT, init);
      await response.text();
      return response.headers.getSetCookie();
    };
    expect([await cookie(), await cookie()]).toEqual([['id=1'], ['id=2']]);
    expect([await cookie(token('alice')), await cookie(token('alice'))]).toEqual([['id=3'], ['id=3']]);
    expect(await cookie(token('bob'))).toEqual(['id=4']);
  });
});

it('no key and no value of a store holds a credential, however it varies', async () => {
  const store = new Map<string, Uint8Array>();
  const client = createClient({
    fetch: async () =>
      new Response('x', {
        headers: { 'cache-control': 'max-age=60', vary: 'authorization, x-api-key, cookie' },
      }),
    cache: { store, partition: ({ headers }) => headers.get('authorization') ?? undefined },
  });
  await (
    await client(`${URL_OF_IT}?token=hush`, {
      headers: { authorization: 'Bearer hush', 'x-api-key': 'hush', cookie: 'hush' },
    })
  ).text();
  expect(store.size).toBe(1);
  for (const [key, value] of store)
    expect(`${key} ${Buffer.from(value).toString('latin1')}`).not.toContain('hush');
});

it('keys do not meet, whatever stands in URLs and headers', async () => {
  const part = fc.stringMatching(/^[a-z"':,|=\\[\]]{0,6}$/);
  const request = fc.record({ path: part, name: fc.constantFrom('x-a', 'x-b'), value: part });
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 2, maxLength: 8 }), async (requests) => {
      const client = createClient({
        fetch: async (input, init) =>
          new Response(JSON.stringify([String(input), [...new Headers(init?.headers)]]), {
            headers: { 'cache-control': 'max-age=60' },
          }),
      });
      for (const { path, name, value } of [...requests, ...requests]) {
        const url = new URL(`https://a.example/${path}`);
        url.hash = '';
        const text = await (await client(url, { headers: { [name]: value } })).text();
        expect(JSON.parse(text)).toEqual([url.href, [[name, value]]]);
      }
    }),
    { numRuns: 30 },
  );
});
