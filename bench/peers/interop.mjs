/**
 * Records messages that other packages have signed, and that they have accepted, for `src/signatures/interop.test.ts`:
 * the repository does not install them. Run it after `npm ci --prefix bench/peers` and whenever one of them has a new version:
 *
 *     node bench/peers/interop.mjs > src/test-support/fixtures/interop.json
 *
 * Only what they do right is recorded; where they are wrong, the tests of `verify` say what is right.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSignature, verifySignature } from 'http-message-sig';
import { createSigner, createVerifier, httpbis } from 'http-message-signatures';

const { keys } = JSON.parse(
  readFileSync(new URL('../../src/test-support/fixtures/rfc9421.json', import.meta.url)),
);
const key = keys['svc-ed25519'];
const privateKey = createPrivateKey({ key: { ...key.privateJwk, kty: key.kty }, format: 'jwk' });
const publicKey = createPublicKey({ key: key.publicJwk, format: 'jwk' });

const method = 'POST';
const url = 'https://orders.example.com/v1/orders?dry-run=1&name=a%20b';
const body = '{"item":1}';
const headers = {
  'content-type': 'application/json',
  'content-digest': `sha-256=:${createHash('sha256').update(body).digest('base64')}:`,
  authorization: 'Bearer t',
};
const created = 1735689600;
const parameters = {
  created,
  expires: created + 60,
  nonce: 'n-7f3a91c2',
  keyid: 'svc-ed25519',
  tag: 'orders',
};
const usual = ['@method', '@target-uri', 'content-digest', 'content-type', 'authorization'];
const lines = (given) => Object.entries(given).map(([name, value]) => [name.toLowerCase(), String(value)]);

async function httpMessageSignatures(components) {
  const config = {
    key: createSigner(privateKey, 'ed25519', 'svc-ed25519'),
    name: 'sig1',
    fields: components,
    params: Object.keys(parameters),
    paramValues: {
      ...parameters,
      created: new Date(created * 1000),
      expires: new Date((created + 60) * 1000),
    },
  };
  const signed = await httpbis.signMessage(config, { method, url, headers });
  const keyLookup = async () => ({
    id: 'svc-ed25519',
    algs: ['ed25519'],
    verify: createVerifier(publicKey, 'ed25519'),
  });
  const accepts = (given) =>
    httpbis.verifyMessage({ keyLookup, tolerance: 1e9 }, { method, url, headers: given });
  return { signed: signed.headers, accepts };
}

async function httpMessageSig(components) {
  const signer = {
    algorithm: 'ed25519',
    sign: async (data) => new Uint8Array(signBytes(null, data, privateKey)),
  };
  const request = new Request(url, { method, headers, body });
  const fields = await createSignature(request, { label: 'sig1', components, parameters, signer });
  const verifier = {
    algorithm: 'ed25519',
    verify: async (data, signature) => verifyBytes(null, data, publicKey, signature),
  };
  const accepts = async (given) => {
    const policy = {
      algorithms: ['ed25519'],
      requiredComponents: ['@method'],
      requiredParameters: ['created'],
      now: created,
      maxAge: 300,
      clockSkew: 30,
    };
    await verifySignature(new Request(url, { method, headers: given, body }), {
      policy,
      resolveVerifier: () => verifier,
    });
    return true;
  };
  const { signatureInput, signature } = fields;
  return { signed: { ...headers, 'signature-input': signatureInput, signature }, accepts };
}

const packages = [
  [
    'http-message-signatures 1.0.6',
    httpMessageSignatures,
    [
      usual,
      ['@method', '@authority', '@path', '@query'],
      ['@scheme', '@request-target'],
      ['@query-param;name="dry-run"', '@method'],
    ],
  ],
  [
    'http-message-sig 0.3.0',
    httpMessageSig,
    [usual, ['@method', '@authority', '@path', '@query'], ['@scheme', '@method']],
  ],
];

const recorded = [];
for (const [name, make, lists] of packages) {
  for (const components of lists) {
    const { signed, accepts } = await make(components);
    recorded.push({ package: name, components, headers: lines(signed), accepted: await accepts(signed) });
  }
}
console.log(
  JSON.stringify(
    {
      about:
        'Signed by other packages with the key svc-ed25519 of rfc9421.json, and accepted by them. Made by bench/peers/interop.mjs.',
      method,
      url,
      body,
      fields: lines(headers),
      parameters,
      recorded,
    },
    null,
    2,
  ),
);
