import { SignatureError } from './signature-error.ts';

export type ReadSignature = {
  names: string[];
  parameters: Record<'nonce' | 'keyid' | 'alg', string | undefined> & { created: number | undefined };
  input: string;
  signature: Uint8Array<ArrayBuffer>;
};

/** Goes through the fields sign by sign, in place of a pattern. */
export function readSignatures(headers: Headers): ReadSignature[] {
  const inputs = headers.get('signature-input');
  const signatures = headers.get('signature');
  if (inputs === null || signatures === null) throw new SignatureError('signature-missing');
  const octets = new Map(parts(signatures, ',').map((part) => nameAndValue(part)));
  const labels = new Set<string>();
  const all = parts(inputs, ',').map((part): ReadSignature => {
    const [label, input] = nameAndValue(part);
    const base64 = octets.get(label);
    if (labels.has(label) || base64 === undefined || !/^:[A-Za-z0-9+/=]+:$/.test(base64)) throw malformed();
    labels.add(label);
    const [list = '', ...rest] = parts(input, ';');
    if (!list.startsWith('(') || !list.endsWith(')')) throw malformed();
    const said = new Map(rest.map((parameter) => nameAndValue(parameter)));
    if (said.size !== rest.length) throw malformed();
    const created = said.get('created');
    return {
      names: list
        .slice(1, -1)
        .split(' ')
        .filter((name) => name !== '')
        .map(unquoted),
      parameters: {
        created: created !== undefined && /^\d+$/.test(created) ? Number(created) : undefined,
        nonce: optional(said.get('nonce')),
        keyid: optional(said.get('keyid')),
        alg: optional(said.get('alg')),
      },
      input,
      signature: new Uint8Array(Buffer.from(base64.slice(1, -1), 'base64')),
    };
  });
  if (octets.size !== labels.size) throw malformed();
  return all;
}

/** Cuts where the sign stands outside of quotation marks. */
function parts(text: string, sign: string): string[] {
  const found = [''];
  let isQuoted = false;
  for (const letter of text) {
    if (letter === '"') isQuoted = !isQuoted;
    if (letter === sign && !isQuoted) found.push('');
    else found.push((found.pop() ?? '') + letter);
  }
  if (isQuoted) throw malformed();
  return found.map((part) => part.trim());
}

function nameAndValue(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw malformed();
  return [text.slice(0, at), text.slice(at + 1)];
}

function unquoted(text: string): string {
  if (!/^"[^"\\]*"$/.test(text)) throw malformed();
  return text.slice(1, -1);
}

function optional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : unquoted(text);
}

function malformed(): SignatureError {
  return new SignatureError('signature-malformed');
}
