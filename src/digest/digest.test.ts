import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkDigest, createDigest, preferredDigest, wantDigest } from './index.ts';

/** A vector of `fixtures/rfc9530.json`. */
interface Vector {
  readonly id: string;
  readonly op: 'create' | 'verify' | 'want';
  /** Base64. */
  readonly input: string;
  readonly algs?: readonly string[];
  readonly value: string;
  readonly supported?: readonly ('sha-256' | 'sha-512')[];
  readonly policy?: {
    readonly algs: readonly ('sha-256' | 'sha-512')[];
    readonly coveredKeys?: readonly string[];
  };
  readonly expect?: { readonly result?: 'accept' | 'reject' | 'either'; readonly choice?: string };
}

const file = new URL('../test-support/fixtures/rfc9530.json', import.meta.url);
const { vectors }: { vectors: readonly Vector[] } = JSON.parse(readFileSync(file, 'utf8'));
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const named = (op: Vector['op']) =>
  vectors.filter((each) => each.op === op).map((each) => [each.id, each] as const);
const counts = (names: readonly string[] = []) =>
  names.every((name) => name === 'sha-256' || name === 'sha-512');
const bytes = new TextEncoder().encode('{"hello": "world"}');

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** The module as it is where there is no `node:crypto`. */
async function onTheWeb(): Promise<typeof import('./index.ts')> {
  vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
  vi.resetModules();
  return import('./index.ts');
}

describe('the vectors of RFC 9530', () => {
  it.each(named('create').filter(([, { algs }]) => counts(algs)))(
    '%s is made',
    async (_id, { input, algs, value }) => {
      const web = await onTheWeb();
      for (const { createDigest: create } of [{ createDigest }, web]) {
        expect(await Reflect.apply(create, undefined, [bytesOf(input), algs])).toBe(value);
      }
    },
  );

  it.each(named('create').filter(([, { algs }]) => !counts(algs)))(
    '%s is refused',
    async (_id, { input, algs, value }) => {
      const work = Reflect.apply(createDigest, undefined, [bytesOf(input), algs]);
      await expect(work).rejects.toMatchObject({ code: 'options' });
      expect(await checkDigest(value, bytesOf(input))).toBe('unsupported');
    },
  );

  it.each(named('verify').filter(([, each]) => each.expect?.result !== 'either'))(
    '%s',
    async (_id, vector) => {
      const { algs, coveredKeys: only } = vector.policy ?? { algs: [] };
      const options = { algorithms: algs, ...(only === undefined ? {} : { only }) };
      const verdict = await checkDigest(vector.value, bytesOf(vector.input), options);
      expect(verdict === 'matches').toBe(vector.expect?.result === 'accept');
    },
  );

  it.each(named('want'))('%s', (_id, { value, supported, expect: { choice } = {} }) => {
    expect(preferredDigest(value, supported)).toBe(choice);
  });
});

describe('a digest', () => {
  const sha256 = 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:';
  const wrong512 = `sha-512=:${'A'.repeat(86)}==:`;

  it('counts where its padding is left out, as structured fields allow', async () => {
    expect(await checkDigest(`${sha256.slice(0, -2)}:`, bytes)).toBe('matches');
  });

  it.each([
    ['of which one differs', `${sha256}, ${wrong512}`, 'differs'],
    ['with an empty value', 'sha-256=::', 'differs'],
    ['with fewer octets', 'sha-256=:X48E9qOo:', 'differs'],
    ['that is a string', 'sha-256="X48E"', 'malformed'],
    ['that is a list', 'sha-256=(:X48E:)', 'malformed'],
    ['that is there twice', `${sha256}, ${sha256}`, 'malformed'],
    ['of base64 for URLs', sha256.replace('X48E', '-_8E'), 'malformed'],
    ['in the form of RFC 3230', 'SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=', 'malformed'],
    ['in upper case', sha256.toUpperCase(), 'malformed'],
    ['of nothing', '', 'unsupported'],
    ['by md5 and sha alone', 'md5=:AAAA:, sha=:AAAA:', 'unsupported'],
    ['by md5, which is wrong, beside a right one', `md5=:AAAA:, ${sha256}`, 'matches'],
  ])('%s is told', async (_what, field, verdict) => {
    expect(await checkDigest(field, bytes)).toBe(verdict);
  });

  it('that a signature does not cover says nothing', async () => {
    expect(await checkDigest(`${sha256}, ${wrong512}`, bytes, { only: ['sha-256'] })).toBe('matches');
    expect(await checkDigest(`${sha256}, ${wrong512}`, bytes, { only: ['sha-512'] })).toBe('differs');
    expect(await checkDigest(sha256, bytes, { only: ['sha-512'] })).toBe('unsupported');
  });
});

describe('what is wanted', () => {
  it('is told with weights', () => {
    expect(wantDigest({ 'sha-512': 10, 'sha-256': 0 })).toBe('sha-512=10, sha-256=0');
  });

  it.each([{ 'sha-256': 11 }, { 'sha-256': 0.5 }, { md5: 1 }])('is refused: %j', (weights) => {
    expect(() => Reflect.apply(wantDigest, undefined, [weights])).toThrowError(/Give/);
  });

  it.each([
    ['sha-256=5, sha-512=5', 'sha-512'],
    ['sha-256=0', undefined],
    ['sha-256=11', undefined],
    ['sha-256=1.0', undefined],
    ['sha-256=(1)', undefined],
    ['md5=10', undefined],
    ['no, dictionary(', undefined],
  ])('%s is met by %s', (field, choice) => {
    expect(preferredDigest(field)).toBe(choice);
  });
});
