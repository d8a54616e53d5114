import type { Send } from './send.ts';
import { type Components, signatureBase, signatureInput } from './signature-base.ts';

export type Signer = {
  keyId: string;
  algorithm: 'ed25519';
  sign(base: Uint8Array<ArrayBuffer>): Uint8Array | Promise<Uint8Array>;
};

export type SignOptions = { key: Signer };

/** A body becomes octets with a digest before it is tried, and so once for all attempts. */
export function digesting(options: SignOptions | undefined, send: Send): Send {
  if (options === undefined) return send;
  return async (url, init) => {
    if (init.body === undefined || init.body === null || init.body instanceof ReadableStream)
      return send(url, init);
    const headers = new Headers(init.headers);
    const body = new Response(init.body);
    const octets = await body.arrayBuffer();
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', octets));
    headers.set('content-digest', `sha-256=:${btoa(String.fromCharCode(...hash))}:`);
    const type = body.headers.get('content-type');
    if (type !== null && !headers.has('content-type')) headers.set('content-type', type);
    return send(url, { ...init, body: octets, headers });
  };
}

export function signing(options: SignOptions | undefined, origin: string, send: Send): Send {
  if (options === undefined) return send;
  return async (url, init) => {
    if (url.origin !== origin) return send(url, init);
    const headers = new Headers(init.headers);
    const covered: Components = [
      ['@target-uri', url.origin + url.pathname + url.search],
      ['@method', new Request(url, { method: init.method ?? 'GET' }).method],
    ];
    for (const [name, value] of headers)
      if (/^(idempotency-key|content-digest|authorization)$/.test(name)) covered.push([name, value]);
    const nonce = crypto.getRandomValues(new Uint32Array(4)).join('-');
    const input = signatureInput(covered, {
      created: Math.trunc(Date.now() / 1000),
      nonce,
      keyid: options.key.keyId,
    });
    const signature = await options.key.sign(signatureBase(covered, input));
    headers.set('signature', `mine=:${btoa(String.fromCharCode(...signature))}:`);
    headers.set('signature-input', `mine=${input}`);
    return send(url, { ...init, headers });
  };
}
