import { backEnd } from '../crypto/back-end.ts';

/**
 * What a nonce is kept under: key and nonce, and never the text of the signature, which can be written in several ways.
 * Hashed, so that it has one length, and nobody can choose it; and as JSON, so that no key and nonce can be put together
 * to look like another.
 *
 * @internal
 */
export async function replayId(keyId: string, nonce: string): Promise<string> {
  return backEnd().hash('sha-256', new TextEncoder().encode(JSON.stringify([keyId, nonce])));
}
