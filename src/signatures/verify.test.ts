import { beforeAll, describe, expect, it, vi } from 'vitest';
import { isHoldfastError } from '../index.ts';
import { signatureVectors } from '../test-support/signature-vectors.ts';
import {
  SERVICE,
  type SignedRequestOptions,
  signedRequest,
  withField,
} from '../test-support/signed-message.ts';
import { type KeyPair, keyPair } from '../test-support/signing-keys.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';
import {
  createDigest,
  type FieldLine,
  importSigner,
  isSignatureError,
  memoryReplayStore,
  type ReplayStore,
  type RequestMessage,
  type SignatureAlgorithm,
  type SignatureErrorCode,
  type VerifyKey,
  type VerifyPolicy,
  verify,
} from './index.ts';

let ours: KeyPair;
let theirs: KeyPair;
let mallory: KeyPair;
beforeAll(async () => {
  ours = await keyPair('ed25519');
  theirs = await keyPair('ecdsa-p256-sha256');
  mallory = await keyPair('mallory-ed25519');
});

useFakeTime();

const policy = (more: Partial<VerifyPolicy> = {}): VerifyPolicy => ({
  keys: [ours.verifyKey, theirs.verifyKey],
  replay: false,
  origin: SERVICE,
  tag: 'orders',
  ...more,
});

const signed = (more: Partial<SignedRequestOptions> = {}) => signedRequest({ key: ours.signer, ...more });

/** `accepted`, or why not. Whatever is no refusal fails the test. */
async function verdictOn(
  message: RequestMessage,
  given = policy(),
): Promise<'accepted' | SignatureErrorCode> {
  try {
    await verify(message, given);
    return 'accepted';
  } catch (error) {
    if (!isSignatureError(error)) throw error;
    return error.code;
  }
}

const bytes = (text: string) => new TextEncoder().encode(text);
const add = (message: RequestMessage, ...lines: readonly FieldLine[]) => ({
  ...message,
  headers: [...message.headers, ...lines],
});
const without = (message: RequestMessage, name: string) => ({
  ...message,
  headers: message.headers.filter(([each]) => each.toLowerCase() !== name),
});

/** Two messages' signatures on the first one. */
function withBoth(message: RequestMessage, other: RequestMessage): RequestMessage {
  const lines = other.headers.filter(([name]) => name.startsWith('Signature'));
  return add(message, ...lines);
}

describe('a request that was signed as the policy demands', () => {
  it.each<SignatureAlgorithm>([
    'ed25519',
    'ecdsa-p256-sha256',
    'ecdsa-p384-sha384',
    'rsa-pss-sha512',
    'rsa-v1_5-sha256',
    'hmac-sha256',
  ])('is accepted: %s', async (algorithm) => {
    const { signer, verifyKey } = await keyPair(algorithm);
    const verified = await verify(await signed({ key: signer }), policy({ keys: [verifyKey] }));
    expect(verified).toMatchObject({
      keyId: signer.keyId,
      algorithm,
      tag: 'orders',
      created: 1_000,
      expires: 1_060,
    });
  });

  it('says what was signed, and gives a view without the rest', async () => {
    const message = add(await signed(), ['X-Role', 'admin']);
    const { covered, view } = await verify(message, policy());
    expect(covered).toEqual([
      '"@method"',
      '"@target-uri"',
      '"content-digest"',
      '"content-type"',
      '"authorization"',
    ]);
    expect(view).toMatchObject({
      method: 'POST',
      url: `${SERVICE}/v1/orders?dry-run=1`,
      authority: 'orders.example.com',
      path: '/v1/orders',
      query: '?dry-run=1',
      status: undefined,
      body: bytes('{"item":1}'),
    });
    expect([...view.headers.keys()].sort()).toEqual(['authorization', 'content-digest', 'content-type']);
    expect(view.queryParams.get('dry-run')).toBe('1');
  });

  it('gives of a field that is covered by key that member, and of a query that parameter', async () => {
    const components = ['@query-param;name="a%20b"', 'priority;key="u"', 'x-trace'];
    const message = await signed({
      components,
      message: { target: '/?a+b=c%2Fd&e=f', headers: [['Priority', 'u=1, i']], body: null },
      digest: '',
    });
    const { view } = await verify(message, policy({ require: components }));
    expect(view).toMatchObject({
      method: undefined,
      url: undefined,
      path: undefined,
      query: undefined,
      body: undefined,
    });
    expect([...view.queryParams]).toEqual([['a b', 'c/d']]);
    expect([...view.headers]).toEqual([
      ['priority', 'u=1'],
      ['x-trace', 'a'],
    ]);
  });

  it('gives no body where nothing vouches for it', async () => {
    const message = await signed({ components: ['@method', '@target-uri'] });
    const { view } = await verify(message, policy({ digest: 'if-covered' }));
    expect(view.body).toBeUndefined();
  });

  it('may have parameters nobody knows: they are covered', async () => {
    const message = await signed({ parameters: { 'x-more': 'm' } });
    expect(await verdictOn(message)).toBe('accepted');
    expect(
      await verdictOn(
        withField(message, 'signature-input', (value) => value.replace('x-more="m"', 'x-more="n"')),
      ),
    ).toBe('signature-invalid');
  });

  it('may write its parameters with spaces and leading zeros, which are not signed', async () => {
    const message = await signed();
    const spaced = withField(message, 'signature-input', (value) =>
      value.replace('=("@method" ', '=(   "@method"   ').replace('created=1000', ' created=01000'),
    );
    expect(await verdictOn(spaced)).toBe('accepted');
  });

  it('may be re-labelled on the way: labels mean nothing', async () => {
    const message = await signed();
    const relabelled = withField(
      withField(message, 'signature', (v) => v.replace('sig1', 'x')),
      'signature-input',
      (v) => v.replace('sig1', 'x'),
    );
    expect(await verdictOn(relabelled)).toBe('accepted');
  });
});

describe('the tamper matrix', () => {
  it.each<
    [string, (message: RequestMessage) => RequestMessage | Promise<RequestMessage>, SignatureErrorCode]
  >([
    ['the method', (m) => ({ ...m, method: 'PUT' }), 'signature-invalid'],
    ['the case of the method', (m) => ({ ...m, method: 'Post' }), 'signature-invalid'],
    ['the path', (m) => ({ ...m, target: '/v2/orders?dry-run=1' }), 'signature-invalid'],
    ['the query', (m) => ({ ...m, target: '/v1/orders?dry-run=0' }), 'signature-invalid'],
    ['the query, taken away', (m) => ({ ...m, target: '/v1/orders' }), 'signature-invalid'],
    ['dots in the path', (m) => ({ ...m, target: '/v1/./orders?dry-run=1' }), 'signature-invalid'],
    ['a covered field', (m) => withField(m, 'authorization', () => 'Bearer u'), 'signature-invalid'],
    [
      'the case of a covered value',
      (m) => withField(m, 'authorization', () => 'bearer t'),
      'signature-invalid',
    ],
    ['a covered field, taken away', (m) => without(m, 'authorization'), 'component-missing'],
    ['a covered field, with another line', (m) => add(m, ['Authorization', 'Bearer u']), 'signature-invalid'],
    ['a covered field, emptied', (m) => withField(m, 'authorization', () => ''), 'signature-invalid'],
    ['the body', (m) => ({ ...m, body: bytes('{"item":2}') }), 'digest-mismatch'],
    ['the body, taken away', (m) => ({ ...m, body: null }), 'digest-mismatch'],
    ['the digest', async (m) => withDigest(m, await createDigest(bytes('{"item":2}'))), 'signature-invalid'],
    [
      'the body and its digest',
      async (m) => ({ ...withDigest(m, await createDigest(bytes('x'))), body: bytes('x') }),
      'signature-invalid',
    ],
    ['a parameter', (m) => input(m, 'expires=1060', 'expires=1090'), 'signature-invalid'],
    [
      'the order of parameters',
      (m) => input(m, 'created=1000;expires=1060', 'expires=1060;created=1000'),
      'signature-invalid',
    ],
    [
      'the order of components',
      (m) => input(m, '"@method" "@target-uri"', '"@target-uri" "@method"'),
      'signature-invalid',
    ],
    [
      'a component, added',
      (m) => input(m, '"authorization")', '"authorization" "x-trace")'),
      'signature-invalid',
    ],
    ['a component, taken away', (m) => input(m, ' "authorization")', ')'), 'signature-invalid'],
    ['the nonce', (m) => input(m, 'nonce="n', 'nonce="m'), 'signature-invalid'],
    ['the key id', (m) => input(m, 'keyid="svc-ed25519"', 'keyid="svc-p256"'), 'signature-invalid'],
    [
      'one bit of the signature',
      (m) => withField(m, 'signature', (v) => v.replace(/:(.)/, (_all, c) => (c === 'A' ? ':B' : ':A'))),
      'signature-invalid',
    ],
    [
      'the length of the signature',
      (m) => withField(m, 'signature', () => 'sig1=:AAAA:'),
      'signature-invalid',
    ],
    ['all of the signature', (m) => withField(m, 'signature', () => 'sig1=::'), 'signature-invalid'],
  ])('%s', async (_what, tamper, code) => {
    const message = await signed();
    expect(await verdictOn(message)).toBe('accepted');
    expect(await verdictOn(await tamper(message))).toBe(code);
  });

  const input = (message: RequestMessage, from: string, to: string) =>
    withField(message, 'signature-input', (value) => {
      expect(value).toContain(from);
      return value.replace(from, to);
    });
  const withDigest = (message: RequestMessage, digest: string) =>
    withField(message, 'content-digest', () => digest);

  it('what is not covered may change, and is in no view', async () => {
    const message = withField(await signed(), 'x-trace', () => 'b');
    const { view } = await verify(message, policy());
    expect(view.headers.has('x-trace')).toBe(false);
  });

  it('another origin', async () => {
    expect(await verdictOn(await signed(), policy({ origin: 'https://stock.example.com' }))).toBe(
      'signature-invalid',
    );
    expect(await verdictOn(await signed(), policy({ origin: 'http://orders.example.com' }))).toBe(
      'signature-invalid',
    );
  });

  it("another key under the key's name", async () => {
    const imposter = { ...mallory.signer, keyId: ours.signer.keyId };
    expect(await verdictOn(await signed({ key: imposter }))).toBe('signature-invalid');
  });

  it("a stranger's key", async () => {
    expect(await verdictOn(await signed({ key: mallory.signer }))).toBe('key-unknown');
  });

  it.each(['ecdsa-p256-sha256', 'ecdsa-p384-sha384'] as const)(
    'zeros for a signature: %s',
    async (algorithm) => {
      const { signer, verifyKey } = await keyPair(algorithm);
      const octets = algorithm === 'ecdsa-p256-sha256' ? 64 : 96;
      const zero = { ...signer, sign: () => new Uint8Array(octets) };
      expect(await verdictOn(await signed({ key: zero }), policy({ keys: [verifyKey] }))).toBe(
        'signature-invalid',
      );
    },
  );
});

describe('the algorithm', () => {
  it('is that of the key, whatever the message says', async () => {
    const message = await signed({ parameters: { alg: 'hmac-sha256' } });
    expect(await verdictOn(message)).toBe('algorithm-mismatch');
    expect(await verdictOn(await signed({ parameters: { alg: 'ed25519' } }))).toBe('accepted');
    expect(await verdictOn(await signed({ parameters: { alg: 'ED25519' } }))).toBe('algorithm-mismatch');
    expect(await verdictOn(await signed({ parameters: { alg: '' } }))).toBe('algorithm-mismatch');
  });

  it('may be one that the policy does not take', async () => {
    expect(await verdictOn(await signed(), policy({ algorithms: ['rsa-pss-sha512'] }))).toBe(
      'algorithm-refused',
    );
  });

  it('for one RSA key is one of the two', async () => {
    const { signer, verifyKey } = await keyPair('rsa-v1_5-sha256');
    const { privateJwk } = signatureVectors().keys[verifyKey.keyId] ?? {};
    const algorithm = 'rsa-pss-sha512';
    const other = await importSigner({ ...privateJwk, kty: 'RSA' }, { keyId: verifyKey.keyId, algorithm });
    const given = policy({ keys: [verifyKey] });
    expect(await verdictOn(await signed({ key: signer }), given)).toBe('accepted');
    expect(await verdictOn(await signed({ key: other }), given)).toBe('signature-invalid');
  });
});

describe('what is covered', () => {
  it.each<[string, readonly string[], Partial<VerifyPolicy>]>([
    ['nothing', [], {}],
    ['no method', ['@target-uri', 'content-digest'], {}],
    ['a path in place of the URL', ['@method', '@path', 'content-digest'], {}],
    [
      'a member where the field is required',
      ['@method', '@target-uri', 'content-digest;key="sha-256"'],
      { require: ['content-digest'] },
    ],
    [
      'the field where a member is required',
      ['content-digest'],
      { require: ['content-digest;key="sha-256"'] },
    ],
  ])('must be all that is required: %s', async (_what, components, more) => {
    expect(await verdictOn(await signed({ components }), policy(more))).toBe('coverage-missing');
  });

  it('may have the parameters of a component in any order', async () => {
    const components = ['priority;key="u";sf', 'content-digest'];
    const message = await signed({ components, message: { headers: [['Priority', 'u=1']] } });
    expect(await verdictOn(message, policy({ require: ['priority;sf;key="u"'] }))).toBe('accepted');
  });

  it('is judged for each signature: two halves make no whole', async () => {
    const message = await signed({ components: ['@method', 'content-digest'] });
    const other = await signed({ components: ['@target-uri', 'content-digest'], label: 'sig2' });
    expect(await verdictOn(withBoth(message, other))).toBe('coverage-missing');
  });
});

describe('the two fields', () => {
  it.each<[string, (message: RequestMessage) => RequestMessage, SignatureErrorCode]>([
    ['neither', (m) => without(without(m, 'signature'), 'signature-input'), 'signature-missing'],
    ['no Signature-Input', (m) => without(m, 'signature-input'), 'signature-missing'],
    ['no Signature', (m) => without(m, 'signature'), 'signature-missing'],
    [
      'both empty',
      (m) =>
        withField(
          withField(m, 'signature', () => ''),
          'signature-input',
          () => '',
        ),
      'signature-missing',
    ],
    ['another label', (m) => withField(m, 'signature', (v) => v.replace('sig1', 'sig2')), 'label-mismatch'],
    ['a label more in Signature', (m) => add(m, ['Signature', 'sig2=:AAAA:']), 'label-mismatch'],
    ['a label more in Signature-Input', (m) => add(m, ['Signature-Input', 'sig2=()']), 'label-mismatch'],
    ['a label twice', (m) => withField(m, 'signature', (v) => `${v}, ${v}`), 'signature-malformed'],
    [
      'a label twice, over two lines',
      (m) => add(m, ['signature-input', 'sig1=("@method")']),
      'signature-malformed',
    ],
    ['what cannot be parsed', (m) => withField(m, 'signature-input', (v) => `${v},`), 'signature-malformed'],
    [
      'a signature that is a string',
      (m) => withField(m, 'signature', () => 'sig1="AAAA"'),
      'signature-malformed',
    ],
    ['base64 for URLs', (m) => withField(m, 'signature', () => 'sig1=:_-AA:'), 'signature-malformed'],
    [
      'base64 with a space',
      (m) => withField(m, 'signature', (v) => v.replace('=:', '=: ')),
      'signature-malformed',
    ],
    [
      'an item for a list',
      (m) => withField(m, 'signature-input', () => 'sig1="@method"'),
      'signature-malformed',
    ],
    [
      'a label in upper case',
      (m) => withField(m, 'signature-input', (v) => v.replace('sig1', 'Sig1')),
      'signature-malformed',
    ],
  ])('that hold %s are refused', async (_what, change, code) => {
    expect(await verdictOn(change(await signed()))).toBe(code);
  });

  it.each<[string, string]>([
    ['a token', 'method'],
    ['an integer', '1'],
    ['upper case', '"Date"'],
    ['an unknown derived one', '"@methods"'],
    ['@signature-params', '"@signature-params"'],
    ['@status in a request', '"@status"'],
    ['req in a request', '"@method";req'],
    ['a field with req in a request', '"x-trace";req'],
    ['sf on a derived one', '"@path";sf'],
    ['name on a field', '"date";name="x"'],
    ['an unknown parameter', '"x-trace";foo'],
    ['bs with sf', '"x-trace";bs;sf'],
    ['bs with key', '"x-trace";bs;key="a"'],
    ['sf of an unknown type', '"x-trace";sf'],
    ['key of a list', '"accept-ch";key="a"'],
    ['key as a token', '"priority";key=u'],
    ['bs as false', '"x-trace";bs=?0'],
    ['a parameter twice', '"priority";key="u";key="v"'],
    ['a query parameter without a name', '"@query-param"'],
  ])('that cover %s are refused', async (_what, component) => {
    const message = add(await signed(), ['Priority', 'u=1'], ['Accept-CH', 'a']);
    const changed = withField(message, 'signature-input', (value) =>
      value.replace('"authorization"', component),
    );
    expect(await verdictOn(changed)).toBe('component-invalid');
  });

  it.each<[string, string, SignatureErrorCode]>([
    ['twice', '"x-trace" "x-trace"', 'component-repeated'],
    [
      'twice, parameters in another order',
      '"priority";sf;key="u" "priority";key="u";sf',
      'component-repeated',
    ],
    ['what is not there', '"x-none"', 'component-missing'],
    ['a trailer that is a header', '"x-trace";tr', 'component-missing'],
    ['a member that is not there', '"priority";key="v"', 'component-missing'],
    ['a query parameter that is there twice', '"@query-param";name="twice"', 'component-missing'],
    ['a query parameter in another case', '"@query-param";name="Dry-Run"', 'component-missing'],
    ['a field beyond ASCII', '"x-name"', 'message-invalid'],
    ['a field with a line break', '"x-break"', 'message-invalid'],
    ['a field with a NUL', '"x-nul"', 'message-invalid'],
    ['a dictionary that is none', '"signature-agent";key="u"', 'message-invalid'],
  ])('that cover %s are refused', async (_what, component, code) => {
    const message = add(
      { ...(await signed()), target: '/?dry-run=1&twice=1&twice=1' },
      ['Priority', 'u=1'],
      ['X-Name', 'caf\u00e9'],
      ['X-Break', 'a\r\nb'],
      ['X-Nul', 'a\0b'],
      ['Signature-Agent', '"https://example.com"'],
    );
    const changed = withField(message, 'signature-input', (value) =>
      value.replace('"authorization"', component),
    );
    expect(await verdictOn(changed, policy({ require: ['@method'] }))).toBe(code);
  });

  it('never take a derived component from a field of that name', async () => {
    const message = await signed({
      message: {
        headers: [
          ['@method', 'GET'],
          ['@path', '/other'],
        ],
      },
      components: ['@method', '@path', '@target-uri', 'content-digest'],
    });
    const { view } = await verify(message, policy());
    expect(view).toMatchObject({ method: 'POST', path: '/v1/orders' });
  });
});

describe('parameters', () => {
  it.each<[string, NonNullable<SignedRequestOptions['parameters']>, SignatureErrorCode]>([
    ['created is a string', { created: '1000' }, 'parameter-invalid'],
    ['created is a decimal', { created: { type: 'decimal', value: 1000.5 } }, 'parameter-invalid'],
    ['created is negative', { created: -1 }, 'parameter-invalid'],
    ['expires is a string', { expires: '9999' }, 'parameter-invalid'],
    ['expires is a date', { expires: { type: 'date', value: 9999 } }, 'parameter-invalid'],
    ['nonce is a token', { nonce: { type: 'token', value: 'n' } }, 'parameter-invalid'],
    ['nonce is octets', { nonce: { type: 'bytes', value: new Uint8Array(4) } }, 'parameter-invalid'],
    ['keyid is a token', { keyid: { type: 'token', value: 'svc-ed25519' } }, 'parameter-invalid'],
    ['tag is a flag', { tag: true }, 'parameter-invalid'],
    ['alg is a token', { alg: { type: 'token', value: 'ed25519' } }, 'parameter-invalid'],
    ['expires comes before created', { created: 1_000, expires: 999 }, 'parameter-invalid'],
    ['created is missing', { created: undefined }, 'parameter-missing'],
    ['keyid is missing', { keyid: undefined }, 'parameter-missing'],
    ['nonce is missing', { nonce: undefined }, 'parameter-missing'],
    ['the tag is missing', { tag: undefined }, 'tag-mismatch'],
    ['the tag is another', { tag: 'stock' }, 'tag-mismatch'],
    ['the tag is in another case', { tag: 'Orders' }, 'tag-mismatch'],
  ])('are refused where %s', async (_what, parameters, code) => {
    expect(await verdictOn(await signed({ parameters }))).toBe(code);
  });

  it('that come twice are refused, whichever of the two was signed', async () => {
    const message = await signed();
    const twice = withField(message, 'signature-input', (value) => `${value};created=1000`);
    expect(await verdictOn(twice)).toBe('parameter-invalid');
  });

  it.each<[string, string]>([
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['a path', '../../etc/passwd'],
    ['a URL', 'https://evil.example.com/key'],
    ['a quotation mark', 'a"b\\c'],
    ['nothing', ''],
  ])('with a keyid that is %s are of nobody', async (_what, keyid) => {
    expect(await verdictOn(await signed({ parameters: { keyid } }))).toBe('key-unknown');
  });
});

describe('time', () => {
  const verdictAt = async (seconds: number, more: Partial<VerifyPolicy>, parameters = {}) => {
    const message = await signed({ nowMs: 1_000_000, parameters });
    vi.setSystemTime(seconds * 1000);
    return verdictOn(message, policy(more));
  };

  it.each<[string, number, Partial<VerifyPolicy>, string]>([
    ['now', 1_000, {}, 'accepted'],
    ['within the skew, early', 970, {}, 'accepted'],
    ['beyond the skew, early', 969, {}, 'created-in-future'],
    ['without a skew, early', 999, { skewMs: 0 }, 'created-in-future'],
    ['at its end', 1_060, { skewMs: 0 }, 'accepted'],
    ['after its end', 1_061, { skewMs: 0 }, 'expired'],
    ['after its end, within the skew', 1_090, {}, 'accepted'],
    ['after its end, beyond the skew', 1_091, {}, 'expired'],
    ['at the age it may have', 1_030, { maxAgeMs: 30_000, skewMs: 0 }, 'accepted'],
    ['older than it may be', 1_031, { maxAgeMs: 30_000, skewMs: 0 }, 'too-old'],
    ['older than it may be, within the skew', 1_040, { maxAgeMs: 30_000, skewMs: 10_000 }, 'accepted'],
    ['older than it may be, beyond the skew', 1_041, { maxAgeMs: 30_000, skewMs: 10_000 }, 'too-old'],
  ])('%s', async (_what, seconds, more, verdict) => {
    expect(await verdictAt(seconds, more)).toBe(verdict);
  });

  it('without an end counts for as long as the policy says', async () => {
    expect(await verdictAt(1_330, {}, { expires: undefined })).toBe('accepted');
    expect(await verdictAt(1_331, {}, { expires: undefined })).toBe('too-old');
  });

  it('of which nothing is said is refused where there is an age it must not have', async () => {
    const requireParameters = ['keyid'] as const;
    expect(await verdictAt(1_000, { requireParameters }, { created: undefined })).toBe('parameter-missing');
    expect(await verdictAt(1_000, { requireParameters, maxAgeMs: false }, { created: undefined })).toBe(
      'accepted',
    );
  });

  it('in milliseconds is the commonest mistake, and the error says so', async () => {
    const message = await signed({ parameters: { created: 1_767_225_600_000, expires: undefined } });
    await expect(verify(message, policy())).rejects.toThrowError(/milliseconds.*in seconds/);
  });
});

describe('several signatures', () => {
  const broken = (message: RequestMessage) =>
    withField(message, 'signature', (value) => value.replace(/:.{8}/, ':AAAAAAAA'));

  it.each<['any' | 'all', 'good' | 'bad', 'good' | 'bad', string]>([
    ['any', 'good', 'good', 'accepted'],
    ['any', 'good', 'bad', 'accepted'],
    ['any', 'bad', 'good', 'accepted'],
    ['any', 'bad', 'bad', 'signature-invalid'],
    ['all', 'good', 'good', 'accepted'],
    ['all', 'good', 'bad', 'signature-invalid'],
    ['all', 'bad', 'good', 'signature-invalid'],
    ['all', 'bad', 'bad', 'signature-invalid'],
  ])('with %s, the first %s and the second %s: %s', async (mode, one, other, verdict) => {
    const first = await signed();
    const second = await signed({ key: theirs.signer, label: 'sig2' });
    const message = withBoth(
      one === 'good' ? first : broken(first),
      other === 'good' ? second : broken(second),
    );
    expect(await verdictOn(message, policy({ mode }))).toBe(verdict);
  });

  it.each<[string, Partial<SignedRequestOptions>]>([
    ["a stranger's", {}],
    ["a stranger's for another application", { parameters: { tag: 'other' } }],
    ['one that covers nothing', { components: [] }],
    ['one that has expired', { parameters: { expires: 1_000, created: 1 } }],
  ])('do a good one no harm: %s', async (_what, more) => {
    const stranger = await signed({ key: mallory.signer, label: 'a', ...more });
    expect(await verdictOn(withBoth(stranger, await signed({ label: 'b' })))).toBe('accepted');
    expect(
      await verdictOn(withBoth(await signed({ label: 'b' }), stranger), policy({ mode: 'all' })),
    ).not.toBe('accepted');
  });

  it('of which one is chosen by its label', async () => {
    const message = withBoth(await signed(), await signed({ key: theirs.signer, label: 'sig2' }));
    expect(await verify(message, policy({ label: 'sig2' }))).toMatchObject({ keyId: 'svc-p256' });
    expect(await verdictOn(message, policy({ label: 'sig3' }))).toBe('signature-missing');
  });

  it('never lend each other their coverage: the view is of the one that was accepted', async () => {
    const narrow = await signed({ components: ['@method', '@target-uri'], label: 'a' });
    const wide = await signed({ key: mallory.signer, label: 'b' });
    const message = { ...withBoth(wide, narrow) };
    const { view, label } = await verify(message, policy({ digest: 'if-covered' }));
    expect(label).toBe('a');
    expect(view.body).toBeUndefined();
    expect([...view.headers]).toEqual([]);
  });
});

describe('the body', () => {
  const sha256 = () => createDigest(bytes('{"item":1}'));
  const evil = bytes('{"item":666}');

  it.each(['GET', 'DELETE', 'POST'])('of a %s needs a covered digest', async (method) => {
    const message = await signed({ components: ['@method', '@target-uri'], message: { method } });
    expect(await verdictOn(message)).toBe('digest-missing');
    expect(await verdictOn({ ...message, body: null })).toBe('accepted');
    expect(await verdictOn({ ...message, body: new Uint8Array() })).toBe('accepted');
    expect(await verdictOn(message, policy({ digest: 'if-covered' }))).toBe('accepted');
  });

  it('counts by the member that is covered: another that was added on the way does not', async () => {
    const components = ['@method', '@target-uri', 'content-digest;key="sha-512"'];
    const digest = await createDigest(bytes('{"item":1}'), ['sha-512']);
    const message = await signed({ components, digest });
    expect(await verdictOn(message)).toBe('accepted');
    const added = add({ ...message, body: evil }, ['Content-Digest', await createDigest(evil)]);
    expect(await verdictOn(added)).toBe('digest-mismatch');
    expect(await verdictOn(add(message, ['Content-Digest', await createDigest(evil)]))).toBe('accepted');
  });

  it.each<[string, string | (() => Promise<string>), SignatureErrorCode | 'accepted']>([
    ['md5 alone', 'md5=:AAAA:', 'digest-invalid'],
    ['sha alone', 'sha=:AAAA:', 'digest-invalid'],
    ['the form of RFC 3230', 'SHA-256=AAAA', 'digest-invalid'],
    ['two, one of which is wrong', async () => `${await sha256()}, sha-512=:AAAA:`, 'digest-mismatch'],
    ['one twice', async () => `${await sha256()}, ${await sha256()}`, 'digest-invalid'],
    ['another beside it that does not count', async () => `${await sha256()}, md5=:AAAA:`, 'accepted'],
  ])('with the digest %s', async (_what, digest, verdict) => {
    const value = typeof digest === 'string' ? digest : await digest();
    expect(await verdictOn(await signed({ digest: value }))).toBe(verdict);
  });

  it('is compared as it was sent, compressed', async () => {
    const gzipped = new Uint8Array([0x1f, 0x8b, 8, 0]);
    const message = await signed({ message: { body: gzipped, headers: [['Content-Encoding', 'gzip']] } });
    expect(await verdictOn(message)).toBe('accepted');
    expect(await verdictOn({ ...message, body: bytes('inflated') })).toBe('digest-mismatch');
  });

  it('may have its digest in a covered trailer', async () => {
    const trailers: FieldLine[] = [['Content-Digest', await sha256()]];
    const components = ['@method', '@target-uri', 'content-digest;tr'];
    const message = await signed({ components, digest: '', message: { trailers } });
    expect(await verdictOn(message)).toBe('accepted');
    expect(await verdictOn(message, policy({ require: ['content-digest'] }))).toBe('coverage-missing');
    expect(await verdictOn({ ...message, body: evil })).toBe('digest-mismatch');
  });
});

describe('a nonce', () => {
  it('counts once for each key', async () => {
    const given = policy({ replay: memoryReplayStore() });
    const message = await signed({ parameters: { nonce: 'n' } });
    expect(await verdictOn(message, given)).toBe('accepted');
    expect(await verdictOn(message, given)).toBe('nonce-reused');
    expect(await verdictOn(await signed({ parameters: { nonce: 'n' } }), given)).toBe('nonce-reused');
    expect(await verdictOn(await signed({ key: theirs.signer, parameters: { nonce: 'n' } }), given)).toBe(
      'accepted',
    );
    expect(await verdictOn(await signed({ parameters: { nonce: 'N' } }), given)).toBe('accepted');
  });

  it('counts once, however the signature is written', async () => {
    const given = policy({ replay: memoryReplayStore() });
    const message = await signed();
    await verify(message, given);
    const relabelled = withField(
      withField(message, 'signature', (v) => v.replace('sig1', 'x')),
      'signature-input',
      (v) => v.replace('sig1', 'x'),
    );
    expect(await verdictOn(relabelled, given)).toBe('nonce-reused');
    expect(
      await verdictOn(
        withField(message, 'signature', (v) => v.replace('==:', ':')),
        given,
      ),
    ).toBe('nonce-reused');
  });

  it('counts once, though an ECDSA signature has a twin', async () => {
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const given = policy({ replay: memoryReplayStore() });
    const message = await signed({ key: theirs.signer });
    const twin = withField(message, 'signature', (value) => {
      const hex = Buffer.from(value.slice('sig1=:'.length, -1), 'base64').toString('hex');
      const s = (order - BigInt(`0x${hex.slice(64)}`)).toString(16).padStart(64, '0');
      return `sig1=:${Buffer.from(hex.slice(0, 64) + s, 'hex').toString('base64')}:`;
    });
    expect(await verdictOn(twin)).toBe('accepted');
    expect(await verdictOn(message, given)).toBe('accepted');
    expect(await verdictOn(twin, given)).toBe('nonce-reused');
  });

  it('is not used up by a message that is refused', async () => {
    const given = policy({ replay: memoryReplayStore() });
    const message = await signed();
    expect(await verdictOn({ ...message, method: 'PUT' }, given)).toBe('signature-invalid');
    expect(await verdictOn({ ...message, body: bytes('x') }, given)).toBe('digest-mismatch');
    expect(await verdictOn(message, given)).toBe('accepted');
  });

  it('is needed where nonces are kept, even if the policy does not name it', async () => {
    const given = policy({ replay: memoryReplayStore(), requireParameters: [] });
    expect(await verdictOn(await signed({ parameters: { nonce: undefined } }), given)).toBe(
      'parameter-missing',
    );
  });

  it('that would have to be kept for ever is refused', async () => {
    const given = policy({ replay: memoryReplayStore(), maxAgeMs: false });
    expect(await verdictOn(await signed(), given)).toBe('accepted');
    expect(await verdictOn(await signed({ parameters: { expires: undefined } }), given)).toBe(
      'parameter-missing',
    );
  });

  it.each<[string, Record<string, unknown>, number]>([
    ['its end', {}, 1_060 + 30 - 1_000],
    ['the age it may have', { expires: 9_999 }, 1_000 + 300 + 30 - 1_000],
    ['the age it may have, where it has no end', { expires: undefined }, 1_000 + 300 + 30 - 1_000],
  ])('is kept until nobody would accept it: %s', async (_what, parameters, seconds) => {
    const kept: number[] = [];
    const replay: ReplayStore = {
      addIfAbsent: (id, keepMs) => {
        expect(id.length).toBeLessThanOrEqual(100);
        return kept.push(keepMs) > 0;
      },
    };
    await verify(await signedWith(parameters), policy({ replay }));
    expect(kept).toEqual([seconds * 1000 + 1]);
  });
  const signedWith = (parameters: Record<string, unknown>) =>
    Reflect.apply(signed, undefined, [{ parameters }]);

  it.each<[string, ReplayStore['addIfAbsent']]>([
    ['fails', () => Promise.reject(new Error('ECONNREFUSED'))],
    [
      'throws',
      () => {
        throw new Error('full');
      },
    ],
    ['does not answer', () => new Promise(() => {})],
  ])('accepts nothing where the store %s', async (_what, addIfAbsent) => {
    const verdict = verdictOn(await signed(), policy({ replay: { addIfAbsent } }));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await verdict).toBe('store-unavailable');
  });

  it('accepts nothing where the store answers something else than true', async () => {
    const replay = { addIfAbsent: () => 'OK' };
    const given: VerifyPolicy = Object.assign(policy(), { replay });
    expect(await verdictOn(await signed(), given)).toBe('nonce-reused');
  });

  it('of every signature is used up, where all of them must hold', async () => {
    const replay = memoryReplayStore();
    const one = await signed();
    const other = await signed({ key: theirs.signer, label: 'sig2' });
    expect(await verdictOn(withBoth(one, other), policy({ replay, mode: 'all' }))).toBe('accepted');
    expect(await verdictOn(one, policy({ replay }))).toBe('nonce-reused');
    expect(await verdictOn(other, policy({ replay }))).toBe('nonce-reused');
  });

  it('of a request whose other signature is refused is not used up in all', async () => {
    const replay = memoryReplayStore();
    const message = await signed();
    const stranger = await signed({ key: mallory.signer, label: 'sig2' });
    expect(await verdictOn(withBoth(message, stranger), policy({ replay, mode: 'all' }))).toBe('key-unknown');
    expect(await verdictOn(message, policy({ replay }))).toBe('accepted');
  });
});

describe('the origin', () => {
  it('is that of the policy, whatever Host says', async () => {
    const message = await signed();
    expect(await verdictOn(withField(message, 'host', () => 'internal:8080'))).toBe('accepted');
    expect(await verdictOn({ ...message, origin: 'https://else.example.com' })).toBe('accepted');
  });

  it('of several is the one that Host names', async () => {
    const origin = ['https://stock.example.com', SERVICE];
    const message = await signed();
    expect(await verdictOn(message, policy({ origin }))).toBe('accepted');
    expect(
      await verdictOn(
        withField(message, 'host', () => 'ORDERS.example.com:443'),
        policy({ origin }),
      ),
    ).toBe('accepted');
    expect(
      await verdictOn(
        withField(message, 'host', () => 'stock.example.com'),
        policy({ origin }),
      ),
    ).toBe('signature-invalid');
    expect(
      await verdictOn(
        withField(message, 'host', () => 'else.example.com'),
        policy({ origin }),
      ),
    ).toBe('message-invalid');
    expect(await verdictOn(without(message, 'host'), policy({ origin }))).toBe('message-invalid');
  });

  it('of an absolute target is its own, and must be one of ours', async () => {
    const absolute = await signed({ message: { target: `${SERVICE}/v1/orders` } });
    expect(await verdictOn(withField(absolute, 'host', () => 'else.example.com'))).toBe('accepted');
    const elsewhere = await signed({ message: { target: 'https://else.example.com/v1/orders' } });
    expect(await verdictOn(elsewhere)).toBe('message-invalid');
  });

  it('that a policy needs and nobody says is a fault of the policy, whoever asks', async () => {
    const { origin: _origin, ...message } = await signed();
    const { origin: _ours, ...given } = policy();
    const fault = {
      name: 'HoldfastError',
      code: 'options',
      message: expect.stringMatching(/origin is missing/),
    };
    await expect(verify(message, given)).rejects.toMatchObject(fault);
    await expect(verify(without(message, 'signature'), given)).rejects.toMatchObject(fault);
    await expect(verify(message, { ...given, require: ['@authority'] })).rejects.toMatchObject(fault);
  });

  it('that only the sender wants covered is missed in the message', async () => {
    const { origin: _origin, ...message } = await signed();
    const { origin: _ours, ...given } = policy({ require: ['@method'] });
    await expect(verify(message, given)).rejects.toMatchObject({
      code: 'component-missing',
      message: expect.stringMatching(/Give origin/),
      keyId: 'svc-ed25519',
      label: 'sig1',
    });
  });

  it.each([
    [
      'https://orders.example.com:8443',
      /verified for https:\/\/orders.example.com:8443, and Host says orders.example.com: /,
    ],
    ['http://orders.example.com', /verified for http:\/\/orders.example.com: if clients call another scheme/],
  ])('that clients do not call, %s, is named to the log of the service', async (origin, message) => {
    await expect(verify(await signed(), policy({ origin }))).rejects.toMatchObject({
      code: 'signature-invalid',
      message: expect.stringMatching(message),
    });
  });

  it('is not blamed where the signature does not depend on it', async () => {
    const components = ['@method', 'content-digest'];
    const message = { ...(await signed({ components })), method: 'PUT' };
    await expect(verify(message, policy({ require: components }))).rejects.toThrowError(
      /over this message\.$/,
    );
  });

  it('and a Host that no host can be do not get into the log', async () => {
    const message = withField(await signed(), 'host', () => 'a\u001b[2J b');
    await expect(verify(message, policy({ origin: 'https://else.example.com' }))).rejects.toThrowError(
      /verified for https:\/\/else.example.com: if/,
    );
  });

  it.each(['orders', '/a b', '/a\r\nb', '/caf\u00e9', '/a#b', 'https://me@orders.example.com/', ''])(
    'and a target that no request can have are refused: %j',
    async (target) => {
      const message = { ...(await signed()), target };
      expect(await verdictOn(message)).not.toBe('accepted');
    },
  );
});

describe('limits', () => {
  it.each<[string, (message: RequestMessage) => RequestMessage]>([
    [
      'a long Signature-Input',
      (m) => withField(m, 'signature-input', (v) => `${v};x="${'a'.repeat(16_384)}"`),
    ],
    ['a long Signature', (m) => withField(m, 'signature', (v) => `${v}, b=:${'A'.repeat(16_384)}:`)],
    ['many short lines', (m) => add(m, ...Array.from({ length: 9_000 }, (): FieldLine => ['Signature', '']))],
    [
      'nine signatures',
      (m) =>
        add(
          m,
          ...'abcdefgh'.split('').flatMap((l): FieldLine[] => [
            ['Signature-Input', `${l}=()`],
            ['Signature', `${l}=::`],
          ]),
        ),
    ],
    [
      '65 components',
      (m) =>
        withField(
          m,
          'signature-input',
          () => `sig1=(${Array.from({ length: 65 }, (_, i) => `"x-${i}"`).join(' ')})`,
        ),
    ],
    [
      '10 000 components',
      (m) =>
        withField(
          m,
          'signature-input',
          () => `sig1=(${Array.from({ length: 10_000 }, (_, i) => `"x-${i}"`).join(' ')})`,
        ),
    ],
    ['a megabyte of spaces', (m) => withField(m, 'signature-input', (v) => `${' '.repeat(1_000_000)}${v}`)],
  ])('refuse %s', async (_what, change) => {
    expect(await verdictOn(change(await signed()))).toBe('limit-exceeded');
  });

  it('refuse a long digest field', async () => {
    const digest = `${await createDigest(bytes('{"item":1}'))}, x=:${'A'.repeat(16_384)}:`;
    expect(await verdictOn(await signed({ digest }))).toBe('limit-exceeded');
  });

  it('are those of the policy', async () => {
    expect(await verdictOn(await signed(), policy({ limits: { components: 4 } }))).toBe('limit-exceeded');
    expect(await verdictOn(await signed(), policy({ limits: { fieldBytes: 50 } }))).toBe('limit-exceeded');
    const both = withBoth(await signed(), await signed({ label: 'b' }));
    expect(await verdictOn(both, policy({ limits: { signatures: 1 } }))).toBe('limit-exceeded');
  });
});

describe('a refusal', () => {
  it('holds no value, no key and no base', async () => {
    const message = withField(await signed(), 'authorization', () => 'Bearer secret-of-mine');
    const error: unknown = await verify(message, policy()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'SignatureError',
      code: 'signature-invalid',
      label: 'sig1',
      keyId: 'svc-ed25519',
    });
    expect(`${Object(error).stack} ${JSON.stringify(error)}`).not.toContain('secret-of-mine');
    expect(Object(error)).not.toHaveProperty('base');
  });

  it('has the base where the policy asks for it', async () => {
    const message = {
      ...(await signed({ components: ['@method', '@target-uri', 'content-digest'] })),
      method: 'PUT',
    };
    await expect(verify(message, policy({ explain: true }))).rejects.toMatchObject({
      base: expect.stringMatching(
        /^"@method": PUT\n"@target-uri": https:\/\/orders.*\n"content-digest": .*\n"@signature-params": \(/,
      ),
    });
  });
});

describe('keys', () => {
  it('may be found by a function, which is told what the signature says of itself', async () => {
    const asked: unknown[] = [];
    const keys: VerifyPolicy['keys'] = async (keyId, hint) => {
      asked.push([keyId, hint]);
      return ours.verifyKey;
    };
    expect(await verdictOn(await signed({ parameters: { alg: 'ed25519' } }), policy({ keys }))).toBe(
      'accepted',
    );
    expect(asked).toEqual([['svc-ed25519', { algorithm: 'ed25519', tag: 'orders', label: 'sig1' }]]);
  });

  it('that cannot be looked up are no refusal, and no acceptance', async () => {
    const keys = () => Promise.reject(new Error('the table is gone'));
    await expect(verify(await signed(), policy({ keys }))).rejects.toThrowError('the table is gone');
  });

  it('are not asked for where the rest is refused already', async () => {
    const keys = vi.fn(() => undefined);
    await verdictOn(await signed({ parameters: { tag: 'stock' } }), policy({ keys }));
    await verdictOn(await signed({ components: [] }), policy({ keys }));
    expect(keys).not.toHaveBeenCalled();
  });
});

describe('what is no message', () => {
  it.each<[string, (message: RequestMessage) => unknown, RegExp]>([
    ['a Promise of one', async (message) => message, /message is a Promise.*await fromRequest/],
    ['a Request', () => new Request(SERVICE), /message is none.*fromNode.*fromRequest/],
    ['nothing', () => undefined, /message is none/],
    ['one whose body is text', (message) => ({ ...message, body: '{}' }), /body is a string.*Uint8Array/],
  ])('is a fault of the program: %s', async (_what, make, message) => {
    const work = Reflect.apply(verify, undefined, [make(await signed()), policy()]);
    await expect(work).rejects.toMatchObject({ code: 'options', message: expect.stringMatching(message) });
  });
});

describe('a refusal', () => {
  it.each<[SignatureErrorCode, Partial<SignedRequestOptions>, (message: RequestMessage) => RequestMessage]>([
    ['digest-mismatch', {}, (message) => ({ ...message, body: bytes('{"item":2}') })],
    ['digest-missing', { components: ['@method', '@target-uri'] }, (message) => message],
    ['component-missing', {}, (message) => without(message, 'authorization')],
    ['message-invalid', {}, (message) => withField(message, 'authorization', () => 'caf\u00e9')],
    ['parameter-invalid', { parameters: { created: 'now' } }, (message) => message],
  ])('names the key and the label that the signature names: %s', async (code, more, change) => {
    const work = verify(change(await signed(more)), policy());
    await expect(work).rejects.toMatchObject({ code, keyId: 'svc-ed25519', label: 'sig1' });
  });
});

describe('a policy', () => {
  it.each<[unknown, RegExp]>([
    [{ keys: undefined }, /Option keys is missing.*importVerifyKey/],
    [{ keys: ['k'] }, /keys holds what is no key/],
    [{ replay: undefined }, /Option replay is missing.*memoryReplayStore/],
    [{ replay: {} }, /Option replay is missing/],
    [{ require: ['@status2'] }, /Option require: .*@status2/],
    [{ required: [] }, /no option required.*require/],
    [{ requireParameters: ['exp'] }, /requireParameters is exp.*expires/],
    [{ mode: 'some' }, /mode is some.*any, all/],
    [{ digest: 'no' }, /digest is no/],
    [{ algorithms: ['none'] }, /algorithms is none.*ed25519/],
    [{ maxAgeMs: 0 }, /maxAgeMs is 0/],
    [{ skewMs: -1 }, /skewMs is -1/],
    [{ origin: 'orders.example.com' }, /origin is not an origin.*https:\/\/orders/],
    [{ origin: 'https://orders.example.com/v1' }, /without a path/],
    [{ limits: { components: 0 } }, /limits.components is 0/],
    [{ limits: { bytes: 0 } }, /no option limits.bytes.*fieldBytes/],
  ])('that cannot work is named, with the cure: %j', async (given, message) => {
    const work = Reflect.apply(verify, undefined, [await signed(), { ...policy(), ...Object(given) }]);
    const error: unknown = await work.catch((thrown: unknown) => thrown);
    expect(isHoldfastError(error) && error.code).toBe('options');
    expect(Object(error).message).toMatch(message);
  });

  it('with two keys of one name is refused', async () => {
    const twin: VerifyKey = { ...theirs.verifyKey, keyId: ours.verifyKey.keyId };
    await expect(verify(await signed(), policy({ keys: [ours.verifyKey, twin] }))).rejects.toThrowError(
      /two keys called svc-ed25519/,
    );
  });
});
