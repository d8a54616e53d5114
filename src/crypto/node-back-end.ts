import type { KeyObject } from 'node:crypto';
import type { BackEnd, KeyData, KeyPairAlgorithm } from './back-end.ts';
import type { Jwk } from './jwk.ts';
import { leastRsaBits, SIGNATURE_BYTES, WEB_NAMES } from './key-rules.ts';

type NodeCrypto = typeof import('node:crypto');

/** Undefined where there is no `node:crypto`. It is looked for, and not imported, so that bundles for the web need none. */
export function nodeBackEnd(): BackEnd | undefined {
  const crypto: NodeCrypto | undefined = globalThis.process?.getBuiltinModule?.('node:crypto');
  return typeof crypto?.hash === 'function' ? backEndOf(crypto) : undefined;
}

function backEndOf(crypto: NodeCrypto): BackEnd {
  /** RSA-PSS with a salt as long as its hash, and no other (RFC 9421, section 3.3.1); ECDSA as r and s (3.3.4). */
  const settingsOf = (algorithm: KeyPairAlgorithm, key: KeyObject) => {
    if (algorithm === 'rsa-pss-sha512') {
      return { key, padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
    }
    return algorithm.startsWith('ecdsa') ? { key, dsaEncoding: 'ieee-p1363' as const } : key;
  };
  return {
    hash: (algorithm, data) => crypto.hash(algorithm.replace('-', ''), data, 'base64'),
    createHash: (algorithm) => {
      const hash = crypto.createHash(algorithm.replace('-', ''));
      return { update: (data) => void hash.update(data), digest: () => hash.digest('base64') };
    },
    importPrivate: async (algorithm, data) => {
      const key = fitting(algorithm, crypto.createPrivateKey(inputOf(data, 'pkcs8')));
      const settings = settingsOf(algorithm, key);
      const hash = HASHES[algorithm];
      return (base) => crypto.sign(hash, base, settings);
    },
    importPublic: async (algorithm, data) => {
      const key = fitting(algorithm, crypto.createPublicKey(inputOf(data, 'spki')));
      const settings = settingsOf(algorithm, key);
      const hash = HASHES[algorithm];
      const bytes = SIGNATURE_BYTES[algorithm];
      return (base, signature) => {
        if (bytes !== undefined && signature.byteLength !== bytes) return false;
        return crypto.verify(hash, base, settings, signature);
      };
    },
    importSecret: async (secret) => {
      const key = crypto.createSecretKey(secret);
      const sign = (base: Uint8Array) => crypto.createHmac('sha256', key).update(base).digest();
      return {
        sign,
        verify: (base, signature) =>
          signature.byteLength === SIGNATURE_BYTES['hmac-sha256'] &&
          crypto.timingSafeEqual(sign(base), signature),
      };
    },
    generate: async (algorithm) => {
      const { privateKey, publicKey } = pairOf(crypto, algorithm);
      return { privateJwk: jwkOf(privateKey), publicJwk: jwkOf(publicKey) };
    },
  };
}

const HASHES: Readonly<Record<KeyPairAlgorithm, string | null>> = {
  ed25519: null,
  'ecdsa-p256-sha256': 'sha256',
  'ecdsa-p384-sha384': 'sha384',
  'rsa-pss-sha512': 'sha512',
  'rsa-v1_5-sha256': 'sha256',
};

const CURVES: Readonly<Record<string, string>> = { 'P-256': 'prime256v1', 'P-384': 'secp384r1' };

function inputOf<Type extends 'pkcs8' | 'spki'>(data: KeyData, type: Type) {
  return data.kind === 'jwk'
    ? { key: { ...data.jwk }, format: 'jwk' as const }
    : { key: Buffer.from(data.der), format: 'der' as const, type };
}

function fitting(algorithm: KeyPairAlgorithm, key: KeyObject): KeyObject {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  const { name, namedCurve: wanted } = WEB_NAMES[algorithm];
  switch (key.asymmetricKeyType) {
    case 'ed25519':
      if (name === 'Ed25519') return key;
      break;
    case 'ec':
      if (wanted !== undefined && namedCurve === CURVES[wanted]) return key;
      break;
    case 'rsa':
    case 'rsa-pss':
      if (name === 'RSA-PSS' || (name === 'RSASSA-PKCS1-v1_5' && key.asymmetricKeyType === 'rsa')) {
        leastRsaBits(modulusLength);
        return key;
      }
  }
  throw new TypeError(`the key is one for ${namedCurve ?? key.asymmetricKeyType}`);
}

function pairOf(crypto: NodeCrypto, algorithm: KeyPairAlgorithm) {
  const { name, namedCurve } = WEB_NAMES[algorithm];
  if (namedCurve !== undefined) return crypto.generateKeyPairSync('ec', { namedCurve });
  return name === 'Ed25519'
    ? crypto.generateKeyPairSync('ed25519')
    : crypto.generateKeyPairSync('rsa', { modulusLength: 3072 });
}

function jwkOf(key: KeyObject): Jwk {
  const jwk: Jwk = key.export({ format: 'jwk' });
  return jwk;
}
