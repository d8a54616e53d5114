import { base64, digestOf } from './digest.ts';
import type { Send } from './send.ts';
import { type Components, signatureBase, signatureInput } from './signature-base.ts';

export type Signer = {
  keyId: string;
  algorithm: 'ed25519';
  sign(base: Uint8Array<ArrayBuffer>): Uint8Array | Promise<Uint8Array>;
};

export type SignOptions = { key: Signer };

/** Fields that change what a request is worth, or to whom. */
const fields = ['content-digest', 'authorization', 'idempotency-key'];

/** Signs each request to this origin, and none to another. */
export function signing(options: SignOptions | undefined, origin: string, send: Send): Send {
  if (options === undefined) return send;
  return async (url, init) =>
    url.origin === origin ? send(url, await signed(options, url, init)) : send(url, init);
}

/** The octets that are signed are those that are sent. */
async function signed({ key }: SignOptions, url: URL, init: RequestInit): Promise<RequestInit> {
  const request = new Request(url.href, { ...init, signal: null });
  const { method, headers } = request;
  const body = request.body === null ? null : await request.arrayBuffer();
  if (body !== null) headers.set('content-digest', await digestOf(body));
  const covered: Components = [
    ['@method', method],
    ['@target-uri', url.href.replace(/#.*/, '')],
  ];
  for (const name of fields) {
    const value = headers.get(name);
    if (value !== null) covered.push([name, value]);
  }
  const created = Math.floor(Date.now() / 1000);
  const input = signatureInput(covered, { created, nonce: crypto.randomUUID(), keyid: key.keyId });
  headers.set('signature-input', `sig1=${input}`);
  headers.set('signature', `sig1=:${base64(await key.sign(signatureBase(covered, input)))}:`);
  return { ...init, body, headers };
}
