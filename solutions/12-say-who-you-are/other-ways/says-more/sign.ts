import { createHash, randomBytes } from 'node:crypto';
import type { Send } from './send.ts';

export type Signer = {
  keyId: string;
  algorithm: 'ed25519';
  sign(base: Uint8Array<ArrayBuffer>): Uint8Array | Promise<Uint8Array>;
};

export type SignOptions = { key: Signer };

/** Covers every header there is, and writes the text of the signature itself. */
export function signing(options: SignOptions | undefined, origin: string, send: Send): Send {
  return async (url, init) => {
    if (options === undefined || url.origin !== origin) return send(url, init);
    const request = new Request(url.href, { ...init, signal: null });
    const target = new URL(url);
    target.hash = '';
    const lines = new Map([
      ['@method', request.method],
      ['@target-uri', target.href],
    ]);
    let octets: Uint8Array<ArrayBuffer> | null = null;
    if (request.body !== null) {
      octets = new Uint8Array(await request.arrayBuffer());
      const hash = createHash('sha256').update(octets).digest('base64');
      request.headers.set('content-digest', `sha-256=:${hash}:`);
    }
    for (const [name, value] of request.headers) lines.set(name, value);
    const seconds = (Date.now() - (Date.now() % 1000)) / 1000;
    const says = [
      `created=${seconds}`,
      `expires=${seconds + 60}`,
      `nonce="${randomBytes(16).toString('base64url')}"`,
      `keyid="${options.key.keyId}"`,
      'tag="workbook"',
    ];
    const names = [...lines.keys()].map((name) => `"${name}"`);
    const input = [`(${names.join(' ')})`, ...says].join(';');
    lines.set('@signature-params', input);
    const text = [...lines].map(([name, value]) => `"${name}": ${value}`).join('\n');
    const signature = await options.key.sign(new TextEncoder().encode(text));
    const headers = new Headers(request.headers);
    headers.append('signature-input', `shop-1=${input}`);
    headers.append('signature', `shop-1=:${Buffer.from(signature).toString('base64')}:`);
    return send(url, { ...init, body: octets, headers });
  };
}
