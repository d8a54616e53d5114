const DIGEST = /^(sha256|sha384|sha512)-([A-Za-z0-9+/_-]+={0,2})(?:\?.*)?$/;

const ALGORITHMS: Readonly<Record<string, string>> = {
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

/**
 * Whether bytes are those that `init.integrity` names: by the strongest of its digests, one of which must fit (Subresource
 * Integrity, section 3.3). Without a digest that is known, all bytes are.
 *
 * @internal
 */
export async function hasIntegrity(bytes: Uint8Array, integrity: string): Promise<boolean> {
  const digests = integrity.split(/\s+/).flatMap((text) => {
    const [, algorithm = '', value = ''] = DIGEST.exec(text) ?? [];
    return value === '' ? [] : [{ algorithm, value: value.replaceAll('-', '+').replaceAll('_', '/') }];
  });
  const strongest = digests
    .map(({ algorithm }) => algorithm)
    .toSorted()
    .at(-1);
  if (strongest === undefined) return true;
  const hash = await crypto.subtle.digest(ALGORITHMS[strongest] ?? strongest, new Uint8Array(bytes));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(hash)));
  return digests.some(
    ({ algorithm, value }) =>
      algorithm === strongest && value.replace(/=+$/, '') === base64.replace(/=+$/, ''),
  );
}
