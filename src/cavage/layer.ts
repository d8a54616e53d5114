import type { Call } from '../core/call.ts';
import type { Layer } from '../core/layer.ts';
import { checkNames } from '../errors/check-names.ts';
import { optionError } from '../errors/option-error.ts';
import { bodyDigest } from '../signatures/body-digest.ts';
import type { SigningLayer } from '../signatures/layer.ts';
import { misuse } from '../signatures/misuse.ts';
import { requestMessageOf } from '../signatures/request-message-of.ts';
import type { SignOptions } from '../signatures/sign-options.ts';
import { isSignatureError } from '../signatures/signature-error.ts';
import type { Signer } from '../signatures/signer.ts';
import { signerFor } from '../signatures/signer-for.ts';
import { encodeBase64 } from '../structured-fields/base64.ts';
import { type CavageAlgorithm, fitsKey, isCavageAlgorithm } from './algorithms.ts';
import { cavageString } from './signing-string.ts';

/** Options of {@link signCavage}. */
export interface SignCavageOptions {
  /** The key, or a function that chooses it, as for `sign`. Peers that need the draft know `rsa-v1_5-sha256`. */
  readonly key: SignOptions['key'];

  /**
   * What is covered. A field that a request does not have is left out. `date` and `digest` are made where they are not
   * there. Default `['(request-target)', 'host', 'date', 'digest', 'content-type']`.
   */
  readonly headers?: readonly string[];

  /**
   * What the signature says of its algorithm. Default `'rsa-sha256'` where the key is `rsa-v1_5-sha256`, as most peers
   * send it, and `'hs2019'` for all other keys.
   */
  readonly algorithm?: CavageAlgorithm;

  /** How long a signature that covers `(expires)` is good for, in milliseconds. Default 300 000. */
  readonly expiresInMs?: number;

  /** Where the signature stands. Default `'signature'`. */
  readonly carrier?: 'signature' | 'authorization';
}

const NAMES = [
  'algorithm',
  'carrier',
  'expiresInMs',
  'headers',
  'key',
] as const satisfies readonly (keyof SignCavageOptions)[];

const HEADERS = ['(request-target)', 'host', 'date', 'digest', 'content-type'];

/**
 * Signs each request by draft-cavage-http-signatures-12, with a `Digest` (RFC 3230) of the body, for peers that do not know
 * RFC 9421. Where they may know it, give both to {@link doubleKnock}.
 *
 * @throws A `HoldfastError` with code `options`: from `signCavage`, where an option cannot work; from a call, where it cannot
 *   be signed.
 *
 * @example
 * ```ts
 * const keyId = 'https://here.example/actor#main-key';
 * const key = await importSigner(actorPem, { keyId, algorithm: 'rsa-v1_5-sha256' });
 * const inbox = createClient({ sign: signCavage({ key }) });
 * ```
 */
export function signCavage(options: SignCavageOptions): SigningLayer {
  checkNames('', options, NAMES);
  const {
    key,
    headers: covered = HEADERS,
    algorithm,
    carrier = 'signature',
    expiresInMs = 300_000,
  } = options;
  if (typeof key !== 'function' && typeof key?.sign !== 'function') {
    throw optionError('Option key is missing. Give a key, await importSigner(pem, { keyId, algorithm }).');
  }
  if (algorithm !== undefined && !isCavageAlgorithm(algorithm)) {
    throw optionError(`Option algorithm is ${algorithm}. Give 'rsa-sha256' or 'hs2019'.`);
  }
  if (carrier !== 'signature' && carrier !== 'authorization') {
    throw optionError(`Option carrier is ${carrier}. Give 'signature' or 'authorization'.`);
  }
  if (!Number.isFinite(expiresInMs) || expiresInMs <= 0) {
    throw optionError(`Option expiresInMs is ${expiresInMs}. Give a number of milliseconds above 0.`);
  }
  const plan: Plan = { covered, algorithm, carrier, expiresInMs };
  const within = (own?: string): Layer => ({
    name: 'signature',
    describe: () => ({ draft: 'cavage-12', headers: covered, carrier }),
    wrap: (next) => async (call) => {
      const signer = await signerFor(key, call, own ?? call.progress.origin);
      return next(signer === undefined ? call : await signed(call, signer, plan));
    },
  });
  return { ...within(), name: 'signature', within };
}

interface Plan {
  readonly covered: readonly string[];
  readonly algorithm: CavageAlgorithm | undefined;
  readonly carrier: 'signature' | 'authorization';
  readonly expiresInMs: number;
}

async function signed(call: Call, signer: Signer, plan: Plan): Promise<Call> {
  const headers = new Headers(call.headers);
  if (plan.covered.includes('date') && !headers.has('date')) headers.set('date', new Date().toUTCString());
  if (plan.covered.includes('digest') && call.body.kind !== 'none' && !headers.has('digest')) {
    headers.set('digest', legacy(await bodyDigest(call, 'sha-256')));
  }
  const algorithm = plan.algorithm ?? (signer.algorithm === 'rsa-v1_5-sha256' ? 'rsa-sha256' : 'hs2019');
  if (!fitsKey(algorithm, signer.algorithm)) {
    throw misuse(
      call,
      `cannot be signed: option algorithm is ${algorithm}, and the key is for ${signer.algorithm}.`,
    );
  }
  const covered = plan.covered.filter((name) => name.startsWith('(') || name === 'host' || headers.has(name));
  const created = Math.floor(Date.now() / 1000);
  const expires = created + Math.ceil(plan.expiresInMs / 1000);
  // The transport makes Host of the URL.
  const message = requestMessageOf(call, headers);
  const withHost = { ...message, headers: [...message.headers, ['host', new URL(call.url).host] as const] };
  let signature: Uint8Array;
  try {
    const text = cavageString(withHost, { headers: covered, algorithm, created, expires });
    signature = await signer.sign(new TextEncoder().encode(text));
  } catch (error) {
    throw isSignatureError(error)
      ? misuse(call, `cannot be signed: ${error.message}`)
      : misuse(call, 'cannot be signed: the key failed.', error);
  }
  const parameters = [
    `keyId="${signer.keyId}"`,
    `algorithm="${algorithm}"`,
    ...(covered.includes('(created)') ? [`created=${created}`] : []),
    ...(covered.includes('(expires)') ? [`expires=${expires}`] : []),
    `headers="${covered.join(' ')}"`,
    `signature="${encodeBase64(signature)}"`,
  ].join(',');
  if (plan.carrier === 'signature') headers.set('signature', parameters);
  else headers.set('authorization', `Signature ${parameters}`);
  return call.with({ headers });
}

/** `sha-256=:…:` as RFC 3230 wrote it. */
function legacy(digest: string): string {
  return digest.replace(/^sha-256=:(.*):$/, 'SHA-256=$1');
}
