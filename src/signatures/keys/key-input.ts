import type { KeyData, KeyPairAlgorithm } from '../../crypto/back-end.ts';
import type { Jwk } from '../../crypto/jwk.ts';
import { optionError } from '../../errors/option-error.ts';
import { decodeBase64 } from '../../structured-fields/base64.ts';
import type { SignatureAlgorithm } from '../signer.ts';
import { thumbprint } from './thumbprint.ts';

/** What goes with a key that does not say it itself. */
export interface ImportKeyOptions {
  /** Default: the `kid` of the JWK, or its thumbprint (RFC 7638). A PEM has none, so it must be given. */
  readonly keyId?: string;
  /**
   * The one algorithm of the key. Default: what the JWK says by its curve, or for RSA by `alg`. For a PEM and for an RSA
   * key without `alg` it must be given.
   */
  readonly algorithm?: SignatureAlgorithm;
}

/** A key that has been looked at, and not yet imported. @internal */
export interface KeyInput {
  readonly keyId: string;
  readonly algorithm: KeyPairAlgorithm;
  readonly data: KeyData;
}

/** The `alg` of a JWK (RFC 7518, section 3.1; RFC 8037; RFC 9864). */
const JWK_ALGORITHMS: Readonly<Record<string, SignatureAlgorithm>> = {
  EdDSA: 'ed25519',
  Ed25519: 'ed25519',
  ES256: 'ecdsa-p256-sha256',
  ES384: 'ecdsa-p384-sha384',
  PS512: 'rsa-pss-sha512',
  RS256: 'rsa-v1_5-sha256',
  HS256: 'hmac-sha256',
};

const CURVES: Readonly<Record<string, KeyPairAlgorithm>> = {
  Ed25519: 'ed25519',
  'P-256': 'ecdsa-p256-sha256',
  'P-384': 'ecdsa-p384-sha384',
};

/** @internal */
export async function readKeyInput(
  given: Jwk | string,
  half: 'private' | 'public',
  options: ImportKeyOptions,
): Promise<KeyInput> {
  if (typeof given === 'string') return pemInput(given, half, options);
  if (typeof given !== 'object' || given === null) {
    throw optionError(
      `The key is neither a JWK nor a PEM. Give ${half === 'private' ? 'a private' : 'a public'} one.`,
    );
  }
  if (given.kty === 'oct') throw optionError('The key is a shared secret. Give it to importSecret.');
  if (half === 'private' && given.d === undefined) {
    throw optionError('The key is a public one. Sign with its private half.');
  }
  if (half === 'public' && given.d !== undefined) {
    throw optionError(
      'The key is a private one. Verify with its public half, and keep the private one where it signs.',
    );
  }
  if (given.use !== undefined && given.use !== 'sig') throw optionError("The key's use is not sig.");
  const algorithm = algorithmOf(given, options.algorithm);
  return {
    keyId: options.keyId ?? given.kid ?? (await thumbprint(given)),
    algorithm,
    data: { kind: 'jwk', jwk: given },
  };
}

function algorithmOf({ kty, crv, alg }: Jwk, given: SignatureAlgorithm | undefined): KeyPairAlgorithm {
  const byAlg = alg === undefined ? undefined : JWK_ALGORITHMS[alg];
  if (alg !== undefined && byAlg === undefined) {
    throw optionError(`The key's alg is ${alg}. There are: ${Object.keys(JWK_ALGORITHMS).join(', ')}.`);
  }
  const byCurve = crv === undefined ? undefined : CURVES[crv];
  if (kty !== 'RSA' && byCurve === undefined) {
    throw optionError(
      `The key's kty is ${kty} and its crv ${crv}. There are: RSA, ${Object.keys(CURVES).join(', ')}.`,
    );
  }
  const said = [given, byAlg, byCurve].filter((each) => each !== undefined);
  const [algorithm] = said;
  if (algorithm === undefined) {
    throw optionError(
      "Option algorithm is missing. An RSA key serves one: give 'rsa-pss-sha512' or 'rsa-v1_5-sha256'.",
    );
  }
  const other = said.find((each) => each !== algorithm);
  if (other !== undefined) throw optionError(`The key is for ${other}, and algorithm is ${algorithm}.`);
  if ((kty === 'RSA') !== algorithm.startsWith('rsa')) {
    throw optionError(`Option algorithm is ${algorithm}, and the key's kty is ${kty}.`);
  }
  return pairAlgorithm(algorithm);
}

function pairAlgorithm(algorithm: SignatureAlgorithm): KeyPairAlgorithm {
  if (algorithm !== 'hmac-sha256') return algorithm;
  throw optionError(
    'Option algorithm is hmac-sha256, and the key is no secret. A public key must never be one.',
  );
}

const LABELS = { private: 'PRIVATE KEY', public: 'PUBLIC KEY' } as const;

function pemInput(pem: string, half: 'private' | 'public', { keyId, algorithm }: ImportKeyOptions): KeyInput {
  const label = LABELS[half];
  const begin = `-----BEGIN ${label}-----`;
  const end = `-----END ${label}-----`;
  const start = pem.indexOf(begin);
  const stop = pem.indexOf(end);
  const der =
    start === -1 || stop === -1
      ? undefined
      : decodeBase64(pem.slice(start + begin.length, stop).replaceAll(/\s/g, ''));
  if (der === undefined) {
    if (/^\s*\{/.test(pem)) throw optionError('The key is a JWK as JSON text. Give JSON.parse(text).');
    const found = /-----BEGIN ([A-Z ]+)-----/.exec(pem)?.[1] ?? 'something else';
    const cure = half === 'private' ? 'openssl pkcs8 -topk8 -nocrypt' : 'openssl pkey -pubin';
    throw optionError(
      `The key is ${found}. Give a JWK, or a PEM that begins with ${begin}, as '${cure}' writes it.`,
    );
  }
  if (algorithm === undefined)
    throw optionError("Option algorithm is missing. A PEM does not say it: give 'ed25519' or the like.");
  if (keyId === undefined) throw optionError('Option keyId is missing. A PEM does not say it.');
  return { keyId, algorithm: pairAlgorithm(algorithm), data: { kind: 'der', der } };
}

/** Says which key did not fit, and nothing of what it holds. @internal */
export function unfitKey({ keyId, algorithm }: Pick<KeyInput, 'keyId' | 'algorithm'>, cause: unknown): Error {
  const why = cause instanceof TypeError ? `: ${cause.message}` : '';
  return optionError(
    `The key ${keyId} cannot be imported for ${algorithm}${why}. Give one of that kind, best as a JWK: not every runtime reads every PEM.`,
  );
}
