import { encodeBase64 } from '../structured-fields/base64.ts';

const NONCE_BYTES = 16;

/** Asking for random octets costs about the same for 16 of them as for a thousand. */
const pool = new Uint8Array(64 * NONCE_BYTES);
let used = pool.length;

/** 16 random octets in base64url. @internal */
export function createNonce(): string {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  const octets = pool.subarray(used, used + NONCE_BYTES);
  used += NONCE_BYTES;
  const text = encodeBase64(octets).slice(0, -2);
  octets.fill(0);
  return text.replaceAll('+', '-').replaceAll('/', '_');
}
