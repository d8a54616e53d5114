import { createPublicKey, verify as verifyBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createClient } from '../index.ts';
import {
  type FieldLine,
  importSecret,
  importSigner,
  importVerifyKey,
  isSignatureError,
  type Jwk,
  memoryReplayStore,
  type RequestMessage,
  type SignatureAlgorithm,
  type Signer,
  sign,
  type VerifyKey,
} from '../signatures/index.ts';
import { errorOf } from '../test-support/error-of.ts';
import { type Sent, type Step, scripted } from '../test-support/scripted.ts';
import { keyPair } from '../test-support/signing-keys.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';
import {
  type CavagePolicy,
  cavageString,
  doubleKnock,
  type SignCavageOptions,
  signCavage,
  verifyCavage,
} from './index.ts';

interface Vector {
  readonly id: string;
  readonly kind: 'base' | 'sign' | 'verify' | 'reject';
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly FieldLine[];
    readonly body: string | null;
  };
  readonly components: readonly string[];
  readonly params: readonly (readonly [string, string | number])[];
  readonly key: { readonly id: string };
  readonly base: string;
  readonly signature: string;
  readonly policy: {
    readonly now: number;
    readonly clockSkew: number;
    readonly maxAge?: number;
    readonly requiredHeaders?: readonly string[];
    readonly defaultHeaders: readonly string[];
    readonly algorithms: NonNullable<CavagePolicy['algorithms']>;
    readonly digest: 'require' | 'if-covered';
    readonly trustedKeys: readonly string[];
  };
  readonly expect?: { readonly result: 'accept' | 'reject' };
}

interface Key {
  readonly id: string;
  readonly alg: SignatureAlgorithm;
  readonly kty: string;
  readonly publicJwk: Jwk;
  readonly privateJwk: Jwk;
  readonly secret?: string;
}

const file = new URL('../test-support/fixtures/cavage12.json', import.meta.url);
const {
  keys,
  vectors,
}: { readonly keys: Readonly<Record<string, Key>>; readonly vectors: readonly Vector[] } = JSON.parse(
  readFileSync(file, 'utf8'),
);
const named = (...kinds: readonly string[]) =>
  vectors.filter(({ kind }) => kinds.includes(kind)).map((vector) => [vector.id, vector] as const);

useFakeTime();

function requestOf({ request: { method, url, headers, body } }: Vector): RequestMessage {
  const { origin } = new URL(url);
  return {
    method,
    target: url.slice(origin.length),
    origin,
    headers,
    body: body === null ? null : new Uint8Array(Buffer.from(body, 'base64')),
  };
}

async function verifyKeyOf(id: string): Promise<VerifyKey> {
  const key = keys[id];
  if (key === undefined) throw new Error(`There is no key ${id}.`);
  const options = { keyId: id, algorithm: key.alg };
  if (key.secret !== undefined)
    return importSecret(new Uint8Array(Buffer.from(key.secret, 'base64')), options);
  // The draft's own key has 1024 bits, which the library does not import.
  if (id !== 'Test') return importVerifyKey(key.publicJwk, options);
  const old = createPublicKey({ key: { ...key.publicJwk }, format: 'jwk' });
  return { ...options, verify: (base, signature) => verifyBytes('sha256', base, old, signature) };
}

describe('the vectors of the draft', () => {
  it.each(named('base', 'sign'))('the text of %s', (_id, vector) => {
    const { created, expires, algorithm } = Object.fromEntries(vector.params);
    const options = {
      headers: vector.components,
      algorithm: String(algorithm ?? 'hs2019'),
      created: created === undefined ? undefined : Number(created),
      expires: expires === undefined ? undefined : Number(expires),
    };
    expect(cavageString(requestOf(vector), options)).toBe(vector.base);
  });

  it('the signature of a peer of Mastodon', async () => {
    const vector = vectors.find(({ id }) => id === 'own-c-sign-rsa');
    const key = keys[vector?.key.id ?? ''];
    if (vector === undefined || key === undefined) throw new Error('The vector is gone.');
    const peer = await importSigner(
      { ...key.privateJwk, kty: key.kty },
      { keyId: key.id, algorithm: key.alg },
    );
    const made = await peer.sign(new TextEncoder().encode(vector.base));
    expect(Buffer.from(made).toString('base64')).toBe(vector.signature);
  });

  it.each(named('verify', 'reject'))('the verdict on %s', async (_id, vector) => {
    const { now, clockSkew, maxAge, requiredHeaders = [], trustedKeys, ...given } = vector.policy;
    vi.setSystemTime(now * 1000);
    const policy: CavagePolicy = {
      keys: await Promise.all(trustedKeys.map(verifyKeyOf)),
      replay: false,
      require: requiredHeaders.filter((name) => name !== 'digest'),
      skewMs: clockSkew * 1000,
      maxAgeMs: maxAge === undefined ? false : maxAge * 1000,
      defaultHeaders: given.defaultHeaders,
      algorithms: given.algorithms,
      digest: given.digest,
    };
    const verdict = await verifyCavage(requestOf(vector), policy).then(
      () => 'accept',
      (error: unknown) => {
        if (!isSignatureError(error)) throw error;
        return 'reject';
      },
    );
    expect(verdict).toBe(vector.expect?.result);
  });
});

const ORIGIN = 'https://bob.example';
let signer: Signer;
let key: VerifyKey;
beforeAll(async () => {
  ({ signer, verifyKey: key } = await keyPair('rsa-v1_5-sha256'));
});

function clientOf(options: Partial<SignCavageOptions>, ...steps: readonly Step[]) {
  const { fetch, sent } = scripted(...steps);
  return { client: createClient({ fetch, sign: signCavage({ key: signer, ...options }) }), sent };
}

function messageOf({ method, url, headers, body }: Sent): RequestMessage {
  const { pathname, search, host } = new URL(url);
  return {
    method,
    target: `${pathname}${search}`,
    headers: [['Host', host], ...headers],
    body: new TextEncoder().encode(body),
  };
}

const policy = (more: Partial<CavagePolicy> = {}): CavagePolicy => ({ keys: [key], replay: false, ...more });

async function sentWith(options: Partial<SignCavageOptions> = {}): Promise<RequestMessage> {
  const { client, sent } = clientOf(options);
  const headers = { 'content-type': 'application/activity+json' };
  await client(`${ORIGIN}/inbox?x=1`, { method: 'POST', body: '{"type":"Follow"}', headers });
  const [first] = sent;
  if (first === undefined) throw new Error('Nothing was sent.');
  return messageOf(first);
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: unknown) => {
      if (!isSignatureError(error)) throw error;
      return error.code;
    },
  );

const withField = (
  message: RequestMessage,
  name: string,
  change: (value: string) => string,
): RequestMessage => ({
  ...message,
  headers: message.headers.map(
    ([each, value]): FieldLine => [each, each.toLowerCase() === name ? change(value) : value],
  ),
});

describe('a request signed by the draft', () => {
  it('is accepted, as Mastodon wants it', async () => {
    const message = await sentWith();
    expect(await verifyCavage(message, policy())).toMatchObject({
      keyId: signer.keyId,
      covered: ['(request-target)', 'host', 'date', 'digest', 'content-type'],
      created: 1_000,
      isBodyVerified: true,
    });
    const field = Object.fromEntries(message.headers).signature;
    expect(field).toMatch(
      /^keyId="svc-rsa-v15",algorithm="rsa-sha256",headers="\(request-target\) host date digest content-type",signature="/,
    );
  });

  it('may have its times in the signature, stand in Authorization, and be by another key', async () => {
    const other = await keyPair('ed25519');
    const headers = ['(request-target)', '(created)', '(expires)', 'host', 'digest'];
    const message = await sentWith({ key: other.signer, headers, carrier: 'authorization' });
    const given = policy({ keys: [other.verifyKey] });
    expect(await verifyCavage(message, given)).toMatchObject({ created: 1_000 });
    vi.setSystemTime(1_000_000 + 300_000 + 300_001);
    expect(await codeOf(verifyCavage(message, given))).toBe('expired');
  });

  it.each<[string, (message: RequestMessage) => RequestMessage, string]>([
    ['has another method', (m) => ({ ...m, method: 'PUT' }), 'signature-invalid'],
    ['has another path', (m) => ({ ...m, target: '/outbox' }), 'signature-invalid'],
    ['has lost its query', (m) => ({ ...m, target: '/inbox' }), 'signature-invalid'],
    ['has another host', (m) => withField(m, 'host', () => 'eve.example'), 'signature-invalid'],
    [
      'has another date',
      (m) => withField(m, 'date', () => 'Thu, 01 Jan 1970 00:16:41 GMT'),
      'signature-invalid',
    ],
    ['has a date that is none', (m) => withField(m, 'date', () => '1000'), 'parameter-invalid'],
    ['has another body', (m) => ({ ...m, body: new Uint8Array([1]) }), 'digest-mismatch'],
    [
      'has lost a header',
      (m) => ({ ...m, headers: m.headers.filter(([name]) => name !== 'date') }),
      'component-missing',
    ],
    [
      'names another algorithm',
      (m) => withField(m, 'signature', (v) => v.replace('rsa-sha256', 'rsa-sha1')),
      'algorithm-refused',
    ],
    [
      'names one of another key',
      (m) => withField(m, 'signature', (v) => v.replace('rsa-sha256', 'hmac-sha256')),
      'algorithm-refused',
    ],
    [
      'names another key',
      (m) => withField(m, 'signature', (v) => v.replace('svc-rsa-v15', '__proto__')),
      'key-unknown',
    ],
    [
      'covers nothing',
      (m) => withField(m, 'signature', (v) => v.replace(/headers="[^"]*"/, 'headers=""')),
      'coverage-missing',
    ],
    ['covers less', (m) => withField(m, 'signature', (v) => v.replace('host ', '')), 'coverage-missing'],
    [
      'covers one twice',
      (m) => withField(m, 'signature', (v) => v.replace('host ', 'host host ')),
      'component-repeated',
    ],
    [
      'repeats a parameter',
      (m) => withField(m, 'signature', (v) => `${v},keyId="svc-rsa-v15"`),
      'signature-malformed',
    ],
    [
      'has a quote that is not closed',
      (m) => withField(m, 'signature', (v) => v.slice(0, -1)),
      'signature-malformed',
    ],
    [
      'has a time in quotes',
      (m) => withField(m, 'signature', (v) => `${v},created="1000"`),
      'parameter-invalid',
    ],
    [
      'has a created time beside an old algorithm',
      (m) => withField(m, 'signature', (v) => v.replace('host ', 'host (created) ')),
      'component-invalid',
    ],
    [
      'has base64 for URLs',
      (m) => withField(m, 'signature', (v) => v.replace(/signature="..../, 'signature="_-__')),
      'signature-malformed',
    ],
    [
      'has a second signature',
      (m) => ({ ...m, headers: [...m.headers, ['Signature', 'keyId="a",signature="AAAA"']] }),
      'signature-malformed',
    ],
    [
      'has a Signature-Input too',
      (m) => ({ ...m, headers: [...m.headers, ['Signature-Input', 'sig1=()']] }),
      'signature-malformed',
    ],
    [
      'has a megabyte of signature',
      (m) => withField(m, 'signature', (v) => v + ' '.repeat(1_000_000)),
      'limit-exceeded',
    ],
    [
      'has no signature',
      (m) => ({ ...m, headers: m.headers.filter(([name]) => name !== 'signature') }),
      'signature-missing',
    ],
  ])('is refused where it %s', async (_what, change, code) => {
    const message = await sentWith();
    expect(await codeOf(verifyCavage(message, policy()))).toBe('accepted');
    const changed = change(message);
    expect(await codeOf(verifyCavage(changed, policy()))).toBe(code);
  });

  it.each<[string, string, string]>([
    ['SHA-256 in lower case', 'sha-256=$', 'accepted'],
    ['a right one beside one nobody counts', 'MD5=AAAA,SHA-256=$', 'accepted'],
    ['a right one beside a wrong one', 'SHA-256=$,SHA-512=AAAA', 'digest-mismatch'],
    ['one twice', 'SHA-256=$,sha-256=$', 'digest-invalid'],
    ['one that does not count', 'MD5=AAAA', 'digest-invalid'],
    ['one that is none', 'SHA-256', 'digest-invalid'],
  ])('with the digest %s is told', async (_what, digest, code) => {
    const right = Object.fromEntries((await sentWith()).headers).digest?.slice('SHA-256='.length) ?? '';
    const { client, sent } = clientOf({});
    await client(`${ORIGIN}/inbox`, {
      method: 'POST',
      body: '{"type":"Follow"}',
      headers: { digest: digest.replaceAll('$', right) },
    });
    const [first] = sent;
    if (first === undefined) throw new Error('Nothing was sent.');
    expect(await codeOf(verifyCavage(messageOf(first), policy()))).toBe(code);
  });

  it('counts once, and for as long as the policy says', async () => {
    const message = await sentWith();
    const given = policy({ replay: memoryReplayStore(), maxAgeMs: 60_000, skewMs: 0 });
    expect(await codeOf(verifyCavage(message, given))).toBe('accepted');
    expect(await codeOf(verifyCavage(message, given))).toBe('nonce-reused');
    vi.setSystemTime(1_061_000);
    expect(await codeOf(verifyCavage(message, given))).toBe('too-old');
    vi.setSystemTime(900_000);
    expect(await codeOf(verifyCavage(message, given))).toBe('created-in-future');
  });

  it('is refused where the store does not answer', async () => {
    const replay = { addIfAbsent: () => Promise.reject(new Error('down')) };
    expect(await codeOf(verifyCavage(await sentWith(), policy({ replay })))).toBe('store-unavailable');
  });

  it('shows the text that was expected only where the policy asks for it', async () => {
    const message = { ...(await sentWith()), method: 'PUT' };
    await expect(verifyCavage(message, policy({ explain: true }))).rejects.toMatchObject({
      base: expect.stringMatching(/^\(request-target\): put \/inbox\?x=1\nhost: bob\.example\n/),
    });
    const error: unknown = await verifyCavage(message, policy()).catch((thrown: unknown) => thrown);
    expect(Object(error)).not.toHaveProperty('base');
  });
});

describe('a double knock', () => {
  const knocking = (...steps: readonly Step[]) => {
    const { fetch, sent } = scripted(...steps);
    const client = createClient({
      fetch,
      retry: false,
      sign: doubleKnock(sign({ key: signer }), signCavage({ key: signer })),
    });
    const ways = () =>
      sent.map(({ headers }) =>
        headers.has('signature-input') ? 'rfc9421' : headers.has('signature') ? 'draft' : 'none',
      );
    return { client, ways };
  };
  const post = { method: 'POST', body: '{}' };

  it.each([401, 403])(
    'signs in the other way where the service answers %d, and remembers it',
    async (status) => {
      const { client, ways } = knocking(status, 202, 202);
      expect((await client(`${ORIGIN}/inbox`, post)).status).toBe(202);
      expect((await client(`${ORIGIN}/inbox`, post)).status).toBe(202);
      expect(ways()).toEqual(['rfc9421', 'draft', 'draft']);
    },
  );

  it('is of each origin, and turns back when a service has learned', async () => {
    const { client, ways } = knocking(401, 202, 202, 401, 202, 202);
    await client(`${ORIGIN}/inbox`, post);
    await client('https://carol.example/inbox', post);
    await client(`${ORIGIN}/inbox`, post);
    await client(`${ORIGIN}/inbox`, post);
    expect(ways()).toEqual(['rfc9421', 'draft', 'rfc9421', 'draft', 'rfc9421', 'rfc9421']);
  });

  it('is not remembered where both are refused, and not made for other answers', async () => {
    const { client, ways } = knocking(401, 403, 404, 503);
    expect((await client(`${ORIGIN}/inbox`, post)).status).toBe(403);
    expect((await client(`${ORIGIN}/inbox`, post)).status).toBe(404);
    expect((await client(`${ORIGIN}/inbox`, post)).status).toBe(503);
    expect(ways()).toEqual(['rfc9421', 'draft', 'rfc9421', 'rfc9421']);
  });

  it('is not made with a body that can be sent once', async () => {
    const { client, ways } = knocking(401, 202);
    const headers = { 'content-digest': 'sha-256=:AAAA:' };
    expect(
      (await client(`${ORIGIN}/inbox`, { method: 'POST', body: new Blob(['x']).stream(), headers })).status,
    ).toBe(401);
    expect(ways()).toEqual(['rfc9421']);
  });
});

describe('options', () => {
  it.each<[unknown, RegExp]>([
    [{ key: undefined }, /Option key is missing/],
    [{ algorithm: 'rsa-sha1' }, /algorithm is rsa-sha1/],
    [{ carrier: 'cookie' }, /carrier is cookie/],
    [{ expiresInMs: 0 }, /expiresInMs is 0/],
    [{ header: [] }, /no option header\./],
  ])('of signCavage that cannot work are named: %j', (given, message) => {
    expect(() => Reflect.apply(signCavage, undefined, [{ key: signer, ...Object(given) }])).toThrowError(
      message,
    );
  });

  it.each<[unknown, RegExp]>([
    [{ keys: undefined }, /Option keys is missing/],
    [{ replay: undefined }, /Option replay is missing/],
    [{ algorithms: ['rsa-sha1'] }, /algorithms is rsa-sha1/],
    [{ digest: 'no' }, /digest is no/],
    [{ skewMs: -1 }, /skewMs is -1/],
    [{ tag: 'x' }, /no option tag/],
  ])('of verifyCavage that cannot work are named: %j', async (given, message) => {
    const work = Reflect.apply(verifyCavage, undefined, [
      await sentWith(),
      { ...policy(), ...Object(given) },
    ]);
    await expect(work).rejects.toThrowError(message);
  });

  it('that do not go with the key are named by the call', async () => {
    const { client } = clientOf({ algorithm: 'hmac-sha256' });
    expect(await errorOf(client(`${ORIGIN}/`))).toMatchObject({
      code: 'options',
      message: expect.stringMatching(/hmac-sha256.*rsa-v1_5/),
    });
  });
});
