import { createHash } from 'node:crypto';
import {
  type Components,
  signatureBase,
  signatureInput,
} from '../12-say-who-you-are/start/src/signature-base.ts';
import type { Signer } from './key-pair.ts';

export type SignedOptions = {
  /** What is covered. Not given: `@method`, `@target-uri`, and of `content-digest` and `idempotency-key` what is there. */
  covered?: string[];
  /** In seconds since 1970. Not given: now. */
  created?: number;
  /** Not given: a new one. */
  nonce?: string;
  /** Not given: that of the signer. */
  keyid?: string;
  /** Not given: nothing is said of it. */
  alg?: string;
  /** A second signature needs another one. Not given: `sig1`. */
  label?: string;
};

let nonces = 0;

/**
 * A request with a signature as anybody can make it, also a wrong one: what is covered and is not there is signed as if
 * it were empty. A body gets its `Content-Digest`, unless it has one.
 */
export async function signed(
  request: Request,
  signer: Signer,
  options: SignedOptions = {},
): Promise<Request> {
  const headers = new Headers(request.headers);
  const body = request.body === null ? null : await request.clone().arrayBuffer();
  if (body !== null && !headers.has('content-digest')) headers.set('content-digest', digestOf(body));
  nonces += 1;
  const {
    covered = [
      '@method',
      '@target-uri',
      ...['content-digest', 'idempotency-key'].filter((name) => headers.has(name)),
    ],
    created = Math.floor(Date.now() / 1000),
    nonce = `nonce-${nonces}`,
    keyid = signer.keyId,
    alg,
    label = 'sig1',
  } = options;
  const values: Record<string, string> = { '@method': request.method, '@target-uri': request.url };
  const components = covered.map((name): Components[number] => [
    name,
    values[name] ?? headers.get(name) ?? '',
  ]);
  const input =
    signatureInput(components, { created, nonce, keyid }) + (alg === undefined ? '' : `;alg="${alg}"`);
  const signature = Buffer.from(signer.sign(signatureBase(components, input))).toString('base64');
  headers.append('signature-input', `${label}=${input}`);
  headers.append('signature', `${label}=:${signature}:`);
  return new Request(request.url, { method: request.method, headers, body });
}

function digestOf(body: ArrayBuffer): string {
  return `sha-256=:${createHash('sha256').update(new Uint8Array(body)).digest('base64')}:`;
}
