import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type SignatureVector,
  signatureVectors,
  type VectorComponent,
  type VectorMessage,
  type VectorPolicy,
  type VectorValue,
  vectorLines,
} from '../test-support/signature-vectors.ts';
import type * as Signatures from './index.ts';
import type { BareItem, Message, RequestMessage, VerifyPolicy } from './index.ts';

const { keys, vectors } = signatureVectors();

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.resetModules();
});

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

function requestOf({ method = '', url = '', requestTarget, ...rest }: VectorMessage): RequestMessage {
  const start = url.indexOf('://') + 3;
  const length = url.slice(start).search(/[/?]/);
  const end = length === -1 ? url.length : start + length;
  const path = url.slice(end);
  const target = requestTarget ?? (path.startsWith('/') ? path : `/${path}`);
  return { method, target, origin: url.slice(0, end), ...contentOf(rest) };
}

function contentOf({ headers, trailers, body }: Pick<VectorMessage, 'headers' | 'trailers' | 'body'>) {
  const octets = body === null ? null : bytesOf(body);
  return { headers: vectorLines(headers), trailers: vectorLines(trailers), body: octets };
}

function messageOf({ target, request, response }: SignatureVector): Message {
  const asked = request === undefined ? undefined : requestOf(request);
  if (target === 'request') {
    if (asked === undefined) throw new Error('The vector has no request.');
    return asked;
  }
  if (response === undefined) throw new Error('The vector has no response.');
  return { status: response.status ?? 0, ...contentOf(response), ...(asked && { request: asked }) };
}

function bareOf(value: VectorValue): BareItem {
  switch (typeof value) {
    case 'string':
      return { type: 'string', value };
    case 'number':
      return { type: 'integer', value };
    case 'boolean':
      return { type: 'boolean', value };
  }
  if ('token' in value) return { type: 'token', value: value.token };
  if ('b64' in value) return { type: 'bytes', value: bytesOf(value.b64) };
  return { type: 'decimal', value: value.dec };
}

/** The examples of RFC 9421, section 2.1, use fields of their own. */
const fieldTypes = { 'example-dict': 'dictionary' } as const;

const backEnds = [
  ['node:crypto', process.getBuiltinModule],
  ['Web Crypto', undefined],
] as const;

describe.each(backEnds)('with %s', (_name, getBuiltinModule) => {
  let library: typeof Signatures;
  beforeEach(async () => {
    vi.stubGlobal('process', { ...process, getBuiltinModule });
    vi.resetModules();
    library = await import('./index.ts');
  });

  function componentOf({ name, params = [] }: VectorComponent): string {
    const parameters = new Map(params.map(([key, value]) => [key, bareOf(value)]));
    return library.serialiseMember({
      kind: 'item',
      bare: { type: 'string', value: name },
      parameters,
      repeated: [],
    });
  }

  const detailsOf = (vector: SignatureVector) => ({
    components: (vector.components ?? []).map(componentOf),
    parameters: Object.fromEntries((vector.params ?? []).map(([name, value]) => [name, bareOf(value)])),
    fieldTypes: { ...fieldTypes, ...vector.sfTypes },
  });

  async function verifyKeyOf(id: string) {
    const key = keys[id];
    if (key === undefined) throw new Error(`There is no key ${id}.`);
    const { alg: algorithm, kty, secret = '', publicJwk } = key;
    if (kty === 'oct') return library.importSecret(bytesOf(secret), { keyId: id });
    return library.importVerifyKey(publicJwk, { keyId: id, algorithm });
  }

  async function signerOf(id: string) {
    const key = keys[id];
    if (key === undefined) throw new Error(`There is no key ${id}.`);
    const { alg: algorithm, kty, secret = '', privateJwk } = key;
    if (kty === 'oct') return library.importSecret(bytesOf(secret), { keyId: id });
    return library.importSigner({ ...privateJwk, kty }, { keyId: id, algorithm });
  }

  async function policyOf(policy: VectorPolicy, vector: SignatureVector): Promise<VerifyPolicy> {
    const { clockSkew = 0, maxAge, requiredComponents = [], requiredParams = [], tag, label, algs } = policy;
    return {
      keys: await Promise.all(policy.trustedKeys.map(verifyKeyOf)),
      replay: policy.nonceStore ? library.memoryReplayStore() : false,
      require: requiredComponents.map(componentOf),
      requireParameters: requiredParams,
      maxAgeMs: maxAge === undefined ? false : maxAge * 1000,
      skewMs: clockSkew * 1000,
      mode: policy.mode,
      digest: policy.digest,
      fieldTypes: { ...fieldTypes, ...vector.sfTypes },
      ...(tag === undefined ? {} : { tag }),
      ...(label === undefined ? {} : { label }),
      ...(algs === undefined ? {} : { algorithms: algs }),
    };
  }

  const named = (...kinds: readonly SignatureVector['kind'][]) =>
    vectors.filter(({ kind }) => kinds.includes(kind)).map((vector) => [vector.id, vector] as const);

  it.each(named('base'))('the base of %s', (_id, vector) => {
    const base = library.signatureBase(messageOf(vector), detailsOf(vector));
    expect(vector.baseOneOf ?? [vector.base]).toContain(base);
  });

  it.each(named('sign'))('the signature of %s', async (_id, vector) => {
    const { id = '' } = vector.key ?? {};
    const message = messageOf(vector);
    const details = detailsOf(vector);
    expect(library.signatureBase(message, details)).toBe(vector.base);

    const key = await signerOf(id);
    const label = vector.label ?? 'sig1';
    const made = await library.signMessage(message, { ...details, key, label });
    expect(made.signatureInput).toBe(vector.signatureInput);
    if (vector.deterministic) expect(made.signature).toBe(vector.signature);
    const member = library.parseDictionary(made.signature).members.get(label);
    if (member?.kind !== 'item' || member.bare.type !== 'bytes') throw new Error('no signature');
    const base = new TextEncoder().encode(vector.base);
    expect(await (await verifyKeyOf(id)).verify(base, member.bare.value)).toBe(true);
  });

  it.each(named('verify', 'reject'))('the verdict on %s', async (_id, vector) => {
    if (vector.policy === undefined) throw new Error('The vector has no policy.');
    const policy = await policyOf(vector.policy, vector);
    const steps = vector.sequence ?? [{ now: vector.policy.now, result: vector.expect?.result }];
    for (const { now, result, ...step } of steps) {
      vi.setSystemTime(now * 1000);
      const request = 'request' in step ? step.request : undefined;
      const message = messageOf(request === undefined ? vector : { ...vector, request });
      const verdict = library.verify(message, policy).then(
        () => 'accept',
        (error: unknown) => {
          if (!library.isSignatureError(error)) throw error;
          return 'reject';
        },
      );
      expect(await verdict).toBe(result);
    }
  });
});
