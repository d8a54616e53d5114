/**
 * What a request asks for. Two requests with the same one are the same. JSON and not a separator, so that no method,
 * path and body can be put together to look like another.
 *
 * @internal
 */
export async function fingerprintOf(
  method: string,
  path: string,
  body: Uint8Array<ArrayBuffer>,
): Promise<string> {
  return ofText(JSON.stringify([method, path, await ofBytes(body)]));
}

/** Where the answer to a key is kept. Nobody's name and no key can be read from it. @internal */
export async function idOf(scope: { readonly caller: string } | 'anonymous', key: string): Promise<string> {
  return ofText(JSON.stringify([scope, key]));
}

function ofText(text: string): Promise<string> {
  return ofBytes(new TextEncoder().encode(text));
}

async function ofBytes(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
