import { type Components, signatureBase } from '../12-say-who-you-are/start/src/signature-base.ts';
import { type ReadSignature, readSignatures } from '../13-take-no-ones-word/start/src/read-signatures.ts';
import type { VerifyKey } from './key-pair.ts';
import type { SeenRequest } from './remote-state.ts';

/** What the other end makes of a signature (RFC 9421). */
export type SeenSignature = {
  /** `holds`, or in words why it does not, with the text that should have been signed. */
  verdict: string;
  /** Names of what is covered, in order: `['@method', '@target-uri']`. */
  covered: string[];
  /** What it says of itself, `created` in seconds. */
  created: number | undefined;
  nonce: string | undefined;
  keyid: string | undefined;
};

/**
 * The signature of a request that a service saw, verified with this key. It looks at the signature and at nothing else:
 * whether enough is covered, whether the body fits its digest and what time it is are for the test to ask.
 */
export function signatureOf(request: SeenRequest | undefined, key: VerifyKey): SeenSignature {
  const nothing = { covered: [], created: undefined, nonce: undefined, keyid: undefined };
  if (request === undefined) return { verdict: 'there is no such request', ...nothing };
  const { 'signature-input': input, signature } = request.headers;
  if (input === undefined && signature === undefined) return { verdict: 'it is not signed', ...nothing };
  const read = readFirst(request);
  if (read === undefined) return { verdict: unreadable(input, signature), ...nothing };
  const { created, nonce, keyid } = read.parameters;
  return { verdict: verdictOf(read, request, key), covered: read.names, created, nonce, keyid };
}

function readFirst({ headers }: SeenRequest): ReadSignature | undefined {
  try {
    return readSignatures(new Headers(headers))[0];
  } catch {
    return undefined;
  }
}

/** Which of the two it is, as far as that can be told of one signature. */
function unreadable(input: string | undefined, signature: string | undefined): string {
  if (signature !== undefined && /^[a-z][\w-]*=:[A-Za-z\d+/]+={0,2}:/.test(signature))
    return `Signature-Input cannot be read: ${input}`;
  return `Signature is not base64 between colons, as in sig1=:c2ln: but ${signature}`;
}

function verdictOf(
  { names, parameters, input, signature }: ReadSignature,
  request: SeenRequest,
  key: VerifyKey,
) {
  if (parameters.keyid !== key.keyId) return `its keyid is ${parameters.keyid}, and the key is ${key.keyId}`;
  const covered: Components = [];
  for (const name of names) {
    const value = componentOf(name, request);
    if (value === undefined) return `it covers "${name}", and there is none`;
    covered.push([name, value]);
  }
  const base = signatureBase(covered, input);
  if (key.verify(base, signature)) return 'holds';
  return `it does not hold. This should have been signed:\n${new TextDecoder().decode(base)}`;
}

function componentOf(name: string, { method, url, headers }: SeenRequest): string | undefined {
  if (name === '@method') return method;
  if (name === '@target-uri') return url.replace(/#.*/, '');
  return headers[name];
}
