import { digestOf } from './digest.ts';
import { type ReadSignature, readSignatures } from './read-signatures.ts';
import { type Components, signatureBase } from './signature-base.ts';
import { SignatureError } from './signature-error.ts';
import type { Verified, VerifyPolicy } from './verify-policy.ts';

/** A request as it came in, under the address that this service goes by. */
type Received = { method: string; url: string; headers: Headers; body: Uint8Array<ArrayBuffer> };

/** Says who sent a request, and what of it was signed. One signature that meets the whole policy is enough. */
export async function verify(request: Request, policy: VerifyPolicy): Promise<Verified> {
  const { method, headers } = request;
  const { pathname, search } = new URL(request.url);
  const body = new Uint8Array(await request.clone().arrayBuffer());
  const received = { method, url: policy.origin + pathname + search, headers, body };
  let refusal: unknown;
  for (const signature of readSignatures(headers)) {
    try {
      return await check(signature, received, policy);
    } catch (error) {
      if (!(error instanceof SignatureError)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

async function check(read: ReadSignature, received: Received, policy: VerifyPolicy): Promise<Verified> {
  const { names, input, signature } = read;
  const { created, nonce, keyid, alg } = read.parameters;
  const { method, url, headers, body } = received;
  if (created === undefined || nonce === undefined || keyid === undefined)
    throw new SignatureError('parameter-missing');
  if (!names.includes('@method') || !names.includes('@target-uri'))
    throw new SignatureError('coverage-missing');
  const coversBody = names.includes('content-digest');
  if (body.length > 0 && !coversBody) throw new SignatureError('digest-missing');

  const ageMs = Date.now() - created * 1000;
  if (ageMs > policy.maxAgeMs + policy.skewMs) throw new SignatureError('too-old');
  if (ageMs < -policy.skewMs) throw new SignatureError('created-in-future');

  const covered = names.map((name): Components[number] => [name, componentOf(name, received)]);
  const key = policy.keys(keyid);
  const holds = await key?.verify(signatureBase(covered, input), signature);
  if (key === undefined || holds !== true) throw new SignatureError('signature-invalid');
  if (alg !== undefined && alg !== key.algorithm) throw new SignatureError('algorithm-mismatch');
  if (coversBody && headers.get('content-digest') !== (await digestOf(body)))
    throw new SignatureError('digest-mismatch');

  // Last of all: nobody uses up a nonce that is not theirs. It is kept for as long as its request could be accepted.
  const id = JSON.stringify([keyid, nonce]);
  const isNew = await policy.replay.addIfAbsent(id, policy.maxAgeMs + 2 * policy.skewMs);
  if (!isNew) throw new SignatureError('nonce-reused');
  const fields = new Headers(covered.filter(([name]) => !name.startsWith('@')));
  return { keyId: keyid, view: { method, url, headers: fields, body: coversBody ? body : undefined } };
}

/** What is absent is not empty. */
function componentOf(name: string, { method, url, headers }: Received): string {
  if (name === '@method') return method;
  if (name === '@target-uri') return url;
  const value = name.startsWith('@') ? null : headers.get(name);
  if (value === null) throw new SignatureError('component-missing');
  return value;
}
