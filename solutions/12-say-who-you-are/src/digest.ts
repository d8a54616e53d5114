/** What stands in Content-Digest for these octets (RFC 9530). */
export async function digestOf(octets: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  return `sha-256=:${base64(new Uint8Array(await crypto.subtle.digest('SHA-256', octets)))}:`;
}

export function base64(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64');
}
