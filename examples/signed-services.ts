/**
 * Two services sign to each other: the shop, on Hono, orders from the stock, on plain `node:http`, and the stock tells the
 * shop what it did. Each checks who is asking, signs what it answers, and takes only answers that are signed. In the
 * middle the shop gets a new key, and nobody notices.
 *
 *     node --import ./coach/register.mjs examples/signed-services.ts
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { generate } from 'selfsigned';
import { type Client, createClient } from '../src/index.ts';
import {
  fromNode,
  fromRequest,
  isSignatureError,
  memoryReplayStore,
  type RequestMessage,
  signatureProblem,
  signResponse,
  type VerifyPolicy,
  verify,
} from '../src/server/index.ts';
import {
  generateKeys,
  importSigner,
  importVerifyKey,
  type Signer,
  sign,
  type VerifyKey,
  verifyResponses,
} from '../src/signatures/index.ts';
import { listenOnLoopback } from '../src/test-support/listen-on-loopback.ts';
import { createUndiciFetch } from '../src/undici/index.ts';

/** Both halves of a key, under a name that is never used again. */
async function keyPair(keyId: string): Promise<{ readonly signer: Signer; readonly verifyKey: VerifyKey }> {
  const { privateJwk, publicJwk } = await generateKeys('ed25519');
  return {
    signer: await importSigner(privateJwk, { keyId }),
    verifyKey: await importVerifyKey(publicJwk, { keyId }),
  };
}

const shopNow = await keyPair('shop-2026-11');
const shopNext = await keyPair('shop-2026-12');
const stockKey = await keyPair('stock-2026-11');

/** What each knows of the other. In real life a table, or the other's published keys. */
const shopKeys = new Map([['shop-2026-11', shopNow.verifyKey]]);
const stockKeys = new Map([['stock-2026-11', stockKey.verifyKey]]);

const certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
  keyType: 'ec',
  algorithm: 'sha256',
  extensions: [
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ],
});
const tls = { key: certificate.private, cert: certificate.cert };
const send = createUndiciFetch({ ca: certificate.cert });

// The stock: plain node:http, here with TLS.

const stock = createServer(tls, (incoming, outgoing) => void answerOrder(incoming, outgoing));
const stockOrigin = `https://${await listenOnLoopback(stock)}`;
const stockPolicy: VerifyPolicy = {
  keys: (keyId) => shopKeys.get(keyId),
  replay: memoryReplayStore(),
  origin: stockOrigin,
  tag: 'shop',
};

async function answerOrder(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const message = fromNode(incoming, await buffer(incoming));
  const response = await orderResponse(message);
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(await response.text());
}

async function orderResponse(message: RequestMessage): Promise<Response> {
  try {
    const { keyId, view, label } = await verify(message, stockPolicy);
    const order = new TextDecoder().decode(view.body);
    console.log(`  stock: ${keyId} signed ${view.method} ${view.path}: ${order}`);
    await tellShop('/shipped', { method: 'POST', body: order });
    const answer = Response.json({ reserved: order }, { status: 201 });
    return await signResponse(answer, { ...answering(stockKey.signer, message, label), origin: stockOrigin });
  } catch (error) {
    if (!isSignatureError(error)) throw error;
    console.log(`  stock: refused, ${error.code}`);
    return signatureProblem(error, { policy: stockPolicy });
  }
}

// The shop: Hono.

const app = new Hono();
const shop = createServer(tls, getRequestListener(app.fetch));
const shopOrigin = `https://${await listenOnLoopback(shop)}`;
const shopPolicy: VerifyPolicy = {
  keys: (keyId) => stockKeys.get(keyId),
  replay: memoryReplayStore(),
  origin: shopOrigin,
  tag: 'shop',
};

app.post('/shipped', async (context) => {
  const message = await fromRequest(context.req.raw);
  try {
    const { keyId, view, label } = await verify(message, shopPolicy);
    console.log(`  shop: ${keyId} signed ${view.method} ${view.path}`);
    const answer = new Response('thanks');
    return await signResponse(answer, { ...answering(shopSigner, message, label), origin: shopOrigin });
  } catch (error) {
    if (!isSignatureError(error)) throw error;
    return signatureProblem(error, { policy: shopPolicy });
  }
});

function answering(key: Signer, request: RequestMessage, requestLabel: string) {
  return { key, request, requestLabel, tag: 'shop' };
}

// How they call each other.

let shopSigner = shopNow.signer;
const callsTo = (baseUrl: string, key: () => Signer, keys: ReadonlyMap<string, VerifyKey>): Client =>
  createClient({
    baseUrl,
    fetch: send,
    sign: sign({ key, tag: 'shop' }),
    verifyResponses: verifyResponses({ keys: (keyId) => keys.get(keyId), tag: 'shop' }),
  });
const askStock = callsTo(stockOrigin, () => shopSigner, stockKeys);
const tellShop = callsTo(shopOrigin, () => stockKey.signer, shopKeys);

async function order(what: string): Promise<void> {
  const response = await askStock('/orders', { method: 'POST', body: what });
  console.log(`  shop: ${response.status} ${await response.text()}`);
}

console.log('An order.');
await order('two books');

console.log('The new key is published, and then used.');
shopKeys.set('shop-2026-12', shopNext.verifyKey);
shopSigner = shopNext.signer;
await order('a lamp');

console.log('The old one is taken away, and somebody still has it.');
shopKeys.delete('shop-2026-11');
shopSigner = shopNow.signer;
const refused = await createClient({ fetch: send, sign: sign({ key: shopSigner, tag: 'shop' }) })(
  `${stockOrigin}/orders`,
  {
    method: 'POST',
    body: 'all the lamps',
  },
);
const problem: { code: string } = JSON.parse(await refused.text());
console.log(`  somebody: ${refused.status} ${problem.code}`);

await send.close();
for (const server of [shop, stock]) server.close();
