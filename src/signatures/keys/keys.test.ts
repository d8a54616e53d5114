import { constants, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isHoldfastError } from '../../index.ts';
import { signatureVectors } from '../../test-support/signature-vectors.ts';
import type * as Signatures from '../index.ts';

const { keys } = signatureVectors();
const data = new TextEncoder().encode('what is signed');

const backEnds = [
  ['node:crypto', process.getBuiltinModule],
  ['Web Crypto', undefined],
] as const;

const keyOf = (id: string) => {
  const key = keys[id];
  if (key === undefined) throw new Error(`There is no key ${id}.`);
  return key;
};

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe.each(backEnds)('keys, with %s', (_name, getBuiltinModule) => {
  let library: typeof Signatures;
  beforeEach(async () => {
    vi.stubGlobal('process', { ...process, getBuiltinModule });
    vi.resetModules();
    library = await import('../index.ts');
  });

  async function messageOf(work: Promise<unknown>): Promise<string> {
    const error: unknown = await work.then(
      () => new Error('It was taken.'),
      (thrown: unknown) => thrown,
    );
    if (isHoldfastError(error) && error.code === 'options') return error.message;
    throw error;
  }

  const importWith = (
    name: 'importSigner' | 'importVerifyKey' | 'importSecret',
    ...given: readonly unknown[]
  ) => messageOf(Reflect.apply(library[name], undefined, given));

  it.each(['ed25519', 'ecdsa-p256-sha256', 'ecdsa-p384-sha384'] as const)(
    'are made, and both halves go together: %s',
    async (algorithm) => {
      const { privateJwk, publicJwk } = await library.generateKeys(algorithm);
      const signer = await library.importSigner(privateJwk);
      const key = await library.importVerifyKey(publicJwk);
      expect(signer).toMatchObject({ algorithm, keyId: publicJwk.kid });
      expect(key).toMatchObject({ algorithm, keyId: await library.thumbprint(publicJwk) });
      expect(await key.verify(data, new Uint8Array(await signer.sign(data)))).toBe(true);
      expect(await key.verify(new Uint8Array([1]), new Uint8Array(await signer.sign(data)))).toBe(false);
      expect(publicJwk.d).toBeUndefined();
    },
  );

  it.each(['svc-ed25519', 'svc-p256', 'svc-rsa-pss'])('come as PEM too: %s', async (keyId) => {
    const { alg: algorithm, kty, privateJwk, publicPem } = keyOf(keyId);
    const pem = String(
      createPrivateKey({ key: { ...privateJwk, kty }, format: 'jwk' }).export({
        type: 'pkcs8',
        format: 'pem',
      }),
    );
    const signer = await library.importSigner(pem, { keyId, algorithm });
    const key = await library.importVerifyKey(publicPem, { keyId, algorithm });
    expect(await key.verify(data, new Uint8Array(await signer.sign(data)))).toBe(true);
  });

  it('of RSA-PSS have a salt of 64 octets, and take no other', async () => {
    const { privateJwk, publicJwk, kty } = keyOf('svc-rsa-pss');
    const options = { keyId: 'k', algorithm: 'rsa-pss-sha512' } as const;
    const privateKey = createPrivateKey({ key: { ...privateJwk, kty }, format: 'jwk' });
    const settings = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING };
    const key = await library.importVerifyKey(publicJwk, options);
    const withSalt = (saltLength: number) =>
      new Uint8Array(sign('sha512', data, { ...settings, saltLength }));
    expect(await key.verify(data, withSalt(64))).toBe(true);
    expect(await key.verify(data, withSalt(32))).toBe(false);
    expect(await key.verify(data, withSalt(constants.RSA_PSS_SALTLEN_MAX_SIGN))).toBe(false);

    const made = await (await library.importSigner({ ...privateJwk, kty }, options)).sign(data);
    expect(
      verify('sha512', data, { ...settings, key: createPublicKey(privateKey), saltLength: 64 }, made),
    ).toBe(true);
  });

  it.each([
    ['svc-p256', 'sha256', 64],
    ['svc-p384', 'sha384', 96],
  ] as const)('of ECDSA sign as r and s, and take no DER: %s', async (keyId, hash, octets) => {
    const { privateJwk, publicJwk, kty } = keyOf(keyId);
    const privateKey = createPrivateKey({ key: { ...privateJwk, kty }, format: 'jwk' });
    const made = await (await library.importSigner({ ...privateJwk, kty }, { keyId })).sign(data);
    expect(made).toHaveLength(octets);
    const settings = { key: createPublicKey(privateKey), dsaEncoding: 'ieee-p1363' } as const;
    expect(verify(hash, data, settings, made)).toBe(true);

    const key = await library.importVerifyKey(publicJwk, { keyId });
    const encoded = (dsaEncoding: 'der' | 'ieee-p1363') =>
      new Uint8Array(sign(hash, data, { key: privateKey, dsaEncoding }));
    expect(await key.verify(data, encoded('ieee-p1363'))).toBe(true);
    expect(await key.verify(data, encoded('der'))).toBe(false);
  });

  it.each([0, 31, 33])(
    'that are shared refuse %d octets for a signature, and do not throw',
    async (octets) => {
      const key = await library.importSecret(new Uint8Array(32), { keyId: 'k' });
      expect(await key.verify(data, new Uint8Array(octets))).toBe(false);
      expect(await key.verify(data, new Uint8Array(await key.sign(data)))).toBe(true);
    },
  );

  it('in a PEM that names RSA-PSS are taken by node:crypto, and refused with the cure by Web Crypto', async () => {
    const { publicPem, privateJwk, kty } = keyOf('svc-rsa-pss');
    const options = { keyId: 'k', algorithm: 'rsa-pss-sha512' } as const;
    const der = Buffer.from(publicPem.replace(/-----.*-----/g, ''), 'base64').toString('hex');
    const named = der
      .replace('300d06092a864886f70d0101010500', '300b06092a864886f70d01010a')
      .replace(/^30820122/, '30820120');
    const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(named, 'hex').toString('base64')}\n-----END PUBLIC KEY-----`;
    if (getBuiltinModule === undefined) {
      expect(await importWith('importVerifyKey', pem, options)).toMatch(/best as a JWK/);
    } else {
      const made = await (await library.importSigner({ ...privateJwk, kty }, options)).sign(data);
      expect(await (await library.importVerifyKey(pem, options)).verify(data, new Uint8Array(made))).toBe(
        true,
      );
    }
  });

  it('are called by their thumbprint (RFC 7638), where they have no other name', async () => {
    const { kid: _kid, ...jwk } = keyOf('test-key-ed25519').publicJwk;
    expect(await library.importVerifyKey(jwk)).toMatchObject({
      keyId: 'poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U',
    });
  });

  it.each<[string, () => Promise<string>, RegExp]>([
    [
      'a private key to verify with',
      () => importWith('importVerifyKey', { ...keyOf('svc-ed25519').privateJwk, kty: 'OKP' }),
      /public half/,
    ],
    [
      'a public key to sign with',
      () => importWith('importSigner', keyOf('svc-ed25519').publicJwk),
      /private half/,
    ],
    [
      'a public key as a secret, as PEM',
      () =>
        importWith('importSecret', new TextEncoder().encode(keyOf('svc-rsa-v15').publicPem), { keyId: 'k' }),
      /public key, which everybody knows/,
    ],
    [
      'a public key as a secret, as DER',
      () =>
        importWith(
          'importSecret',
          new Uint8Array(Buffer.from(keyOf('svc-rsa-v15').publicPem.replace(/-----.*-----/g, ''), 'base64')),
          { keyId: 'k' },
        ),
      /public key, which everybody knows/,
    ],
    [
      'a short DER as a secret',
      () =>
        importWith(
          'importSecret',
          new Uint8Array(Buffer.from(keyOf('svc-ed25519').publicPem.replace(/-----.*-----/g, ''), 'base64')),
          { keyId: 'k' },
        ),
      /public key, which everybody knows/,
    ],
    [
      'a public key for hmac',
      () =>
        importWith('importVerifyKey', keyOf('svc-rsa-v15').publicPem, {
          keyId: 'k',
          algorithm: 'hmac-sha256',
        }),
      /must never be one/,
    ],
    [
      'a JWK for hmac',
      () => importWith('importVerifyKey', keyOf('svc-rsa-v15').publicJwk, { algorithm: 'hmac-sha256' }),
      /hmac-sha256/,
    ],
    ['a secret as a key', () => importWith('importVerifyKey', { kty: 'oct', k: 'AAAA' }), /importSecret/],
    ['a short secret', () => importWith('importSecret', new Uint8Array(31), { keyId: 'k' }), /31 octets.*32/],
    [
      'a secret that is a text',
      () => importWith('importSecret', 'secret', { keyId: 'k' }),
      /not a Uint8Array/,
    ],
    ['a secret without a name', () => importWith('importSecret', new Uint8Array(32), {}), /keyId is missing/],
    [
      'an RSA key of 1024 bits',
      () =>
        importWith(
          'importVerifyKey',
          generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' }),
          { algorithm: 'rsa-v1_5-sha256' },
        ),
      /1024 bits.*2048/,
    ],
    [
      'an RSA key that serves both',
      () =>
        importWith(
          'importVerifyKey',
          { ...keyOf('svc-rsa-pss').publicJwk, alg: 'PS512' },
          { algorithm: 'rsa-v1_5-sha256' },
        ),
      /is for rsa-pss-sha512|is for rsa-v1_5/,
    ],
    [
      'an RSA key that does not say what for',
      () => importWith('importVerifyKey', { ...keyOf('svc-rsa-pss').publicJwk, alg: undefined }),
      /algorithm is missing/,
    ],
    [
      'an EC key for Ed25519',
      () => importWith('importVerifyKey', keyOf('svc-p256').publicJwk, { algorithm: 'ed25519' }),
      /ecdsa-p256-sha256/,
    ],
    [
      'a key for another curve',
      () =>
        importWith('importVerifyKey', keyOf('svc-p384').publicPem, {
          keyId: 'k',
          algorithm: 'ecdsa-p256-sha256',
        }),
      /cannot be imported for ecdsa-p256-sha256/,
    ],
    [
      'a key of another kind',
      () =>
        importWith('importVerifyKey', keyOf('svc-ed25519').publicPem, {
          keyId: 'k',
          algorithm: 'rsa-pss-sha512',
        }),
      /cannot be imported/,
    ],
    [
      'a key to encrypt with',
      () => importWith('importVerifyKey', { ...keyOf('svc-ed25519').publicJwk, use: 'enc' }),
      /use is not sig/,
    ],
    [
      'a curve that does not sign',
      () => importWith('importVerifyKey', { kty: 'OKP', crv: 'X25519', x: 'AAAA' }),
      /crv X25519/,
    ],
    [
      'an algorithm nobody knows',
      () => importWith('importVerifyKey', { ...keyOf('svc-ed25519').publicJwk, alg: 'none' }),
      /alg is none/,
    ],
    [
      'a PEM of PKCS#1',
      () =>
        importWith('importVerifyKey', '-----BEGIN RSA PUBLIC KEY-----\nMA==\n-----END RSA PUBLIC KEY-----', {
          keyId: 'k',
          algorithm: 'rsa-v1_5-sha256',
        }),
      /RSA PUBLIC KEY.*openssl/,
    ],
    [
      'a PEM without a name',
      () => importWith('importVerifyKey', keyOf('svc-ed25519').publicPem, { algorithm: 'ed25519' }),
      /keyId is missing/,
    ],
    [
      'a PEM without an algorithm',
      () => importWith('importVerifyKey', keyOf('svc-ed25519').publicPem, { keyId: 'k' }),
      /algorithm is missing/,
    ],
    ['no key', () => importWith('importVerifyKey', undefined), /neither a JWK nor a PEM/],
    [
      'a JWK that is still text',
      () => importWith('importSigner', JSON.stringify(keyOf('svc-ed25519').privateJwk)),
      /JSON text. Give JSON.parse/,
    ],
  ])('are refused, with the cure: %s', async (_what, work, message) => {
    const text = await work();
    expect(text).toMatch(message);
    expect(text).not.toContain(keyOf('svc-ed25519').privateJwk.d);
  });
});
