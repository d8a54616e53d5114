/**
 * How many requests are signed and verified a second, beside the bare signature by `node:crypto` over the same base, and
 * how long a hostile header holds the verifier up. Rows for other packages need `npm ci --prefix bench/peers`. Prints
 * figures; asserts nothing.
 *
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/signing.ts
 */
import { existsSync } from 'node:fs';
import { compose } from '../src/index.ts';
import {
  createDigest,
  type FieldLine,
  generateKeys,
  importSecret,
  importSigner,
  importVerifyKey,
  isSignatureError,
  type RequestMessage,
  type Signer,
  sign,
  signatureBase,
  signMessage,
  type VerifyKey,
  type VerifyPolicy,
  verify,
} from '../src/signatures/index.ts';

const ROUND_MS = 400;
const ROUNDS = 5;
const ORIGIN = 'https://orders.example.com';
const body = new TextEncoder().encode('x'.repeat(200));
const components = ['@method', '@target-uri', 'content-digest', 'date', 'authorization'];

type Work = () => unknown;

/** The median of some rounds, in calls a second; every row has its turn in each round. */
async function measure(rows: readonly (readonly [string, Work])[]): Promise<Map<string, number>> {
  const seen = new Map(rows.map(([name]) => [name, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, work] of rows) {
      const end = performance.now() + ROUND_MS;
      const start = performance.now();
      let count = 0;
      while (performance.now() < end) {
        for (let index = 0; index < 20; index += 1) await work();
        count += 20;
      }
      if (round > 0) seen.get(name)?.push((count * 1000) / (performance.now() - start));
    }
  }
  return new Map(
    [...seen].map(([name, values]) => [name, values.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0]),
  );
}

function print(what: string, rows: ReadonlyMap<string, number>): void {
  const [first = 1] = rows.values();
  console.log(what);
  for (const [name, perSecond] of rows) {
    console.log(
      `  ${name}: ${Math.round(perSecond / 100) / 10}k/s, ${Math.round((100 * perSecond) / first)} %`,
    );
  }
}

const lines = (digest: string): FieldLine[] => [
  ['Host', 'orders.example.com'],
  ['Date', 'Wed, 01 Jan 2025 00:00:00 GMT'],
  ['Authorization', 'Bearer t0k3n-abc'],
  ['Content-Type', 'application/json'],
  ['Content-Digest', digest],
];
const message: RequestMessage = {
  method: 'POST',
  target: '/v1/orders?limit=10&sort=asc',
  origin: ORIGIN,
  headers: lines(await createDigest(body)),
  body,
};
const parameters = (keyid: string) => {
  const created = Math.floor(Date.now() / 1000);
  return { created, expires: created + 60, nonce: crypto.randomUUID(), keyid, tag: 'orders' };
};

/** What the whole path is: digest, base, nonce and signature. */
async function signWhole(key: Signer): Promise<unknown> {
  const digest = await createDigest(body);
  return signMessage(
    { ...message, headers: lines(digest) },
    { key, components, parameters: parameters(key.keyId) },
  );
}

const peersAt = new URL('./peers/', import.meta.url);
const hasPeers = existsSync(new URL('node_modules/http-message-signatures', peersAt));
type Peer = (...given: readonly unknown[]) => Promise<{ readonly sign: Work; readonly verify: Work }>;
const peers: Readonly<Record<'hmac' | 'ed25519', Peer>> | undefined = hasPeers
  ? await import(new URL('signing.mjs', peersAt).href)
  : undefined;

async function both(
  what: string,
  key: Signer & Partial<VerifyKey>,
  verifyKey: VerifyKey,
  peer: { sign: Work; verify: Work } | undefined,
) {
  const base = new TextEncoder().encode(
    signatureBase(message, { components, parameters: parameters(key.keyId) }),
  );
  const bare = new Uint8Array(await key.sign(base));
  const silent = compose(async () => new Response(null, { status: 204 }));
  const signing = compose(
    async () => new Response(null, { status: 204 }),
    sign({ key, components, tag: 'orders' }),
  );
  const init = {
    method: 'POST',
    body,
    headers: { date: 'Wed, 01 Jan 2025 00:00:00 GMT', authorization: 'Bearer t0k3n-abc' },
  };
  const call = `${ORIGIN}/v1/orders?limit=10&sort=asc`;
  print(
    `${what}: sign`,
    await measure([
      ['the bare signature', () => key.sign(base)],
      ['the whole path: digest, base, nonce, signature', () => signWhole(key)],
      [
        'the whole path, the digest known',
        () => signMessage(message, { key, components, parameters: parameters(key.keyId) }),
      ],
      ['a call through a transport that does nothing', () => silent(call, init)],
      ['the same, signed', () => signing(call, init)],
      ...(peer === undefined ? [] : [['http-message-signatures 1.0.6', peer.sign] as const]),
    ]),
  );
  const fields = await signMessage(message, { key, components, parameters: parameters(key.keyId) });
  const signed = {
    ...message,
    headers: [
      ...message.headers,
      ['Signature-Input', fields.signatureInput],
      ['Signature', fields.signature],
    ] as FieldLine[],
  };
  const policy: VerifyPolicy = { keys: [verifyKey], replay: false, origin: ORIGIN, tag: 'orders' };
  const remembering: VerifyPolicy = { ...policy, replay: { addIfAbsent: () => true } };
  print(
    `${what}: verify`,
    await measure([
      ['the bare signature', () => verifyKey.verify(base, bare)],
      ['the whole path: fields, policy, base, signature, digest', () => verify(signed, policy)],
      ['the same with a nonce to look up', () => verify(signed, remembering)],
      ...(peer === undefined ? [] : [['http-message-signatures 1.0.6', peer.verify] as const]),
    ]),
  );
}

const secretBytes = crypto.getRandomValues(new Uint8Array(32));
const secret = await importSecret(secretBytes, { keyId: 'orders-2026-11' });
await both('hmac-sha256', secret, secret, await peers?.hmac(secretBytes, message, components));
const { privateJwk, publicJwk } = await generateKeys();
const ed25519 = [await importSigner(privateJwk), await importVerifyKey(publicJwk)] as const;
await both('ed25519', ...ed25519, await peers?.ed25519(privateJwk, publicJwk, message, components));

const policy: VerifyPolicy = { keys: [secret], replay: false, origin: ORIGIN };
const many = Array.from({ length: 10_000 }, (_, index) => `"x-${index}"`).join(' ');
const hostile: Record<string, string> = {
  'a megabyte of spaces': `sig1=(${' '.repeat(1_000_000)}"@method")`,
  'a megabyte of backslashes': `sig1=("${'\\\\'.repeat(500_000)}")`,
  'a megabyte of parentheses': `sig1=${'('.repeat(1_000_000)}`,
  '10 000 components': `sig1=(${many})`,
};
for (const limits of [{}, { fieldBytes: 2_000_000, components: 1_000_000 }]) {
  console.log(
    `refused within, ${'fieldBytes' in limits ? 'with limits of 2 MB and a million components' : 'with the usual limits'}`,
  );
  for (const [what, input] of Object.entries(hostile)) {
    const startMs = performance.now();
    const headers: FieldLine[] = [
      ['Signature-Input', input],
      ['Signature', 'sig1=::'],
    ];
    const code = await verify({ ...message, headers }, { ...policy, limits }).catch((error: unknown) =>
      isSignatureError(error) ? error.code : 'error',
    );
    console.log(`  ${what}: ${(performance.now() - startMs).toFixed(2)} ms (${code})`);
  }
}
