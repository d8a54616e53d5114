import { digestOf } from './digest.ts';
import { type ReadSignature, readSignatures } from './read-signatures.ts';
import { signatureBase } from './signature-base.ts';
import { SignatureError, type SignatureErrorCode } from './signature-error.ts';
import type { Verified, VerifyPolicy } from './verify-policy.ts';

/** All that can be known before anybody asks whether it is enough. */
type Facts = {
  read: ReadSignature;
  policy: VerifyPolicy;
  values: (string | undefined)[];
  ageMs: number;
  body: Uint8Array<ArrayBuffer>;
  digest: string | undefined;
  bodyDigest: string;
};

const has = ({ read }: Facts, name: string) => read.names.includes(name);

/** Each must hold, from top to bottom; the first that does not names the refusal. */
const rules: [SignatureErrorCode, (facts: Facts) => boolean | undefined | Promise<boolean | undefined>][] = [
  ['parameter-missing', ({ read: { parameters } }) => parameters.keyid !== undefined],
  ['parameter-missing', ({ read: { parameters } }) => parameters.nonce !== undefined],
  ['parameter-missing', ({ ageMs }) => !Number.isNaN(ageMs)],
  ['digest-missing', (facts) => facts.body.length === 0 || has(facts, 'content-digest')],
  ['coverage-missing', (facts) => has(facts, '@target-uri') && has(facts, '@method')],
  ['component-missing', ({ values }) => !values.includes(undefined)],
  ['created-in-future', ({ ageMs, policy }) => ageMs >= -policy.skewMs],
  ['too-old', ({ ageMs, policy }) => ageMs <= policy.maxAgeMs + policy.skewMs],
  [
    'signature-invalid',
    ({ read, values, policy }) => {
      const lines = read.names.map((name, index): [string, string] => [name, values[index] ?? '']);
      return policy
        .keys(read.parameters.keyid ?? '')
        ?.verify(signatureBase(lines, read.input), read.signature);
    },
  ],
  [
    'algorithm-mismatch',
    ({ read: { parameters }, policy }) =>
      [undefined, policy.keys(parameters.keyid ?? '')?.algorithm].includes(parameters.alg as 'ed25519'),
  ],
  ['digest-mismatch', (facts) => !has(facts, 'content-digest') || facts.digest === facts.bodyDigest],
  [
    'nonce-reused',
    ({ read: { parameters }, policy }) =>
      policy.replay.addIfAbsent(
        [parameters.keyid, parameters.nonce].map((text) => encodeURIComponent(text ?? '')).join(' '),
        2 * (policy.maxAgeMs + policy.skewMs),
      ),
  ],
];

export async function verify(request: Request, policy: VerifyPolicy): Promise<Verified> {
  const { method, headers } = request;
  const url = new URL(request.url.slice(new URL(request.url).origin.length), policy.origin).href;
  const body = new Uint8Array(await request.clone().arrayBuffer());
  const bodyDigest = await digestOf(body);
  const digest = headers.get('content-digest') ?? undefined;
  const componentOf = (name: string) => {
    if (name.startsWith('@')) return { '@method': method, '@target-uri': url }[name];
    return headers.get(name) ?? undefined;
  };
  const refusals: SignatureErrorCode[] = [];
  for (const read of readSignatures(headers)) {
    const values = read.names.map(componentOf);
    const ageMs = Date.now() - (read.parameters.created ?? Number.NaN) * 1000;
    const refusal = await firstBroken({ read, policy, values, ageMs, body, digest, bodyDigest });
    if (refusal === undefined) {
      const fields = read.names.filter((name) => !name.startsWith('@'));
      return {
        keyId: read.parameters.keyid ?? '',
        view: {
          method,
          url,
          headers: new Headers(fields.map((name): [string, string] => [name, headers.get(name) ?? ''])),
          body: fields.includes('content-digest') ? body : undefined,
        },
      };
    }
    refusals.push(refusal);
  }
  throw new SignatureError(refusals[0] ?? 'signature-missing');
}

async function firstBroken(facts: Facts): Promise<SignatureErrorCode | undefined> {
  for (const [code, holds] of rules) if ((await holds(facts)) !== true) return code;
  return undefined;
}
