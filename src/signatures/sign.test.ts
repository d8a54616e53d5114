import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type CallInit, type ClientOptions, compose, createClient, redirects } from '../index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { type Sent, type Step, scripted } from '../test-support/scripted.ts';
import { type KeyPair, keyPair } from '../test-support/signing-keys.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';
import {
  memoryReplayStore,
  parseDictionary,
  type RequestMessage,
  type Signer,
  type SignOptions,
  sign,
  type VerifyPolicy,
  verify,
} from './index.ts';

const ORIGIN = 'https://orders.example.com';
const OTHER = 'https://stock.example.com';
const at = (path: string) => `${ORIGIN}${path}`;

let ours: KeyPair;
let next: KeyPair;
beforeAll(async () => {
  ours = await keyPair('ed25519');
  next = await keyPair('svc-ed25519-next');
});

useFakeTime();

function clientOf(
  options: Omit<SignOptions, 'key'> & { key?: SignOptions['key'] } = {},
  ...steps: readonly Step[]
) {
  return clientWith({ sign: sign({ key: ours.signer, ...options }) }, ...steps);
}

function clientWith(options: ClientOptions, ...steps: readonly Step[]) {
  const { fetch, sent } = scripted(...steps);
  return { client: createClient({ fetch, retry: { firstWaitMs: 0 }, ...options }), sent };
}

function messageOf({ method, url, headers, body }: Sent): RequestMessage {
  const { origin, pathname, search } = new URL(url);
  return {
    method,
    target: `${pathname}${search}`,
    origin,
    headers: [...headers],
    body: new TextEncoder().encode(body),
  };
}

const policy = (more: Partial<VerifyPolicy> = {}): VerifyPolicy => ({
  keys: [ours.verifyKey, next.verifyKey],
  replay: false,
  ...more,
});

const only = (sent: readonly Sent[]): Sent => {
  const [first, ...others] = sent;
  if (first === undefined || others.length > 0) throw new Error(`${sent.length} were sent.`);
  return first;
};

/** What the first signature of a request says of itself. */
function parametersOf({ headers }: Sent, label = 'sig1'): Record<string, unknown> {
  const member = parseDictionary(headers.get('signature-input') ?? '').members.get(label);
  return Object.fromEntries([...(member?.parameters ?? [])].map(([name, { value }]) => [name, value]));
}

describe('a signed request', () => {
  it('is accepted by a verifier, with all that matters covered', async () => {
    const { client, sent } = clientOf({ tag: 'orders' });
    const headers = { authorization: 'Bearer t', 'idempotency-key': '"k"', accept: 'text/plain' };
    await client(at('/v1/orders?dry-run'), { method: 'POST', body: 'order', headers });

    const { view, ...verified } = await verify(messageOf(only(sent)), policy({ tag: 'orders' }));
    expect(verified).toMatchObject({
      keyId: 'svc-ed25519',
      algorithm: 'ed25519',
      label: 'sig1',
      tag: 'orders',
    });
    expect(verified.covered).toEqual([
      '"@method"',
      '"@target-uri"',
      '"content-digest"',
      '"content-type"',
      '"authorization"',
      '"idempotency-key"',
    ]);
    expect(view).toMatchObject({
      method: 'POST',
      url: at('/v1/orders?dry-run'),
      body: new TextEncoder().encode('order'),
    });
    expect(view.headers.get('accept')).toBeNull();
  });

  it('says when it was made, until when it counts, a nonce, its key and its application, in this order', async () => {
    const { client, sent } = clientOf({ tag: 'orders' });
    await client(at('/'));
    expect(Object.entries(parametersOf(only(sent)))).toEqual([
      ['created', 1_000],
      ['expires', 1_060],
      ['nonce', expect.stringMatching(/^[\w-]{22}$/)],
      ['keyid', 'svc-ed25519'],
      ['tag', 'orders'],
    ]);
  });

  it('has what the options say instead', async () => {
    const { client, sent } = clientOf({
      components: ['@authority', { component: '@query-param', name: 'id' }],
      required: ['x-tenant'],
      parameters: ['keyid', 'alg', 'created'],
      label: 'mine',
    });
    await client(at('/?id=7'), { headers: { 'x-tenant': 't1' } });
    expect(only(sent).headers.get('signature-input')).toBe(
      'mine=("@authority" "@query-param";name="id" "x-tenant");keyid="svc-ed25519";alg="ed25519";created=1000',
    );
  });

  it.each<[string, CallInit, string | null]>([
    ['a body', { method: 'PUT', body: 'order' }, 'sha-256=:Put+luWc5A+csaCJ2roHn9aZ9oZ6MPZjSvhXCWeyN1o=:'],
    [
      'no body, and a method that may have one',
      { method: 'POST' },
      'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:',
    ],
    ['no body, and GET', { method: 'GET' }, null],
    [
      'a body, and DELETE',
      { method: 'DELETE', body: 'order' },
      'sha-256=:Put+luWc5A+csaCJ2roHn9aZ9oZ6MPZjSvhXCWeyN1o=:',
    ],
  ])('with %s has the digest that goes with it', async (_what, init, digest) => {
    const { client, sent } = clientOf();
    await client(at('/'), init);
    expect(only(sent).headers.get('content-digest')).toBe(digest);
    expect((await verify(messageOf(only(sent)), policy())).covered.includes('"content-digest"')).toBe(
      digest !== null,
    );
  });

  it('is signed as it is sent: the `?` of an empty query is not', async () => {
    const { client, sent } = clientOf();
    await client(at('/orders?'));
    expect((await verify(messageOf(only(sent)), policy())).view.url).toBe(at('/orders'));
  });

  it('keeps a digest that the caller gave', async () => {
    const { client, sent } = clientOf();
    const given = 'sha-512=:AAAA:';
    await client(at('/'), { method: 'PUT', body: 'order', headers: { 'content-digest': given } });
    expect(only(sent).headers.get('content-digest')).toBe(given);
  });

  it('may have several signatures, each with a key of its own', async () => {
    const { client, sent } = clientWith({
      sign: sign(
        { key: ours.signer },
        { key: next.signer, components: ['@method', { component: 'signature', key: 'sig1' }] },
      ),
    });
    await client(at('/'));
    const message = messageOf(only(sent));
    expect(await verify(message, policy({ label: 'sig1' }))).toMatchObject({ keyId: 'svc-ed25519' });
    expect(await verify(message, policy({ label: 'sig2', require: ['signature;key="sig1"'] }))).toMatchObject(
      {
        keyId: 'svc-ed25519-next',
      },
    );
  });

  it('keeps the signatures it came with', async () => {
    const { client, sent } = clientOf({ label: 'ours' });
    const headers = { 'signature-input': 'theirs=("@method")', signature: 'theirs=:AAAA:' };
    await client(at('/'), { headers });
    expect(only(sent).headers.get('signature-input')).toMatch(/^theirs=\("@method"\), ours=\(/);
    expect(await errorOf(clientOf({ label: 'theirs' }).client(at('/'), { headers }))).toMatchObject({
      code: 'options',
      message: expect.stringMatching(/called theirs already/),
    });
  });
});

describe('each attempt', () => {
  it('has a signature of its own, under one digest and one key', async () => {
    const { client, sent } = clientOf(
      {},
      503,
      () => {
        vi.setSystemTime(Date.now() + 5_000);
        return new Response(null, { status: 503 });
      },
      200,
    );
    const hashed = vi.spyOn(process.getBuiltinModule('node:crypto'), 'hash');
    const headers = { 'idempotency-key': '"k"' };
    const call = client(at('/'), { method: 'POST', body: 'order', headers });
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await call).status).toBe(200);
    expect(hashed).toHaveBeenCalledTimes(1);

    const replay = memoryReplayStore();
    for (const each of sent) await verify(messageOf(each), policy({ replay }));
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map((each) => parametersOf(each).nonce)).size).toBe(3);
    expect(sent.map((each) => parametersOf(each).created)).toEqual([1_000, 1_000, 1_005]);
    expect(new Set(sent.map((each) => each.headers.get('content-digest'))).size).toBe(1);
    expect(sent.map((each) => each.headers.get('idempotency-key'))).toEqual(['"k"', '"k"', '"k"']);
  });

  it('asks for its key anew, so that keys can be changed while the client runs', async () => {
    let current = ours.signer;
    const { client, sent } = clientOf({ key: () => current }, 200);
    await client(at('/'));
    current = next.signer;
    await client(at('/'));
    expect(sent.map((each) => parametersOf(each).keyid)).toEqual(['svc-ed25519', 'svc-ed25519-next']);
    for (const each of sent) await verify(messageOf(each), policy());
  });

  it('can be signed by a key that is elsewhere and takes its time', async () => {
    const remote: Signer = { ...ours.signer, sign: async (base) => ours.signer.sign(base) };
    const { client, sent } = clientOf({ key: async () => remote });
    await client(at('/'));
    expect(await verify(messageOf(only(sent)), policy())).toMatchObject({ keyId: 'svc-ed25519' });
  });
});

describe('a redirect', () => {
  const moved = (status: number, location: string) => () =>
    new Response(null, { status, headers: { location } });

  it('within the origin is signed anew for where it leads', async () => {
    const { client, sent } = clientOf({}, moved(307, '/new'), 200);
    await client(at('/old'), { method: 'POST', body: 'order' });
    const replay = memoryReplayStore();
    const urls = [];
    for (const each of sent) urls.push((await verify(messageOf(each), policy({ replay }))).view.url);
    expect(urls).toEqual([at('/old'), at('/new')]);
  });

  it('that makes it a GET leaves the digest behind', async () => {
    const { client, sent } = clientOf({}, moved(303, '/new'), 200);
    await client(at('/old'), { method: 'POST', body: 'order' });
    expect(sent[1]?.headers.has('content-digest')).toBe(false);
    expect((await verify(messageOf(sent[1] ?? only(sent)), policy())).covered).toEqual([
      '"@method"',
      '"@target-uri"',
    ]);
  });

  it.each<[string, (signer: Signer) => SignOptions['key'], boolean[]]>([
    ['a key', (key) => key, [true, false]],
    ['a function that looks at nothing', (key) => () => key, [true, false]],
    [
      'a function that names another',
      (key) => () => ({ key, origin: 'https://else.example.com' }),
      [false, false],
    ],
    [
      'a function that names it',
      (key) => (to) => (to.origin === OTHER ? { key, origin: OTHER } : key),
      [true, true],
    ],
  ])(
    'to another origin is signed only where the key function names that origin: %s',
    async (_what, key, isSigned) => {
      const { client, sent } = clientOf({ key: key(ours.signer) }, moved(302, `${OTHER}/new`), 200);
      await client(at('/old'));
      expect(sent.map(({ headers }) => headers.has('signature'))).toEqual(isSigned);
      expect(sent.map(({ headers }) => headers.has('signature-input'))).toEqual(isSigned);
    },
  );

  it('that comes back is signed again', async () => {
    const { client, sent } = clientOf({}, moved(302, `${OTHER}/`), moved(302, at('/')), 200);
    await client(at('/old'));
    expect(sent.map(({ headers }) => headers.has('signature'))).toEqual([true, false, true]);
  });
});

describe('a key by itself', () => {
  it('signs for the origin of baseUrl, and not for another that is called', async () => {
    const { client, sent } = clientWith({ baseUrl: ORIGIN, sign: sign({ key: ours.signer }) });
    await client('/orders');
    await client(`${OTHER}/orders`);
    expect(sent.map(({ headers }) => headers.has('signature'))).toEqual([true, false]);
  });

  it('signs for the origin a call began at, where there is no baseUrl', async () => {
    const { fetch, sent } = scripted(200);
    await compose(fetch, redirects(), sign({ key: ours.signer }))(`${OTHER}/orders`);
    expect(await verify(messageOf(only(sent)), policy())).toMatchObject({ keyId: 'svc-ed25519' });
  });
});

describe('a body that comes from a function', () => {
  it('is made once more, for its digest, and sent as it was hashed', async () => {
    let made = 0;
    const body = () => {
      made += 1;
      return new Blob(['or', 'der']).stream();
    };
    const { client, sent } = clientOf({}, 503, 200);
    const call = client(at('/'), { method: 'PUT', body });
    await vi.advanceTimersByTimeAsync(1_000);
    await call;
    expect(made).toBe(3);
    for (const each of sent) await verify(messageOf(each), policy());
  });

  it.each<[string, CallInit['body'], RegExp]>([
    [
      'is a stream that can be read once',
      new Blob(['order']).stream(),
      /Give a function that makes it, or its Content-Digest/,
    ],
    ['is a form that differs each time', () => new FormData(), /Give the FormData itself/],
  ])('or %s, is refused before anything is sent', async (_what, body, message) => {
    const { client, sent } = clientOf();
    const error = await errorOf(client(at('/'), { method: 'PUT', body: body ?? null }));
    expect(error).toMatchObject({ code: 'options', message: expect.stringMatching(message) });
    expect(sent).toHaveLength(0);
  });

  it('or is a stream that comes with its digest, is sent', async () => {
    const { client, sent } = clientOf();
    const headers = { 'content-digest': 'sha-256=:Put+luWc5A+csaCJ2roHn9aZ9oZ6MPZjSvhXCWeyN1o=:' };
    await client(at('/'), { method: 'PUT', body: new Blob(['order']).stream(), headers });
    expect(await verify(messageOf(only(sent)), policy())).toMatchObject({ keyId: 'svc-ed25519' });
  });
});

describe('what cannot be signed', () => {
  it.each<[string, Omit<SignOptions, 'key'>, RegExp]>([
    ['a field that must be there and is not', { required: ['x-tenant'] }, /"x-tenant" is not in the message/],
    ['a query parameter that is there twice', { components: ['@query-param;name="a"'] }, /2 times/],
    ['a field beyond ASCII', { components: ['x-name'] }, /beyond ASCII/],
    ['a structured field of an unknown type', { components: ['x-name;sf'] }, /fieldTypes/],
  ])('is not sent: %s', async (_what, options, message) => {
    const { client, sent } = clientOf(options);
    const error = await errorOf(client(at('/?a=1&a=2'), { headers: { 'x-name': 'caf\u00e9' } }));
    expect(error).toMatchObject({
      code: 'options',
      isRetryable: false,
      message: expect.stringMatching(message),
    });
    expect(error.message).toContain(`GET ${ORIGIN}/`);
    expect(sent).toHaveLength(0);
  });

  it.each<[string, SignOptions['key']]>([
    ['that cannot be had', () => Promise.reject(new Error('the vault is shut'))],
    [
      'that fails',
      { keyId: 'k', algorithm: 'ed25519', sign: () => Promise.reject(new Error('the vault is shut')) },
    ],
  ])('is not sent: a key %s', async (_what, key) => {
    const { client, sent } = clientOf({ key });
    expect(await errorOf(client(at('/')))).toMatchObject({
      code: 'options',
      cause: { message: 'the vault is shut' },
    });
    expect(sent).toHaveLength(0);
  });

  it('goes unsigned where the key function says so', async () => {
    const { client, sent } = clientOf({ key: () => undefined });
    await client(at('/'), { method: 'POST', body: 'order' });
    expect([...only(sent).headers.keys()]).toEqual(['content-type']);
  });
});

describe('options', () => {
  it.each<[unknown, RegExp]>([
    [{}, /Option key is missing.*importSigner/],
    [{ key: 'secret' }, /Option key is missing/],
    [{ expires: 5 }, /no option expires.*expiresInMs/],
    [{ expiresInMs: 0 }, /expiresInMs is 0/],
    [{ digest: 'md5' }, /digest is md5.*sha-256/],
    [{ components: ['@signature-params'] }, /@signature-params is not one that can be covered/],
    [{ components: ['@status'] }, /"@status" cannot be signed in a request/],
    [{ components: ['x;tr'] }, /"x";tr cannot be signed.*no trailers/],
    [{ components: ['Date'] }, /Date is no field name in lower case/],
    [{ parameters: ['crated'] }, /parameters names crated.*created/],
    [{ label: 'Sig' }, /label is Sig/],
    [{ tag: 'ü' }, /tag/],
  ])('that cannot work are named, with the cure: %j', (given, message) => {
    const options = { key: ours.signer, ...Object(given) };
    if (JSON.stringify(given) === '{}') delete options.key;
    expect(() => Reflect.apply(sign, undefined, [options])).toThrowError(message);
  });

  it('with the same label twice are refused', () => {
    expect(() => sign({ key: ours.signer, label: 'a' }, { key: ours.signer, label: 'a' })).toThrowError(
      /label/,
    );
  });

  it('of the client must be a layer that signs', () => {
    const options = JSON.parse('{"sign": {"key": "k"}}');
    expect(() => createClient(options)).toThrowError(/Option sign can be false, or what sign\(\{ key \}\)/);
    expect(
      createClient({ sign: false })
        .describe()
        .layers.map(({ name }) => name),
    ).not.toContain('signature');
  });

  it('are described without the key', () => {
    const { layers } = createClient({ sign: sign({ key: ours.signer }) }).describe();
    expect(layers.at(-1)).toMatchObject({
      name: 'signature',
      signatures: [{ keyId: 'svc-ed25519', label: 'sig1' }],
    });
    expect(JSON.stringify(layers)).not.toContain('"d":');
  });
});
