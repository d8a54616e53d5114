import type { Send } from './send.ts';
import { type Components, signatureBase, signatureInput } from './signature-base.ts';

export type Signer = {
  keyId: string;
  algorithm: 'ed25519';
  sign(base: Uint8Array<ArrayBuffer>): Uint8Array | Promise<Uint8Array>;
};

export type SignOptions = { key: Signer };

/** One for each origin and key; it counts its nonces, and begins at a random place. */
class RequestSigner {
  readonly #key: Signer;
  #nonce = crypto.getRandomValues(new BigUint64Array(2)).join('');

  constructor({ key }: SignOptions) {
    this.#key = key;
  }

  async sign(request: Request): Promise<Request> {
    const octets = await request.clone().arrayBuffer();
    if (request.body !== null) {
      const digest = Buffer.from(await crypto.subtle.digest('SHA-256', octets)).toString('base64');
      request.headers.set('content-digest', `sha-256=:${digest}:`);
    }
    const covered = this.#covered(request);
    this.#nonce = String(BigInt(this.#nonce) + 1n);
    const created = Math.floor(Date.now() / 1000);
    const input = signatureInput(covered, { created, nonce: this.#nonce, keyid: this.#key.keyId });
    const signature = await this.#key.sign(signatureBase(covered, input));
    request.headers.set('signature-input', `sig1=${input}`);
    request.headers.set('signature', `sig1=:${Buffer.from(signature).toString('base64')}:`);
    return request;
  }

  #covered({ method, url, headers }: Request): Components {
    const [target = url] = url.split('#');
    const fields = ['authorization', 'content-digest', 'content-type', 'idempotency-key'];
    return [
      ['@method', method],
      ['@target-uri', target],
      ...fields.flatMap((name): Components => {
        const value = headers.get(name);
        return value === null ? [] : [[name, value]];
      }),
    ];
  }
}

const signers = new WeakMap<SignOptions, RequestSigner>();

export function signing(options: SignOptions | undefined, origin: string, send: Send): Send {
  if (options === undefined) return send;
  const signer = signers.get(options) ?? new RequestSigner(options);
  signers.set(options, signer);
  return async (url, init) => {
    if (url.origin !== origin) return send(url, init);
    const { headers, body } = await signer.sign(new Request(url.href, { ...init, signal: null }));
    return send(url, body === null ? { ...init, headers } : { ...init, headers, body, duplex: 'half' });
  };
}
