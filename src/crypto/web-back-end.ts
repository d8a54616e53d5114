import { encodeBase64 } from '../structured-fields/base64.ts';
import type { BackEnd, HashAlgorithm, KeyData, KeyPairAlgorithm } from './back-end.ts';
import type { Jwk } from './jwk.ts';
import { leastRsaBits, WEB_NAMES } from './key-rules.ts';

/** By Web Crypto, which every runtime has. */
export function webBackEnd(): BackEnd {
  const { subtle } = crypto;
  const hash = async (algorithm: HashAlgorithm, data: Uint8Array<ArrayBuffer>) =>
    encodeBase64(new Uint8Array(await subtle.digest(algorithm.toUpperCase(), data)));
  const HMAC = { name: 'HMAC', hash: 'SHA-256' };
  return {
    hash,
    // Web Crypto takes all at once.
    createHash: (algorithm) => {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      return {
        update: (data) => void parts.push(new Uint8Array(data)),
        digest: async () => hash(algorithm, new Uint8Array(await new Blob(parts).arrayBuffer())),
      };
    },
    importPrivate: async (algorithm, data) => {
      const key = await imported(algorithm, data, 'sign');
      return async (base) => new Uint8Array(await subtle.sign(WEB_NAMES[algorithm], key, base));
    },
    importPublic: async (algorithm, data) => {
      const key = await imported(algorithm, data, 'verify');
      return (base, signature) => subtle.verify(WEB_NAMES[algorithm], key, signature, base);
    },
    importSecret: async (secret) => {
      const key = await subtle.importKey('raw', secret, HMAC, false, ['sign', 'verify']);
      return {
        sign: async (base) => new Uint8Array(await subtle.sign('HMAC', key, base)),
        verify: (base, signature) => subtle.verify('HMAC', key, signature, base),
      };
    },
    generate: async (algorithm) => {
      const rsa = { modulusLength: 3072, publicExponent: new Uint8Array([1, 0, 1]) };
      const pair = await subtle.generateKey({ ...rsa, ...WEB_NAMES[algorithm] }, true, ['sign', 'verify']);
      if (!('privateKey' in pair)) throw new TypeError(`${algorithm} has no key pair.`);
      return { privateJwk: await jwkOf(pair.privateKey), publicJwk: await jwkOf(pair.publicKey) };
    },
  };
}

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

async function imported(algorithm: KeyPairAlgorithm, data: KeyData, use: 'sign' | 'verify'): Promise<Key> {
  const name = WEB_NAMES[algorithm];
  const key =
    data.kind === 'jwk'
      ? await crypto.subtle.importKey('jwk', plain(data.jwk), name, false, [use])
      : await crypto.subtle.importKey(use === 'sign' ? 'pkcs8' : 'spki', data.der, name, false, [use]);
  if ('modulusLength' in key.algorithm) leastRsaBits(Number(key.algorithm.modulusLength));
  return key;
}

/** Without `alg` and `use`: they have been looked at, and runtimes differ in how they spell them. */
function plain({ alg: _alg, use: _use, kid: _kid, ...jwk }: Jwk) {
  return jwk;
}

async function jwkOf(key: Key): Promise<Jwk> {
  const { key_ops: _operations, ext: _extractable, ...jwk } = await crypto.subtle.exportKey('jwk', key);
  return jwk;
}
