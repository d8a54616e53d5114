import { createServer } from 'node:http';
import { connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createClient } from '../../index.ts';
import { sign, signatureBase } from '../../signatures/index.ts';
import { listenOnLoopback } from '../../test-support/listen-on-loopback.ts';
import { scripted } from '../../test-support/scripted.ts';
import { SERVICE, signedRequest, withField } from '../../test-support/signed-message.ts';
import { type KeyPair, keyPair } from '../../test-support/signing-keys.ts';
import {
  fromNode,
  fromRequest,
  isSignatureError,
  memoryReplayStore,
  nodeHandler,
  type SignatureError,
  signatureProblem,
  type VerifyPolicy,
  verify,
} from '../index.ts';

let ours: KeyPair;
beforeAll(async () => {
  ours = await keyPair('ed25519');
});

const policy = (more: Partial<VerifyPolicy> = {}): VerifyPolicy => ({
  keys: [ours.verifyKey],
  replay: memoryReplayStore(),
  origin: SERVICE,
  ...more,
});

async function refusalOf(work: Promise<unknown>): Promise<SignatureError> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  if (isSignatureError(error)) return error;
  throw error;
}

describe('a request of node:http', () => {
  it('is taken as it was sent: its target, its lines in order, its trailers and its octets', async () => {
    const messages: ReturnType<typeof fromNode>[] = [];
    const server = createServer(async (incoming, outgoing) => {
      const body = await buffer(incoming);
      messages.push(fromNode(incoming, body));
      outgoing.end();
    });
    const [host = '', port] = (await listenOnLoopback(server)).split(':');
    onTestFinished(() => void server.close());
    const socket = connect(Number(port), host);
    socket.end(
      "POST /a/%2e%2e/b?q='x'&& HTTP/1.1\r\nHost: Orders.example.com\r\nX-List: a\r\nx-list:   b  \r\nX-Name: caf\u00e9\r\n" +
        'Date: 1\r\nDate: 2\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: s\r\n\r\n',
      'latin1',
    );
    await text(socket);
    const [message] = messages;
    if (message === undefined) throw new Error('Nothing arrived.');
    expect(message).toMatchObject({
      method: 'POST',
      target: "/a/%2e%2e/b?q='x'&&",
      trailers: [['X-Sum', 's']],
    });
    expect(Buffer.from(message.body ?? []).toString()).toBe('abc');
    const components = ['@path', '@query', 'x-list', 'x-name;bs', 'date', 'x-sum;tr'];
    expect(signatureBase(message, { components }).split('\n').slice(0, -1)).toEqual([
      '"@path": /a/%2e%2e/b',
      '"@query": ?q=\'x\'&&',
      '"x-list": a, b',
      '"x-name";bs: :Y2Fm6Q==:',
      '"date": 1, 2',
      '"x-sum";tr: s',
    ]);
  });

  it('below a router of Express has its whole target', () => {
    const mounted = {
      method: 'GET',
      url: '/7',
      originalUrl: '/v1/orders/7',
      rawHeaders: [],
      rawTrailers: [],
    };
    expect(fromNode(mounted).target).toBe('/v1/orders/7');
  });
});

describe('a body that is given to fromNode', () => {
  const incoming = (...rawHeaders: string[]) => ({ method: 'POST', url: '/', rawHeaders, rawTrailers: [] });
  const withLength = incoming('Content-Length', '2');

  it.each<[string, unknown, RegExp]>([
    ['a string', '{}', /body is a string.*octets/],
    ['a Promise', Promise.resolve(new Uint8Array(2)), /body is a Promise. Await it/],
    ['what was parsed', { item: 1 }, /body is not octets.*express.json.*express.raw/],
    ['what was parsed, and is empty', {}, /body is not octets/],
    ['nothing', undefined, /has a body, and fromNode was given none/],
  ])('is a fault of the program where it is %s', (_what, body, message) => {
    const work = () => Reflect.apply(fromNode, undefined, [withLength, body]);
    expect(work).toThrowError(
      expect.objectContaining({ code: 'options', message: expect.stringMatching(message) }),
    );
  });

  it('may not be left out of a chunked message either', () => {
    expect(() => fromNode(incoming('transfer-encoding', 'chunked'))).toThrowError(/fromNode was given none/);
  });

  it('may be missing where there is none, as Express says it, or left unread', () => {
    expect(fromNode(incoming('content-length', '0')).body).toBeNull();
    expect(Reflect.apply(fromNode, undefined, [incoming(), {}])).toMatchObject({ body: null });
    expect(fromNode(withLength, null).body).toBeNull();
  });

  it('can be what fromRequest has read, below nodeHandler', async () => {
    const given = policy({ origin: 'http://orders.example.com' });
    const server = createServer(
      nodeHandler(async (request, raw) => {
        const { body = null } = await fromRequest(request, { limitBytes: 64 });
        const { view } = await verify(fromNode(raw, body), given);
        return new Response(`${view.url} ${new TextDecoder().decode(view.body)}`);
      }),
    );
    const address = await listenOnLoopback(server);
    onTestFinished(() => void server.close());
    const message = await signedRequest({
      key: ours.signer,
      message: { target: "/a/../b?q='x'", origin: 'http://orders.example.com' },
    });
    const [host = '', port] = address.split(':');
    const socket = connect(Number(port), host);
    const lines = message.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    socket.end(
      `POST ${message.target} HTTP/1.1\r\n${lines}Content-Length: 10\r\nConnection: close\r\n\r\n{"item":1}`,
    );
    expect(await text(socket)).toContain(`http://orders.example.com/a/../b?q='x' {"item":1}`);
  });
});

describe('a web Request', () => {
  it('is taken with a copy of its body, which is still there', async () => {
    const { fetch, sent } = scripted(200);
    await createClient({ fetch, sign: sign({ key: ours.signer }) })(`${SERVICE}/v1?x=1`, {
      method: 'POST',
      body: 'order',
    });
    const [{ url = '', method = '', headers = new Headers(), body = '' } = {}] = sent;
    const request = new Request(url, { method, headers, body });
    const { view } = await verify(await fromRequest(request), policy());
    expect(view).toMatchObject({ url: `${SERVICE}/v1?x=1`, method: 'POST' });
    expect(await request.text()).toBe('order');
  });

  it('is verified for the origin of the policy, and not for the one it names itself', async () => {
    const { headers } = await signedRequest({ key: ours.signer, message: { body: null } });
    const fields = [...headers].map(([name, value]): [string, string] => [name, value]);
    const request = new Request('http://internal:8080/v1/orders?dry-run=1', {
      method: 'POST',
      headers: fields,
    });
    const { view } = await verify(await fromRequest(request), policy());
    expect(view.url).toBe(`${SERVICE}/v1/orders?dry-run=1`);
  });

  it('whose body is gone or too large is refused', async () => {
    const request = new Request(SERVICE, { method: 'POST', body: 'order' });
    await expect(fromRequest(request, { limitBytes: 4 })).rejects.toThrowError(RangeError);
    await request.text();
    await expect(fromRequest(request)).rejects.toMatchObject({ code: 'options' });
  });
});

describe('the answer to a refusal', () => {
  it('does not say for which origin a signature was verified', async () => {
    const given = policy({ origin: 'https://internal.example.com' });
    const error = await refusalOf(verify(await signedRequest({ key: ours.signer }), given));
    expect(error.message).toMatch(/internal.example.com, and Host says orders.example.com/);
    expect(await signatureProblem(error, { policy: given }).json()).toMatchObject({
      code: 'signature-invalid',
      detail: 'The signature is not that of this key over this message.',
    });
  });

  it('is 401, says why, and asks for what the policy demands', async () => {
    const given = policy({
      tag: 'orders',
      require: ['@method', '@path', 'content-digest'],
      requireParameters: ['created', 'expires', 'nonce', 'keyid'],
    });
    const error = await refusalOf(verify({ method: 'GET', target: '/', headers: [] }, given));
    const response = signatureProblem(error, {
      policy: given,
      helpUrl: 'https://docs.example.com/signatures',
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('accept-signature')).toBe(
      'sig1=("@method" "@path" "content-digest");created;expires;tag="orders"',
    );
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toEqual({
      type: 'https://docs.example.com/signatures#signature-missing',
      title: 'Unauthorized',
      status: 401,
      code: 'signature-missing',
      detail: 'The message is not signed: it needs Signature-Input and Signature.',
    });
  });

  it('asks for the digest that the policy demands of bodies', async () => {
    const given = policy();
    const error = await refusalOf(verify({ method: 'GET', target: '/', headers: [] }, given));
    expect(signatureProblem(error, { policy: given }).headers.get('accept-signature')).toBe(
      'sig1=("@method" "@target-uri" "content-digest");created',
    );
  });

  it('does not tell whether a key is known, and never shows the base', async () => {
    const mallory = await keyPair('mallory-ed25519');
    const given = policy({ explain: true });
    const stranger = await refusalOf(verify(await signedRequest({ key: mallory.signer }), given));
    const imposter = { ...mallory.signer, keyId: ours.signer.keyId };
    const forged = await refusalOf(verify(await signedRequest({ key: imposter }), given));
    const other = await refusalOf(
      verify(await signedRequest({ key: ours.signer, parameters: { alg: 'x' } }), given),
    );
    const [one, two, three] = await Promise.all(
      [stranger, forged, other].map((error) => signatureProblem(error, { policy: given }).text()),
    );
    expect([stranger.code, forged.code, other.code]).toEqual([
      'key-unknown',
      'signature-invalid',
      'algorithm-mismatch',
    ]);
    expect(forged.base).toContain('Bearer t');
    expect(one).toBe(two);
    expect(three).toBe(two);
    expect(two).not.toContain('Bearer');
  });

  it('is 503 where the store does not answer, so that the client comes back', async () => {
    const given = policy({
      replay: { addIfAbsent: () => Promise.reject(new Error('ECONNREFUSED redis:6379')) },
    });
    const error = await refusalOf(verify(await signedRequest({ key: ours.signer }), given));
    const response = signatureProblem(error, { policy: given });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(response.headers.has('accept-signature')).toBe(false);
    expect(await response.text()).not.toContain('redis');
  });

  it('quotes nothing of the request', async () => {
    const given = policy();
    const message = withField(await signedRequest({ key: ours.signer }), 'signature-input', (v) =>
      v.replace('"authorization"', '"x-secret-name"'),
    );
    const document = await signatureProblem(await refusalOf(verify(message, given)), {
      policy: given,
    }).text();
    expect(document).toContain('component-missing');
    expect(document).not.toContain('Bearer');
  });
});
