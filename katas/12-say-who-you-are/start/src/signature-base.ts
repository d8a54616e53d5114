/** What is covered, in order: each component's name and its value. */
export type Components = [name: string, value: string][];

/** In seconds since 1970: when the signature was made. */
export type SignatureParameters = { created: number; nonce: string; keyid: string };

/** What stands behind the label in Signature-Input: which components, and the parameters. */
export function signatureInput(covered: Components, { created, nonce, keyid }: SignatureParameters): string {
  const names = covered.map(([name]) => `"${name}"`).join(' ');
  return `(${names});created=${created};nonce="${nonce}";keyid="${keyid}"`;
}

/** What is signed: a line for each component, and that input as the last one (RFC 9421, section 2.5). */
export function signatureBase(covered: Components, input: string): Uint8Array<ArrayBuffer> {
  const lines = [...covered, ['@signature-params', input]].map(([name, value]) => `"${name}": ${value}`);
  return new TextEncoder().encode(lines.join('\n'));
}
