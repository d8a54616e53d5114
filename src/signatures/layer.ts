import type { Call } from '../core/call.ts';
import type { Layer } from '../core/layer.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import { optionError } from '../errors/option-error.ts';
import { parseDictionary } from '../structured-fields/parse.ts';
import { serialiseString } from '../structured-fields/serialise.ts';
import { bodyDigest } from './body-digest.ts';
import type { ComponentId } from './component-id.ts';
import { viewOf } from './component-value.ts';
import type { RequestMessage } from './message.ts';
import { misuse } from './misuse.ts';
import { createNonce } from './nonce.ts';
import { requestMessageOf } from './request-message-of.ts';
import { keepSent } from './sent-request.ts';
import { signatureOf } from './sign-message.ts';
import type { SignOptions } from './sign-options.ts';
import { planSignature, type SignPlan } from './sign-plan.ts';
import { baseOf, signatureInput } from './signature-base.ts';
import { isSignatureError } from './signature-error.ts';
import type { Signer } from './signer.ts';
import { signerFor } from './signer-for.ts';

/** Made by {@link sign}. */
export interface SigningLayer extends Layer {
  readonly name: 'signature';
  /** The same, with a key by itself signing for this origin only. @internal */
  readonly within: (origin: string) => Layer;
}

/**
 * Signs each request that is sent (RFC 9421): with a time, a nonce and an end of its own, for every attempt and every hop.
 * The digest of the body (RFC 9530) is made once.
 *
 * Covered are the method, the URL, the digest, and the headers that matter: see {@link SignOptions.components}. Several
 * options make several signatures. A request is signed as it leaves: put the layer next to the transport.
 *
 * A body that can be read only once is refused, unless its `Content-Digest` comes with it: give a function that makes it.
 *
 * @throws A `HoldfastError` with code `options`: from `sign`, where an option cannot work; from a call, where something
 *   that must be covered is not there, the key cannot be had, or the body can be read only once.
 *
 * @example
 * ```ts
 * const key = await importSigner(JSON.parse(process.env.SIGNING_KEY ?? ''));
 * const orders = createClient({ baseUrl: 'https://orders.example.com', sign: sign({ key, tag: 'orders' }) });
 * ```
 */
export function sign(...options: readonly [SignOptions, ...SignOptions[]]): SigningLayer {
  const plans = options.map((each, index) => planSignature(each, index + 1));
  const labels = plans.map(({ label }) => label);
  if (new Set(labels).size < labels.length) {
    throw optionError(`Option label is the same for two signatures. They are called: ${labels.join(', ')}.`);
  }
  const within = (own?: string): Layer => ({
    name: 'signature',
    describe: () => ({ signatures: plans.map(described) }),
    wrap: (next) => async (call) => next(await signed(call, plans, own ?? call.progress.origin)),
  });
  return { ...within(), name: 'signature', within };
}

function described({ ids, key, label, tag, digest, expiresInMs, parameters }: SignPlan) {
  return {
    label,
    keyId: typeof key === 'function' ? 'chosen for each request' : key.keyId,
    components: ids.map(({ text }) => text),
    parameters,
    digest,
    tag,
    expiresInMs,
  };
}

async function signed(call: Call, plans: readonly SignPlan[], own: string): Promise<Call> {
  const headers = new Headers(call.headers);
  const labels: string[] = [];
  let message = requestMessageOf(call, headers);
  for (const plan of plans) {
    const key = await signerFor(plan.key, call, own);
    if (key === undefined) continue;
    await addDigest(plan, call, headers);
    message = requestMessageOf(call, headers);
    try {
      await addSignature(plan, { key, message, headers });
    } catch (error) {
      if (isHoldfastError(error)) throw error;
      throw isSignatureError(error)
        ? misuse(call, `cannot be signed: ${error.message}`)
        : misuse(call, 'cannot be signed: the key failed.', error);
    }
    labels.push(plan.label);
    message = requestMessageOf(call, headers);
  }
  keepSent(call.progress, { request: message, labels });
  return labels.length === 0 ? call : call.with({ headers });
}

/** Requests of these methods carry no content, most of the time. To all others, content could be added on the way. */
const WITHOUT_CONTENT = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS']);

async function addDigest({ ids, digest }: SignPlan, call: Call, headers: Headers): Promise<void> {
  if (headers.has('content-digest') || !ids.some(({ name }) => name === 'content-digest')) return;
  if (call.body.kind === 'none' && WITHOUT_CONTENT.has(call.method)) return;
  const value = bodyDigest(call, digest);
  headers.set('content-digest', value instanceof Promise ? await call.scope.race(value) : value);
}

/** What a signature is made of. */
interface Material {
  readonly key: Signer;
  readonly message: RequestMessage;
  readonly headers: Headers;
}

async function addSignature(plan: SignPlan, { key, message, headers }: Material): Promise<void> {
  const { label } = plan;
  const others = headers.get('signature-input');
  if (others !== null && labelsOf(others).has(label)) {
    throw optionError(`The request has a signature called ${label} already. Give option label another name.`);
  }
  const ids = plan.ids.filter((id) => plan.required.has(id.key) || isThere(id, headers));
  const input = signatureInput(ids, parametersOf(plan, key));
  const base = baseOf(ids, input, viewOf(message, undefined, plan.fieldTypes));
  const signature = await signatureOf(key, base);
  headers.append('signature-input', `${label}=${input}`);
  headers.append('signature', `${label}=${signature}`);
}

function labelsOf(field: string): { has(label: string): boolean } {
  try {
    return parseDictionary(field).members;
  } catch {
    throw optionError('The request has a Signature-Input that cannot be parsed. Leave it out, or mend it.');
  }
}

function isThere({ name }: ComponentId, headers: Headers): boolean {
  return name.startsWith('@') || headers.has(name);
}

function parametersOf({ parameters, tag, expiresInMs }: SignPlan, key: Signer): string {
  const created = Math.floor(Date.now() / 1000);
  let text = '';
  for (const name of parameters) {
    if (name === 'created') text += `;created=${created}`;
    else if (name === 'nonce') text += `;nonce="${createNonce()}"`;
    else if (name === 'keyid') text += `;keyid=${serialiseString(key.keyId)}`;
    else if (name === 'alg') text += `;alg="${key.algorithm}"`;
    else if (name === 'tag' && tag !== undefined) text += `;tag=${serialiseString(tag)}`;
    else if (name === 'expires' && expiresInMs !== false) {
      text += `;expires=${created + Math.ceil(expiresInMs / 1000)}`;
    }
  }
  return text;
}
