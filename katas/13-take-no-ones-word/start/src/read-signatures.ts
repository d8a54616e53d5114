import { SignatureError } from './signature-error.ts';

/** One signature of a request: what it says, and nothing of it is proven. */
export type ReadSignature = {
  /** Of what it covers, in order. */
  names: string[];
  parameters: Record<'nonce' | 'keyid' | 'alg', string | undefined> & { created: number | undefined };
  /** As it stands behind the label, and as the last line of what was signed. */
  input: string;
  signature: Uint8Array<ArrayBuffer>;
};

/** All signatures of a request, in order: at least one. */
export function readSignatures(headers: Headers): ReadSignature[] {
  const inputs = members(headers.get('signature-input'), inputPattern);
  const signatures = members(headers.get('signature'), signaturePattern);
  if (inputs.size !== signatures.size) throw new SignatureError('signature-malformed');
  return [...inputs].map(([label, [input = '', names = '', rest = '']]) => {
    const [base64] = signatures.get(label) ?? [];
    if (base64 === undefined) throw new SignatureError('signature-malformed');
    const signature = new Uint8Array(Buffer.from(base64, 'base64'));
    return { names: names.match(/[^" ]+/g) ?? [], parameters: parametersIn(rest), input, signature };
  });
}

const inputPattern =
  /([a-z][\w-]*)=(\((|"@?[a-z\d-]+"(?: "@?[a-z\d-]+")*)\)((?:;[a-z]+=(?:\d+|"[^"\\]*"))*))(?:, ?|$)/y;
const signaturePattern = /([a-z][\w-]*)=:([A-Za-z\d+/]+={0,2}):(?:, ?|$)/y;

/** Label by label, what the pattern's groups say after it. */
function members(field: string | null, pattern: RegExp): Map<string, string[]> {
  if (field === null) throw new SignatureError('signature-missing');
  const found = new Map<string, string[]>();
  for (pattern.lastIndex = 0; pattern.lastIndex < field.length; ) {
    const [, label, ...groups] = pattern.exec(field) ?? [];
    if (label === undefined || found.has(label)) throw new SignatureError('signature-malformed');
    found.set(label, groups);
  }
  return found;
}

/** The four that are looked at. Others may be there, and are signed too. */
function parametersIn(text: string): ReadSignature['parameters'] {
  const all = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/;([a-z]+)=(\d+|"[^"]*")/g)) {
    if (all.has(name)) throw new SignatureError('signature-malformed');
    all.set(name, value);
  }
  const quoted = (name: string) => /^"(.*)"$/.exec(all.get(name) ?? '')?.[1];
  const created = /^\d+$/.test(all.get('created') ?? '') ? Number(all.get('created')) : undefined;
  return { created, nonce: quoted('nonce'), keyid: quoted('keyid'), alg: quoted('alg') };
}
