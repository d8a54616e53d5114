import type { StepEdits } from '../../coach/kata/kata.ts';

export const edits: StepEdits = {
  'a-known-key': [
    {
      file: 'verify.ts',
      find: ``,
      replace: `import { type ReadSignature, readSignatures } from './read-signatures.ts';
import { type Components, signatureBase } from './signature-base.ts';
import { SignatureError } from './signature-error.ts';
import type { Verified, VerifyPolicy } from './verify-policy.ts';

/** A request as it came in. */
type Received = { method: string; url: string; headers: Headers; body: Uint8Array<ArrayBuffer> };

/** Says who sent a request, and what of it was signed. */
export async function verify(request: Request, policy: VerifyPolicy): Promise<Verified> {
  const { method, url, headers } = request;
  const body = new Uint8Array(await request.clone().arrayBuffer());
  const received = { method, url, headers, body };
  const [signature] = readSignatures(headers);
  if (signature === undefined) throw new SignatureError('signature-missing');
  return check(signature, received, policy);
}

async function check(read: ReadSignature, received: Received, policy: VerifyPolicy): Promise<Verified> {
  const { names, input, signature } = read;
  const { created, nonce, keyid } = read.parameters;
  const { method, url, headers, body } = received;
  if (created === undefined || nonce === undefined || keyid === undefined)
    throw new SignatureError('parameter-missing');

  const covered = names.map((name): Components[number] => [name, componentOf(name, received)]);
  const key = policy.keys(keyid);
  const holds = await key?.verify(signatureBase(covered, input), signature);
  if (key === undefined || holds !== true) throw new SignatureError('signature-invalid');
  return { keyId: keyid, view: { method, url, headers, body } };
}

function componentOf(name: string, { method, url, headers }: Received): string {
  if (name === '@method') return method;
  if (name === '@target-uri') return url;
  return headers.get(name) ?? '';
}
`,
    },
    {
      file: 'index.ts',
      find: `export { requestScope } from './upcheck.ts';
`,
      replace: `export { requestScope } from './upcheck.ts';
export { verify } from './verify.ts';
`,
    },
  ],
  'all-of-it': [
    {
      file: 'verify.ts',
      find: `    throw new SignatureError('parameter-missing');
`,
      replace: `    throw new SignatureError('parameter-missing');
  if (!names.includes('@method') || !names.includes('@target-uri'))
    throw new SignatureError('coverage-missing');
  const coversBody = names.includes('content-digest');
  if (body.length > 0 && !coversBody) throw new SignatureError('digest-missing');
`,
    },
    {
      file: 'verify.ts',
      find: `function componentOf`,
      replace: `/** What is absent is not empty. */
function componentOf`,
    },
    {
      file: 'verify.ts',
      find: `  return headers.get(name) ?? '';
`,
      replace: `  const value = name.startsWith('@') ? null : headers.get(name);
  if (value === null) throw new SignatureError('component-missing');
  return value;
`,
    },
  ],
  'the-body': [
    {
      file: 'verify.ts',
      find: `import { type ReadSignature`,
      replace: `import { digestOf } from './digest.ts';
import { type ReadSignature`,
    },
    {
      file: 'verify.ts',
      find: `throw new SignatureError('signature-invalid');
`,
      replace: `throw new SignatureError('signature-invalid');
  if (coversBody && headers.get('content-digest') !== (await digestOf(body)))
    throw new SignatureError('digest-mismatch');
`,
    },
  ],
  'of-now': [
    {
      file: 'verify.ts',
      find: `throw new SignatureError('digest-missing');
`,
      replace: `throw new SignatureError('digest-missing');

  const ageMs = Date.now() - created * 1000;
  if (ageMs > policy.maxAgeMs + policy.skewMs) throw new SignatureError('too-old');
  if (ageMs < -policy.skewMs) throw new SignatureError('created-in-future');
`,
    },
  ],
  once: [
    {
      file: 'verify.ts',
      find: `    throw new SignatureError('digest-mismatch');
`,
      replace: `    throw new SignatureError('digest-mismatch');

  // Last of all: nobody uses up a nonce that is not theirs. It is kept for as long as its request could be accepted.
  const id = JSON.stringify([keyid, nonce]);
  const isNew = await policy.replay.addIfAbsent(id, policy.maxAgeMs + 2 * policy.skewMs);
  if (!isNew) throw new SignatureError('nonce-reused');
`,
    },
  ],
  'our-own-word': [
    {
      file: 'verify.ts',
      find: `/** A request as it came in. */`,
      replace: `/** A request as it came in, under the address that this service goes by. */`,
    },
    {
      file: 'verify.ts',
      find: `  const { method, url, headers } = request;
`,
      replace: `  const { method, headers } = request;
  const { pathname, search } = new URL(request.url);
`,
    },
    {
      file: 'verify.ts',
      find: `{ method, url, headers, body };
  const [`,
      replace: `{ method, url: policy.origin + pathname + search, headers, body };
  const [`,
    },
    {
      file: 'verify.ts',
      find: `  const { created, nonce, keyid } =`,
      replace: `  const { created, nonce, keyid, alg } =`,
    },
    {
      file: 'verify.ts',
      find: `throw new SignatureError('signature-invalid');
`,
      replace: `throw new SignatureError('signature-invalid');
  if (alg !== undefined && alg !== key.algorithm) throw new SignatureError('algorithm-mismatch');
`,
    },
  ],
  'one-is-enough': [
    {
      file: 'verify.ts',
      find: `and what of it was signed. */`,
      replace: `and what of it was signed. One signature that meets the whole policy is enough. */`,
    },
    {
      file: 'verify.ts',
      find: `  const [signature] = readSignatures(headers);
  if (signature === undefined) throw new SignatureError('signature-missing');
  return check(signature, received, policy);
`,
      replace: `  let refusal: unknown;
  for (const signature of readSignatures(headers)) {
    try {
      return await check(signature, received, policy);
    } catch (error) {
      if (!(error instanceof SignatureError)) throw error;
      refusal = error;
    }
  }
  throw refusal;
`,
    },
  ],
  'hands-over': [
    {
      file: 'verify.ts',
      find: `  return { keyId: keyid, view: { method, url, headers, body } };
`,
      replace: `  const fields = new Headers(covered.filter(([name]) => !name.startsWith('@')));
  return { keyId: keyid, view: { method, url, headers: fields, body: coversBody ? body : undefined } };
`,
    },
  ],
};
