import { type ReadSignature, readSignatures } from './read-signatures.ts';
import { signatureBase } from './signature-base.ts';
import { SignatureError, type SignatureErrorCode } from './signature-error.ts';
import type { Verified, VerifyKey, VerifyPolicy } from './verify-policy.ts';

/** Asks who it is before it asks anything else, and of each signature alone. Nonces are kept to the millisecond. */
export class Verifier {
  readonly #policy: VerifyPolicy;
  readonly #request: Request;
  readonly #url: string;

  constructor(request: Request, policy: VerifyPolicy) {
    this.#policy = policy;
    this.#request = request.clone();
    this.#url = request.url.replace(/^[a-z]+:\/\/[^/]+/i, policy.origin);
  }

  async verdict(): Promise<Verified> {
    const { headers } = this.#request;
    const body = await this.#request.arrayBuffer();
    const results: (Verified | SignatureError)[] = [];
    for (const signature of readSignatures(headers)) results.push(await this.#judge(signature, body));
    const good = results.find((result) => !(result instanceof SignatureError));
    if (good === undefined) throw results[0];
    return good as Verified;
  }

  async #judge(read: ReadSignature, body: ArrayBuffer): Promise<Verified | SignatureError> {
    const refuse = (code: SignatureErrorCode) => new SignatureError(code);
    const values = read.names.map((name) => this.#value(name));
    if (values.includes(null)) return refuse('component-missing');
    const components = read.names.map((name, index): [string, string] => [name, values[index] ?? '']);
    const { keyid, nonce, created, alg } = read.parameters;
    if (keyid === undefined) return refuse('parameter-missing');
    const key: VerifyKey | undefined = this.#policy.keys(keyid);
    if (!(await key?.verify(signatureBase(components, read.input), read.signature)))
      return refuse('signature-invalid');
    if (key?.algorithm !== (alg ?? key?.algorithm)) return refuse('algorithm-mismatch');

    const covers = (name: string) => read.names.includes(name);
    if (!covers('@target-uri')) return refuse('coverage-missing');
    if (!covers('@method')) return refuse('coverage-missing');
    if (covers('content-digest')) {
      const hash = Buffer.from(await crypto.subtle.digest('SHA-256', body)).toString('base64');
      const isIt = this.#request.headers.get('content-digest')?.includes(`sha-256=:${hash}:`);
      if (!isIt) return refuse('digest-mismatch');
    } else if (body.byteLength > 0) return refuse('digest-missing');

    if (created === undefined || nonce === undefined) return refuse('parameter-missing');
    const { maxAgeMs, skewMs, replay } = this.#policy;
    const leftMs = created * 1000 + maxAgeMs + skewMs - Date.now();
    if (leftMs < 0) return refuse('too-old');
    if (leftMs > maxAgeMs + 2 * skewMs) return refuse('created-in-future');
    if (!(await replay.addIfAbsent(`${keyid.length}:${keyid}${nonce}`, leftMs + 1)))
      return refuse('nonce-reused');
    const headers = new Headers(components.filter(([name]) => /^[a-z]/.test(name)));
    const { method } = this.#request;
    return {
      keyId: keyid,
      view: {
        method,
        url: this.#url,
        headers,
        body: covers('content-digest') ? new Uint8Array(body) : undefined,
      },
    };
  }

  #value(name: string): string | null {
    if (name === '@method') return this.#request.method;
    if (name === '@target-uri') return this.#url;
    return name.startsWith('@') ? null : this.#request.headers.get(name);
  }
}

export function verify(request: Request, policy: VerifyPolicy): Promise<Verified> {
  return new Verifier(request, policy).verdict();
}
