import type { StepEdits } from '../../coach/kata/kata.ts';

export const edits: StepEdits = {
  'who-asks-for-what': [
    {
      file: 'digest.ts',
      find: ``,
      replace: `export function base64(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64');
}
`,
    },
    {
      file: 'sign.ts',
      find: ``,
      replace: `import { base64 } from './digest.ts';
import { type Components, signatureBase, signatureInput } from './signature-base.ts';

export type Signer = {
  keyId: string;
  algorithm: 'ed25519';
  sign(base: Uint8Array<ArrayBuffer>): Uint8Array | Promise<Uint8Array>;
};

export type SignOptions = { key: Signer };

export async function signed({ key }: SignOptions, url: URL, init: RequestInit): Promise<RequestInit> {
  const request = new Request(url.href, { ...init, signal: null });
  const { method, headers } = request;
  const covered: Components = [
    ['@method', method],
    ['@target-uri', url.href.replace(/#.*/, '')],
  ];
  const created = Math.floor(Date.now() / 1000);
  const input = signatureInput(covered, { created, nonce: crypto.randomUUID(), keyid: key.keyId });
  headers.set('signature-input', \`sig1=\${input}\`);
  headers.set('signature', \`sig1=:\${base64(await key.sign(signatureBase(covered, input)))}:\`);
  return { ...init, headers };
}
`,
    },
    {
      file: 'index.ts',
      find: `import { type Send, send, timed } from './send.ts';
`,
      replace: `import { type Send, send, timed } from './send.ts';
import { type SignOptions, signed } from './sign.ts';
`,
    },
    {
      file: 'index.ts',
      find: `  upcheck?: { path: string; timeoutMs: number };
};`,
      replace: `  upcheck?: { path: string; timeoutMs: number };
  sign?: SignOptions;
};`,
    },
    {
      file: 'index.ts',
      find: `    const asked: RequestInit = { ...init, headers: sent, signal: call.signal };
    try {
`,
      replace: `    const whole: RequestInit = { ...init, headers: sent, signal: call.signal };
    try {
      const asked = options.sign ? await signed(options.sign, url, whole) : whole;
`,
    },
  ],
  'the-body': [
    {
      file: 'digest.ts',
      find: `export function base64`,
      replace: `/** What stands in Content-Digest for these octets (RFC 9530). */
export async function digestOf(octets: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  return \`sha-256=:\${base64(new Uint8Array(await crypto.subtle.digest('SHA-256', octets)))}:\`;
}

export function base64`,
    },
    {
      file: 'sign.ts',
      find: `import { base64 }`,
      replace: `import { base64, digestOf }`,
    },
    {
      file: 'sign.ts',
      find: `export async function signed(`,
      replace: `/** The octets that are signed are those that are sent. */
export async function signed(`,
    },
    {
      file: 'sign.ts',
      find: `  const { method, headers } = request;
`,
      replace: `  const { method, headers } = request;
  const body = request.body === null ? null : await request.arrayBuffer();
  if (body !== null) headers.set('content-digest', await digestOf(body));
`,
    },
    {
      file: 'sign.ts',
      find: `  const created =`,
      replace: `  for (const name of fields) {
    const value = headers.get(name);
    if (value !== null) covered.push([name, value]);
  }
  const created =`,
    },
    {
      file: 'sign.ts',
      find: `export type SignOptions = { key: Signer };
`,
      replace: `export type SignOptions = { key: Signer };

const fields = ['content-digest'];
`,
    },
    {
      file: 'sign.ts',
      find: `return { ...init, headers };`,
      replace: `return { ...init, body, headers };`,
    },
  ],
  'key-and-token': [
    {
      file: 'sign.ts',
      find: `const fields = ['content-digest'];
`,
      replace: `/** Fields that change what a request is worth, or to whom. */
const fields = ['content-digest', 'authorization', 'idempotency-key'];
`,
    },
  ],
  'each-attempt': [
    {
      file: 'sign.ts',
      find: `import { type Components`,
      replace: `import type { Send } from './send.ts';
import { type Components`,
    },
    {
      file: 'sign.ts',
      find: `/** The octets that are signed are those that are sent. */
export async function`,
      replace: `/** Signs each request. */
export function signing(options: SignOptions | undefined, send: Send): Send {
  if (options === undefined) return send;
  return async (url, init) => send(url, await signed(options, url, init));
}

/** The octets that are signed are those that are sent. */
async function`,
    },
    {
      file: 'index.ts',
      find: `SignOptions, signed }`,
      replace: `SignOptions, signing }`,
    },
    {
      file: 'index.ts',
      find: `  const attempt = breaking(options.breaker, circuits, timed(attemptTimeoutMs, send));
`,
      replace: `  const sendSigned = signing(options.sign, send);
  const attempt = breaking(options.breaker, circuits, timed(attemptTimeoutMs, sendSigned));
`,
    },
    {
      file: 'index.ts',
      find: `    const whole: RequestInit = { ...init, headers: sent, signal: call.signal };
    try {
      const asked = options.sign ? await signed(options.sign, url, whole) : whole;
`,
      replace: `    const asked: RequestInit = { ...init, headers: sent, signal: call.signal };
    try {
`,
    },
    {
      file: 'index.ts',
      find: `timed(options.upcheck.timeoutMs, send)`,
      replace: `timed(options.upcheck.timeoutMs, sendSigned)`,
    },
  ],
  'no-strangers': [
    {
      file: 'sign.ts',
      find: `/** Signs each request. */
export function signing(options: SignOptions | undefined, send: Send): Send {
  if (options === undefined) return send;
  return async (url, init) => send(url, await signed(options, url, init));
}`,
      replace: `/** Signs each request to this origin, and none to another. */
export function signing(options: SignOptions | undefined, origin: string, send: Send): Send {
  if (options === undefined) return send;
  return async (url, init) =>
    url.origin === origin ? send(url, await signed(options, url, init)) : send(url, init);
}`,
    },
    {
      file: 'index.ts',
      find: `  const sendSigned = signing(options.sign, send);
  const attempt = breaking(options.breaker, circuits, timed(attemptTimeoutMs, sendSigned));
`,
      replace: `  const home = baseUrl === undefined ? undefined : new URL(baseUrl).origin;
  const signedAt = (url: URL) => signing(options.sign, home ?? url.origin, send);
`,
    },
    {
      file: 'index.ts',
      find: `baseUrl === undefined || url.origin === new URL(baseUrl).origin;`,
      replace: `home === undefined || url.origin === home;`,
    },
    {
      file: 'index.ts',
      find: `    const asked: RequestInit`,
      replace: `    const attempt = breaking(options.breaker, circuits, timed(attemptTimeoutMs, signedAt(url)));
    const asked: RequestInit`,
    },
    {
      file: 'index.ts',
      find: `timed(options.upcheck.timeoutMs, sendSigned)`,
      replace: `timed(options.upcheck.timeoutMs, signedAt(url))`,
    },
  ],
};
